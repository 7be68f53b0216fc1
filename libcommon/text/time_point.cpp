#include "libcommon/text/time_point.h"

#include <cstdint>
#include <ctime>
#include <optional>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::text {
namespace {

constexpr std::int64_t kLatest = 253402300799;  // the last second of the year 9999

struct Date {
  int year = 0;  // 0: not given
  int month = 0, day = 0;
  int days_later = 0;  // counted from today; then month is 0
};

struct Clock {
  int hour = 0, minute = 0, second = 0;
  int of_day() const { return hour * 3600 + minute * 60 + second; }
};

struct NamedClock {
  std::string_view word;
  int hour;
};
constexpr NamedClock kClocks[] = {{"midnight", 0}, {"noon", 12}, {"elevenses", 11}, {"fika", 15}, {"teatime", 16}};

struct NamedDate {
  std::string_view word;
  int days_later;
};
constexpr NamedDate kDates[] = {{"today", 0}, {"tomorrow", 1}};

struct NamedUnit {
  std::string_view word;
  std::int64_t seconds;
};
constexpr NamedUnit kUnits[] = {{"seconds", 1}, {"minutes", 60}, {"hours", 3600}, {"days", 86400}, {"weeks", 604800}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

std::tm local(Instant when) {
  const std::time_t seconds = static_cast<std::time_t>(when.time_since_epoch().count());
  std::tm broken{};
  localtime_r(&seconds, &broken);
  return broken;
}

int days_in(int month, int year) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && (leap || year == 0) ? 29 : kDays[month - 1];
}

// Reads the text from left to right; a function that returns false leaves at_ at the item that it could not read.
class Reader {
 public:
  Reader(std::string_view text, Instant now) : text_(text), now_(now) {}

  bool read_all() {
    skip_blanks();
    if (end()) return false;
    while (!end()) {
      const std::size_t begin = at_;
      failed_at_.reset();
      if (!read_item()) {
        at_ = failed_at_.value_or(begin);
        return false;
      }
      skip_blanks();
    }
    return true;
  }
  std::size_t position() const { return at_; }

  std::optional<Instant> absolute;  // "now…", "uts…"
  std::optional<Date> date;
  std::optional<Clock> clock;

