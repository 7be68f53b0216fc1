#include "commands/salloc/options.h"

#include <csignal>
#include <utility>

#include "libcommon/text/signal_name.h"

namespace minislurm::salloc {
namespace {

using options::Argument;

Status set_kill_command(Options& options, std::string_view value) {
  const Result<int> signal = value.empty() ? Result<int>(SIGTERM) : text::parse_signal(value);
  if (!signal) return Error::generic("Invalid --kill-command specification");
  options.kill_signal = *signal;
  return {};
}

constexpr options::Option<Options> kRows[] = {
    {"no-shell", 0, Argument::None, "", "SALLOC_NO_SHELL", "end at once and leave the allocation; no command runs",
     [](Options& options, std::string_view) { options.no_shell = true; return Status(); }},
    {"kill-command", 'K', Argument::Optional, "SIGNAL", "SALLOC_KILL_CMD",
     "what the command gets when the allocation ends (TERM, if not given HUP)", set_kill_command},
    {"bell", 0, Argument::None, "", "SALLOC_BELL", "ring when the allocation is there",
     [](Options& options, std::string_view) { options.bell = Bell::Always; return Status(); }},
    {"no-bell", 0, Argument::None, "", "SALLOC_NO_BELL", "do not, even after a wait",
     [](Options& options, std::string_view) { options.bell = Bell::Never; return Status(); }},
};

}  // namespace

options::OptionSet<Options> make_option_set() {
  options::OptionSet<Options> set(options::kSalloc);
  set.add("Command", kRows);
  options::add_job_options(set);
  set.add("Help", options::kHelpRowsWithLetter);
  return set;
}

Status read_options(const Context& context, const options::OptionSet<Options>& set,
                    const std::vector<std::string>& arguments, Options& options) {
  // The last two mean the same to all commands that submit.
  constexpr std::string_view kPrefixes[] = {"SALLOC_", "SLURM_CLUSTERS", "SLURM_HINT"};
  const auto get = [&context](const std::string& name) { return context.env(name); };
  options.now = context.now();
  options.source = options::Source::Environment;
  if (Status done = set.apply_environment(get, kPrefixes, options); !done) return done;
  options.source = options::Source::CommandLine;
  Result<std::vector<std::string>> operands = set.parse(arguments, options, {.stop_at_first_operand = true});
  if (!operands) return operands.error();
  options.command = std::move(*operands);
  return {};
}

}  // namespace minislurm::salloc
