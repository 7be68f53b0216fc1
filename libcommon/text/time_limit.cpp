#include "libcommon/text/time_limit.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::text {
namespace {

enum class Lone { Minutes, Seconds };  // the unit of a number that stands alone

constexpr std::int64_t kDay = 86400, kHour = 3600, kMinute = 60;

bool means_unlimited(std::string_view text) {
  return text == "-1" || iequals(text, "unlimited") || iequals(text, "infinite");
}

std::optional<std::int64_t> field_value(std::string_view text) {
  const auto value = parse_u32(text);
  if (!value) return std::nullopt;
  return std::int64_t{*value};
}

// The units of `count` fields, the first being the largest.
std::array<std::int64_t, 3> units_of(std::size_t count, bool after_days, Lone lone) {
  if (after_days) return {kHour, kMinute, 1};
  if (count == 1) return {lone == Lone::Minutes ? kMinute : 1, 0, 0};
  if (count == 2) return {kMinute, 1, 0};
  return {kHour, kMinute, 1};
}

std::optional<Seconds> parse_span(std::string_view text, Lone lone) {
  std::int64_t total = 0;
  const std::size_t dash = text.find('-');
  if (dash != std::string_view::npos) {
    const auto days = field_value(text.substr(0, dash));
    if (!days) return std::nullopt;
    total = *days * kDay;
    text.remove_prefix(dash + 1);
  }
  const std::vector<std::string_view> fields = split(text, ':');
  if (fields.size() > 3) return std::nullopt;
  const auto units = units_of(fields.size(), dash != std::string_view::npos, lone);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto value = field_value(fields[i]);
    if (!value) return std::nullopt;
    total += *value * units[i];
  }
  if (total > Seconds{kUnlimited}.count() - kMinute) return std::nullopt;
  return Seconds{total};
}

Result<Seconds> parse_with(std::string_view text, Lone lone) {
  if (means_unlimited(text)) return Seconds{kUnlimited};
  const auto span = parse_span(text, lone);
  if (!span) return Error{Code::InvalidTimeLimit, std::string{text}};
  return *span;
}

struct Parts {
  long long days, hours, minutes, seconds;
};

Parts parts_of(Seconds span) {
  const long long total = span.count();
  return {total / kDay, total % kDay / kHour, total % kHour / kMinute, total % kMinute};
}

}  // namespace

Result<Minutes> parse_time_limit(std::string_view text) {
  const Result<Seconds> span = parse_with(text, Lone::Minutes);
  if (!span) return span.error();
  const Minutes limit = std::chrono::ceil<Minutes>(*span);
  return limit == Minutes{0} ? kUnlimited : limit;
}

Result<Seconds> parse_duration(std::string_view text) { return parse_with(text, Lone::Minutes); }
Result<Seconds> parse_seconds(std::string_view text) { return parse_with(text, Lone::Seconds); }

std::string format_duration(Seconds span) {
  if (span < Seconds{0}) return "INVALID";
  const Parts at = parts_of(span);
  char buffer[64];
  if (at.days > 0) {
    std::snprintf(buffer, sizeof buffer, "%lld-%02lld:%02lld:%02lld", at.days, at.hours, at.minutes, at.seconds);
  } else if (at.hours > 0) {
    std::snprintf(buffer, sizeof buffer, "%lld:%02lld:%02lld", at.hours, at.minutes, at.seconds);
  } else {
    std::snprintf(buffer, sizeof buffer, "%lld:%02lld", at.minutes, at.seconds);
  }
  return buffer;
}

std::string format_minutes(Minutes limit, std::string_view unlimited) {
  return limit >= kUnlimited ? std::string{unlimited} : format_duration(limit);
}

std::string format_duration_padded(Seconds span) {
  if (span < Seconds{0}) return "INVALID";
  const Parts at = parts_of(span);
  char buffer[64];
  if (at.days > 0) {
    std::snprintf(buffer, sizeof buffer, "%lld-%02lld:%02lld:%02lld", at.days, at.hours, at.minutes, at.seconds);
  } else {
    std::snprintf(buffer, sizeof buffer, "%02lld:%02lld:%02lld", at.hours, at.minutes, at.seconds);
  }
  return buffer;
}

std::string format_minutes_padded(Minutes limit, std::string_view unlimited) {
  return limit >= kUnlimited ? std::string{unlimited} : format_duration_padded(limit);
}

}  // namespace minislurm::text
