// One row per option: it feeds the parser, the environment, #SBATCH lines, --help and the lists that completions and
// manual pages are checked against. Tables of rows are constexpr; nothing registers itself.
#pragma once

#include <cstdint>
#include <string_view>

#include "libcommon/base/result.h"

namespace minislurm::options {

enum class Argument : std::uint8_t { None, Optional, Required };

// Which commands know a row of a table that several share.
enum Command : std::uint32_t { kSbatch = 1, kSalloc = 2, kSrun = 4, kAllCommands = 0xffffffff };

// A value that cannot be read. `set` returns Error::generic(text) for what Slurm's option parser reports (the command
// ends with its exit code for bad options), or Error{kFatalValue, text} for what ends any command with 1. A text of
// several lines: all but the last are printed bare, without the command's name.
inline constexpr Code kFatalValue = Code::InvalidValue;
// Options that cannot stand together: printed as "NAME: fatal: TEXT", the command ends with 1.
inline constexpr Code kFatalMix = static_cast<Code>(2911);
// The command line itself is wrong. The detail is getopt's sentence, without the command's name.
inline constexpr Code kUsageError = static_cast<Code>(2910);

template <class Target>
struct Option {
  std::string_view name;         // long, without dashes; empty: only the letter
  char letter;                   // 0: only the name; a row with neither is for the environment alone
  Argument argument;
  std::string_view metavar;      // what --help calls the argument
  std::string_view environment;  // input variables, a blank between; a command reads those with its prefixes
  std::string_view help;         // empty: accepted, not listed
  // `value` is empty where none was given. Called once for each time the option is given, in that order.
  Status (*set)(Target&, std::string_view value);
  std::uint32_t commands = kAllCommands;
};

// The row without its target: what parsing and help need.
struct OptionText {
  std::string_view name;
  char letter;
  Argument argument;
  std::string_view metavar, environment, help;
};

}  // namespace minislurm::options
