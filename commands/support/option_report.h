// The common end of every command's option parsing: errors in Slurm's words, and --help, --usage, --version.
#pragma once

#include <optional>

#include "commands/support/context.h"
#include "libcommon/options/help.h"
#include "libcommon/options/standard_options.h"

namespace minislurm {

// Prints an error of parse(), scan() or apply() and returns the exit code: `bad_option` (255 for sbatch, salloc and
// srun, 1 for the others), or 1 for options::kFatalValue and kFatalMix.
int report_option_error(Context& context, const Error& error, int bad_option = 1);

// Prints what --help, --usage or --version asks for, and returns the exit code; none: nothing of it was asked.
template <class Set>
std::optional<int> answer_standard(Context& context, const options::StandardOptions& asked,
                                   const options::HelpText& text, const Set& set) {
  if (asked.help) {
    context.out() << options::help(text, set.rows(), set.sections());
  } else if (asked.usage) {
    context.out() << options::usage(text, set.rows());
  } else if (asked.version) {
    context.out() << "slurm " << kSlurmVersion << '\n';
  } else {
    return std::nullopt;
  }
  return 0;
}

}  // namespace minislurm
