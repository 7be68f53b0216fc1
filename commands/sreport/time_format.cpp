#include "commands/sreport/time_format.h"

#include <cstdio>

#include "libcommon/text/words.h"

namespace minislurm::sreport {
namespace {

struct Row {
  std::string_view name;
  std::size_t shortest;
  TimeFormat format;
};

constexpr Row kRows[] = {
    {"SecPer", 6, {1, true, "Seconds/Percentage of Total"}}, {"MinPer", 6, {60, true, "Minutes/Percentage of Total"}},
    {"HourPer", 6, {3600, true, "Hours/Percentage of Total"}}, {"Seconds", 1, {1, false, "Seconds"}},
    {"Minutes", 1, {60, false, "Minutes"}}, {"Hours", 1, {3600, false, "Hours"}},
    {"Percent", 1, {0, true, "Percentage of Total"}},
};

std::string printed(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

}  // namespace

std::optional<TimeFormat> find_time_format(std::string_view written) {
  for (const Row& row : kRows)
    if (written.size() >= row.shortest && text::istarts_with(row.name, written)) return row.format;
  return std::nullopt;
}

std::string format_amount(const TimeFormat& format, double amount, double whole) {
  const std::string share = format.share ? printed("%.2f%%", whole > 0 ? 100 * amount / whole : 0) : "";
  if (format.unit <= 0) return share;
  const std::string number = printed("%.0f", amount / format.unit);
  return format.share ? number + "(" + share + ")" : number;
}

}  // namespace minislurm::sreport
