// Times of day, limits, spans, and formats of times.
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace minislurm;
  const std::string_view bytes = fuzz::text_of(data, size);
  constexpr Instant kNow{Seconds{1'700'000'000}};
  for (const text::TimeSense sense : {text::TimeSense::Future, text::TimeSense::Past})
    if (const Result<Instant> when = text::parse_time_point(bytes, kNow, sense)) {
      (void)text::format_time_point(*when);
      (void)text::format_time_point(*when, "relative", kNow);
    }
  (void)text::format_time_point(kNow, bytes, kNow);
  if (const Result<Minutes> limit = text::parse_time_limit(bytes)) {
    (void)text::format_minutes_padded(*limit);
    const std::string shown = text::format_minutes(*limit);
    const Result<Minutes> again = text::parse_time_limit(shown);
    fuzz::require(again && text::format_minutes(*again) == shown, "a limit reads as it is shown");
  }
  if (const Result<Seconds> span = text::parse_duration(bytes)) {
    (void)text::format_duration(*span);
    (void)text::format_duration_padded(*span);
  }
  (void)text::parse_seconds(bytes);
  return 0;
}
