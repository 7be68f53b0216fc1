// One key of slurm.conf: what it is called, what it holds, what is in force without it, and what it changes here.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "libcommon/base/result.h"
#include "libcommon/model/cluster.h"

namespace minislurm::config {

enum class Kind {
  Text,
  Upper,         // shown in capitals
  Choice,        // one of SettingRow::choices
  Words,         // several of them, with commas
  Plugin,        // of the choices, a "kind/" before it is optional
  Number,
  Seconds, Minutes, Microseconds,
  Percent, PerMinute,
  Span,          // minutes or a time limit; shown as days-hours:minutes:seconds
  YesNo,
  ZeroOne,       // YesNo shown as a digit
  Memory,
  User,          // shown as name(uid)
  Secret,        // accepted and never shown
  Retired,       // of older releases: shown only where it is set
};

struct Value {
  std::string text;
  std::uint64_t number = 0;   // of the numeric kinds; MB, or seconds of a Span
  bool infinite = false;      // UNLIMITED or INFINITE where a number stands
  bool yes = false;
};

struct SettingRow {
  std::string_view name;
  std::string_view initial;   // as shown; empty: shown only where it is set
  Kind kind = Kind::Text;
  void (*set)(Settings&, const Value&) = nullptr;
  std::string_view choices = {};  // "NO|ANY|ALL"
};

std::span<const SettingRow> setting_table();
// Without regard to case; null where there is no such key.
const SettingRow* find_setting(std::string_view name);

// Errors: Code::Generic saying what would be right.
Result<Value> parse_setting(const SettingRow& row, const std::string& text);
std::string show_setting(const SettingRow& row, const Value& value);

// "yes", "no" and their relatives.
Result<bool> parse_yes_no(std::string_view text);

}  // namespace minislurm::config
