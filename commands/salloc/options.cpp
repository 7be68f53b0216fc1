#include "commands/salloc/options.h"

#include <csignal>

#include "commands/support/het_line.h"
#include "commands/support/job_command_line.h"
#include "libcommon/options/setters.h"
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

template <Bell kBell>
Status set_bell(Options& options, std::string_view) {
  options.bell = kBell;
  return {};
}

constexpr options::Option<Options> kRows[] = {
    {"no-shell", 0, Argument::None, "", "SALLOC_NO_SHELL", "end at once and leave the allocation; no command runs",
     options::set_flag<&Options::no_shell>},
    {"kill-command", 'K', Argument::Optional, "SIGNAL", "SALLOC_KILL_CMD",
     "what the command gets when the allocation ends (TERM, if not given HUP)", set_kill_command},
    {"bell", 0, Argument::None, "", "SALLOC_BELL", "ring when the allocation is there",
     set_bell<Bell::Always>},
    {"no-bell", 0, Argument::None, "", "SALLOC_NO_BELL", "do not, even after a wait",
     set_bell<Bell::Never>},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set(options::kSalloc);
  set.add("Command", kRows);
  options::add_job_options(set);
  set.add("Help", options::kHelpRowsWithLetter);
  return set;
}

Status read_options(const Context& context, const options::OptionSet<Options>& set,
                    const std::vector<std::string>& arguments, std::vector<Options>& components) {
  // The last two mean the same to all commands that submit.
  constexpr std::string_view kPrefixes[] = {"SALLOC_", "SLURM_CLUSTERS", "SLURM_HINT"};
  components.resize(1);
  Result<std::vector<options::Scanned>> line = scan_components(set, arguments, Operands::BehindLast);
  for (std::size_t at = 0; at < (line ? line->size() : 1); ++at) {
    components.resize(at + 1);
    Options& options = components.back();
    if (Status done = read_job_environment(context, set, kPrefixes, options); !done) return done;
    if (!line) return line.error();
    options.source = options::Source::CommandLine;
    if (Status done = set.apply(inherited(set.rows(), *line, at), options); !done) return done;
    if (Status done = set.apply((*line)[at], options); !done) return done;
  }
  components.front().command = std::move(line->back().operands);
  return {};
}

}  // namespace minislurm::salloc
