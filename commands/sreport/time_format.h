// How sreport writes amounts of time: -t.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace minislurm::sreport {

struct TimeFormat {
  double unit = 60;            // seconds; 0: none, a share only
  bool share = false;          // of the whole, in percent
  std::string_view title = "Minutes";
};

// Seconds, Minutes, Hours, Percent, SecPer, MinPer, HourPer, or how they begin. None: no such format.
std::optional<TimeFormat> find_time_format(std::string_view written);

// "313", "8.14%", "313(8.14%)". `whole` is what all of it would be, in seconds as `amount` is.
std::string format_amount(const TimeFormat& format, double amount, double whole);

}  // namespace minislurm::sreport