 private:
  bool end() const { return at_ >= text_.size(); }
  char peek() const { return end() ? '\0' : text_[at_]; }
  void skip_blanks() {
    while (!end() && is_blank(peek())) ++at_;
  }
  bool skip(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  template <class Test>
  std::string_view run(Test test) {
    const std::size_t begin = at_;
    while (!end() && test(peek())) ++at_;
    return text_.substr(begin, at_ - begin);
  }
  // One or two digits, `low` to `high`.
  std::optional<int> small(int low, int high) {
    const std::size_t begin = at_;
    const std::string_view digits = run(is_digit);
    const auto value = static_cast<int>(parse_u32(digits).value_or(0));
    if (!digits.empty() && digits.size() <= 2 && value >= low && value <= high) return value;
    failed_at_ = begin;
    return std::nullopt;
  }

  bool read_item() {
    if (absolute) return false;
    if (is_letter(peek())) return read_word();
    if (!is_digit(peek())) return false;
    const std::size_t begin = at_;
    const std::size_t digits = run(is_digit).size();
    const char behind = peek();
    at_ = begin;
    if (behind == ':') return read_clock();
    if (behind == '-' && digits == 4) return read_iso_date();
    if (behind == '/' || behind == '.') return read_parted_date(behind);
    return read_packed_date(digits);
  }

  bool read_word() {
    const std::string_view word = run(is_letter);
    if (iequals(word, "now")) return read_now();
    if (iequals(word, "uts")) return read_epoch();
    for (const NamedClock& row : kClocks)
      if (iequals(word, row.word)) return set_clock({row.hour, 0, 0});
    for (const NamedDate& row : kDates)
      if (iequals(word, row.word)) return set_date({0, 0, 0, row.days_later});
    return false;
  }

  bool set_clock(Clock value) {
    if (clock) return false;
    clock = value;
    return true;
  }
  bool set_date(Date value) {
    if (date) return false;
    if (value.month != 0 && value.day > days_in(value.month, value.year)) return false;
    date = value;
    return true;
  }

  bool set_absolute(Instant value) {
    if (date || clock) return false;
    absolute = value;
    return true;
  }

  bool read_now() {
    skip_blanks();
    if (end()) return set_absolute(now_);
    const bool back = peek() == '-';
    failed_at_ = at_;
    if (!skip('+') && !skip('-')) return false;
    skip_blanks();
    const std::size_t begin = at_;
    const auto count = parse_u32(run(is_digit));
    if (!count) return false;
    failed_at_ = begin;
    skip_blanks();
    std::int64_t unit = 1;
    if (const std::string_view word = run(is_letter); !word.empty()) {
      unit = 0;
      for (const NamedUnit& row : kUnits)
        if (unit == 0 && istarts_with(row.word, word)) unit = row.seconds;
      if (unit == 0) return false;
    }
    const Seconds distance{std::int64_t{*count} * unit};
    return set_absolute(back ? now_ - distance : now_ + distance);
  }

  bool read_epoch() {
    const auto seconds = parse_u64(run(is_digit), static_cast<std::uint64_t>(kLatest));
    return seconds && set_absolute(Instant{Seconds{*seconds}});
  }

  // HH:MM[:SS] [AM|PM]
  bool read_clock() {
    Clock value;
    const auto hour = small(0, 23);
    if (!hour || !skip(':')) return false;
    const auto minute = small(0, 59);
    if (!minute) return false;
    value = {*hour, *minute, 0};
    if (skip(':')) {
      const auto second = small(0, 59);
      if (!second) return false;
      value.second = *second;
    }
    const std::size_t behind = at_;
    skip_blanks();
    const std::string_view word = run(is_letter);
    const bool am = iequals(word, "am"), pm = iequals(word, "pm");
    if (!am && !pm) {
      at_ = behind;
      return set_clock(value);
    }
    if (value.hour < 1 || value.hour > 12) return false;
    value.hour = value.hour % 12 + (pm ? 12 : 0);
    return set_clock(value);
  }

  // YYYY-MM-DD[T]
  bool read_iso_date() {
    const auto year = static_cast<int>(parse_u32(run(is_digit)).value_or(0));
    if (year < 1970 || !skip('-')) return false;
    const auto month = small(1, 12);
    if (!month || !skip('-')) return false;
    const auto day = small(1, 31);
    if (!day || !set_date({year, *month, *day})) return false;
    if (peek() != 'T') return true;
    ++at_;
    return is_digit(peek()) && read_clock();
  }

  // MM/DD[/YY], MM.DD[.YY]
  bool read_parted_date(char separator) {
    const auto month = small(1, 12);
    if (!month || !skip(separator)) return false;
    const auto day = small(1, 31);
    if (!day) return false;
    int year = 0;
    if (skip(separator)) {
      const auto short_year = small(0, 99);
      if (!short_year) return false;
      year = 2000 + *short_year;
    }
    if (!set_date({year, *month, *day})) return false;
    return skip('T') || end() || is_blank(peek());
  }

  // MMDD[YY]
  bool read_packed_date(std::size_t digits) {
    if (digits != 4 && digits != 6) {
      failed_at_ = at_ + digits;
      return false;
    }
    const auto number = static_cast<int>(parse_u32(run(is_digit)).value_or(0));
    const int month_day = digits == 6 ? number / 100 : number;
    const int month = month_day / 100, day = month_day % 100;
    if (month < 1 || month > 12 || day < 1) return false;
    return set_date({digits == 6 ? 2000 + number % 100 : 0, month, day});
  }

  std::string_view text_;
  Instant now_;
  std::size_t at_ = 0;
  std::optional<std::size_t> failed_at_;  // the part of the item that could not be read, where one can be named
};

// A date without a year is the next such day, or, looking back, the last one.
int year_of(const Date& date, const std::tm& today, TimeSense sense) {
  const int year = today.tm_year + 1900;
  if (date.year != 0) return date.year;
  const int wanted = date.month * 100 + date.day, current = (today.tm_mon + 1) * 100 + today.tm_mday;
  if (sense == TimeSense::Future) return wanted < current ? year + 1 : year;
  return wanted > current ? year - 1 : year;
}

Instant resolve(const Reader& read, Instant now, TimeSense sense) {
  if (read.absolute) return *read.absolute;
  const Clock clock = read.clock.value_or(Clock{});
  const std::tm today = local(now);
  std::tm when = today;
  when.tm_hour = clock.hour;
  when.tm_min = clock.minute;
  when.tm_sec = clock.second;
  when.tm_isdst = -1;
  if (!read.date) {
    const int current = Clock{today.tm_hour, today.tm_min, today.tm_sec}.of_day();
    if (sense == TimeSense::Future && clock.of_day() <= current) when.tm_mday += 1;
  } else if (read.date->month == 0) {
    when.tm_mday += read.date->days_later;
  } else {
    when.tm_year = year_of(*read.date, today, sense) - 1900;
    when.tm_mon = read.date->month - 1;
    when.tm_mday = read.date->day;
  }
  return Instant{Seconds{static_cast<std::int64_t>(std::mktime(&when))}};
}

std::string relative_format(const std::tm& when, const std::tm& now) {
  std::tm midnight = now, day = when;
  for (std::tm* each : {&midnight, &day}) each->tm_hour = 12, each->tm_min = each->tm_sec = 0, each->tm_isdst = -1;
  const double distance = std::difftime(std::mktime(&day), std::mktime(&midnight));
  const auto days = static_cast<long>((distance + (distance < 0 ? -43200 : 43200)) / 86400);
  if (days == 0) return "%H:%M:%S";
  if (days == -1) return "Ystday %H:%M";
  if (days == 1) return "Tomorr %H:%M";
  if (days < -365 || days > 365) return "%-d %b %Y";
  if (days < 0 || days > 6) return "%-d %b %H:%M";
  return "%a %H:%M";
}

}  // namespace

Result<Instant> parse_time_point(std::string_view text, Instant now, TimeSense sense) {
  Reader read{text, now};
  if (read.read_all()) {
    const Instant when = resolve(read, now, sense);
    const std::int64_t seconds = when.time_since_epoch().count();
    if (seconds >= 0 && seconds <= kLatest) return when;
  }
  const std::size_t position = read.position() < text.size() ? read.position() : text.empty() ? 0 : text.size() - 1;
  return Error::generic("Invalid time specification (pos=" + std::to_string(position) + "): " + std::string{text});
}

std::string format_time_point(Instant when, std::string_view format, Instant now) {
  if (when == kNever) return "Unknown";
  const std::tm broken = local(when);
  std::string pattern{format};
  if (pattern.empty() || pattern == "standard") pattern = "%Y-%m-%dT%H:%M:%S";
  if (pattern == "relative") pattern = relative_format(broken, local(now));
  char buffer[256];
  const std::size_t length = std::strftime(buffer, sizeof buffer, pattern.c_str(), &broken);
  return {buffer, length};
}

}  // namespace minislurm::text
