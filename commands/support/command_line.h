// How every command begins: its variables, its command line, and --help where that is all that was asked for.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commands/support/option_report.h"
#include "libcommon/options/option_set.h"

namespace minislurm {

template <class Target>
Status read_environment(const Context& context, const options::OptionSet<Target>& set,
                        std::span<const std::string_view> prefixes, Target& options) {
  const auto get = [&context](const std::string& name) { return context.env(name); };
  return set.apply_environment(get, prefixes, options);
}

struct CommandLine {
  std::optional<int> exit_code;       // all is said and done
  std::vector<std::string> operands;
};

// Without prefixes no variables are read.
template <class Target>
CommandLine read_command_line(Context& context, const options::OptionSet<Target>& set,
                              std::span<const std::string_view> prefixes, const std::vector<std::string>& arguments,
                              const options::HelpText& help, Target& options) {
  if (Status read = read_environment(context, set, prefixes, options); !read)
    return {report_option_error(context, read.error()), {}};
  Result<std::vector<std::string>> operands = set.parse(arguments, options);
  if (!operands) return {report_option_error(context, operands.error()), {}};
  return {answer_standard(context, options, help, set), std::move(*operands)};
}

}  // namespace minislurm
