// --iterate: the answer again and again, a blank line between.
#pragma once

#include <string>
#include <string_view>

#include "commands/support/context.h"
#include "libcommon/options/option.h"
#include "libcommon/text/count.h"

namespace minislurm {

// For options with a member `iterate`: seconds; 0: once.
template <class Target>
Status set_iterate(Target& to, std::string_view value) {
  const Result<std::uint32_t> seconds = text::parse_u32(value);
  if (!seconds || *seconds == 0) return Error{options::kFatalValue, "--iterate=" + std::string(value)};
  to.iterate = *seconds;
  return {};
}

// The exit code of the last answer. `answer`: () -> exit code.
template <class Answer>
int iterate(Context& context, std::uint32_t seconds, const Answer& answer) {
  int code = answer();
  while (seconds != 0 && context.pause(Seconds{seconds})) {
    context.out() << '\n';
    code = answer();
  }
  return code;
}

}  // namespace minislurm
