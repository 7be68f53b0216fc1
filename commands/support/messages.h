// What commands say on stderr, in Slurm's form: "squeue: error: ...". Verbosity decides what is shown: -Q leaves only
// errors, -v adds verbose(), -vv debug().
#pragma once

#include <string_view>

#include "commands/support/context.h"

namespace minislurm {

void error(Context& context, std::string_view text);    // "NAME: error: TEXT"
void fatal(Context& context, std::string_view text);    // "NAME: fatal: TEXT"; the caller returns kExitFailure
void warning(Context& context, std::string_view text);  // "NAME: warning: TEXT", not with -Q
void info(Context& context, std::string_view text);     // "NAME: TEXT", not with -Q
void verbose(Context& context, std::string_view text);  // the same with -v
void debug(Context& context, std::string_view text);    // "NAME: debug:  TEXT" with -vv
// Line by line, each with the prefix.
void error_lines(Context& context, std::string_view text);

}  // namespace minislurm
