// How salloc and srun begin: their variables, their command line, and what only both together show.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commands/support/command_line.h"
#include "commands/support/messages.h"
#include "commands/support/submission.h"

namespace minislurm {

template <class Target>
Status read_job_environment(const Context& context, const options::OptionSet<Target>& set,
                            std::span<const std::string_view> prefixes, Target& options) {
  options.now = context.now();
  options.source = options::Source::Environment;
  return read_environment(context, set, prefixes, options);
}

// After both have been `read`; the exit code, when all is said and done.
template <class Target>
std::optional<int> settle_job_options(Context& context, const Status& read, const options::OptionSet<Target>& set,
                                      const options::HelpText& help, Target& options) {
  std::vector<std::string> warnings;
  // Not even -Q keeps these back.
  const auto warn = [&] {
    for (const std::string& line : warnings) context.err() << context.program() << ": warning: " << line << '\n';
  };
  const auto refuse = [&](const Error& error) {
    warn();
    report_complaints(context, options);
    return report_option_error(context, error, kExitBadOption);
  };
  if (!read) return refuse(read.error());
  if (const std::optional<int> code = answer_standard(context, options, help, set)) return code;
  context.set_verbosity(options.quiet ? -1 : options.verbose);
  if (const Status whole = options::finish_job_options(options, warnings); !whole) return refuse(whole.error());
  report_complaints(context, options);
  warn();
  if (options.lists_gres) return list_gres(context);
  return std::nullopt;
}

}  // namespace minislurm
