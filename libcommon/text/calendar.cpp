#include "libcommon/text/calendar.h"

#include <ctime>

namespace minislurm::text {
namespace {

std::tm local(Instant when) {
  const auto seconds = static_cast<std::time_t>(when.time_since_epoch().count());
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  return parts;
}

}  // namespace

Instant days_later(Instant when, std::int32_t days) {
  std::tm parts = local(when);
  parts.tm_mday += days;
  parts.tm_isdst = -1;  // whatever holds on that day
  return Instant{Seconds{std::mktime(&parts)}};
}

bool is_weekend(Instant when) {
  const int day = local(when).tm_wday;
  return day == 0 || day == 6;
}

}  // namespace minislurm::text
