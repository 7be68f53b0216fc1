#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include "libcommon/config/setting_row.h"
#include "libcommon/text/count.h"
#include "libcommon/text/size.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

bool means_infinite(std::string_view text) {
  return text::iequals(text, "UNLIMITED") || text::iequals(text, "INFINITE") || text == "-1";
}

Status parse_number(Value& value) {
  const auto number = text::parse_scaled(value.text);
  if (!number) return Error::generic("a number is expected");
  value.number = *number;
  return {};
}

Status parse_memory(Value& value) {
  const auto size = text::parse_memory(value.text);
  if (!size) return Error::generic("a size is expected, in MB or with K, M, G or T");
  value.number = size->count;
  return {};
}

Status parse_flag(Value& value) {
  const auto yes = parse_yes_no(value.text);
  if (!yes) return yes.error();
  value.yes = *yes;
  return {};
}

Status parse_span(Value& value) {
  if (value.text == "0" || text::iequals(value.text, "NONE")) return {};
  const auto span = text::parse_duration(value.text);
  if (!span) return Error::generic("minutes or days-hours:minutes:seconds are expected");
  value.number = static_cast<std::uint64_t>(span->count());
  return {};
}

Status parse_choice(const SettingRow& row, const Value& value) {
  std::string_view chosen = value.text;
  if (row.kind == Kind::Plugin) chosen.remove_prefix(chosen.find('/') + 1);
  for (const std::string_view choice : text::split(row.choices, '|'))
    if (text::iequals(chosen, choice)) return {};
  return Error::generic("expected one of " + std::string{row.choices});
}

Status parse_words(const SettingRow& row, const Value& value) {
  const auto choices = text::split(row.choices, '|');
  for (const std::string_view word : text::split_list(value.text)) {
    const bool known = std::any_of(choices.begin(), choices.end(), [word](std::string_view one) { return text::iequals(one, word); });
    if (!known) return Error::generic("expected some of " + std::string{row.choices});
  }
  return {};
}

std::string show_user(const std::string& name) {
  std::vector<char> room(16384);
  passwd entry{};
  passwd* found = nullptr;
  if (getpwnam_r(name.c_str(), &entry, room.data(), room.size(), &found) != 0 || found == nullptr) return name;
  return name + "(" + std::to_string(found->pw_uid) + ")";
}

struct Unit {
  Kind kind;
  std::string_view unit;
};
constexpr Unit kUnits[] = {{Kind::Number, ""},          {Kind::Seconds, " sec"},     {Kind::Minutes, " min"},
                           {Kind::Microseconds, " usec"}, {Kind::Percent, " percent"}, {Kind::PerMinute, " nodes/min"},
                           {Kind::Memory, ""}};

const Unit* unit_of(Kind kind) {
  const auto* found =
      std::find_if(std::begin(kUnits), std::end(kUnits), [kind](const Unit& one) { return one.kind == kind; });
  return found == std::end(kUnits) ? nullptr : found;
}

}  // namespace

Result<bool> parse_yes_no(std::string_view text) {
  for (const std::string_view word : {"yes", "true", "up", "1"})
    if (text::iequals(text, word)) return true;
  for (const std::string_view word : {"no", "false", "down", "0"})
    if (text::iequals(text, word)) return false;
  return Error::generic("yes or no is expected");
}

Result<Value> parse_setting(const SettingRow& row, const std::string& text) {
  Value value{text, 0, false, false};
  const bool numeric = unit_of(row.kind) != nullptr;
  if (numeric || row.kind == Kind::Span) {
    value.infinite = means_infinite(text);
    if (value.infinite && row.kind == Kind::Span) {
      // Slurm's count of minutes without end, in seconds of 32 bits: what it goes by and shows.
      value.infinite = false;
      value.number = 4294967236;
      return value;
    }
    if (value.infinite) return value;
  }
  Status parsed;
  switch (row.kind) {
    case Kind::Choice:
    case Kind::Plugin: parsed = parse_choice(row, value); break;
    case Kind::Words: parsed = parse_words(row, value); break;
    case Kind::Span: parsed = parse_span(value); break;
    case Kind::YesNo:
    case Kind::ZeroOne: parsed = parse_flag(value); break;
    case Kind::Memory: parsed = parse_memory(value); break;
    default:
      if (numeric) parsed = parse_number(value);
  }
  if (!parsed) return parsed.error();
  return value;
}

std::string show_setting(const SettingRow& row, const Value& value) {
  if (value.infinite) return text::upper(value.text == "-1" ? "INFINITE" : value.text);
  if (const Unit* unit = unit_of(row.kind)) return std::to_string(value.number) + std::string{unit->unit};
  switch (row.kind) {
    case Kind::Upper: return text::upper(value.text);
    case Kind::Choice: return value.text;
    case Kind::Span:
      if (text::iequals(value.text, "NONE")) return "NONE";
      return text::format_duration_padded(Seconds{static_cast<Seconds::rep>(value.number)});
    case Kind::YesNo: return value.yes ? "yes" : "no";
    case Kind::ZeroOne: return value.yes ? "1" : "0";
    case Kind::User: return show_user(value.text);
    default: return value.text;
  }
}

}  // namespace minislurm::config
