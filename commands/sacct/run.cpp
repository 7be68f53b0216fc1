#include "commands/sacct/run.h"

#include "commands/sacct/options.h"
#include "commands/sacct/report.h"
#include "commands/sacct/view.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/name_lists.h"

namespace minislurm::sacct {
namespace {

constexpr options::HelpText kHelp{"sacct", "[OPTION...]", "Shows what became of jobs and their steps."};
constexpr std::string_view kPrefixes[] = {"SACCT_"};

std::string list_fields() {
  std::vector<std::string> names;
  for (const Field& field : fields()) names.emplace_back(field.name);
  return in_columns(names);
}

std::string list_reasons() {
  std::string out;
  for (std::uint32_t reason = 0; reason <= static_cast<std::uint32_t>(Reason::Preempted); ++reason)
    out += std::string{name_of(static_cast<Reason>(reason))} + "\n";
  return out;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  const CommandLine line = read_command_line(context, set, kPrefixes, arguments, kHelp, options);
  if (line.exit_code) return *line.exit_code;
  if (options.help_fields || options.help_states || options.help_reasons) {
    context.out() << (options.help_fields ? list_fields() : options.help_states ? list_job_states() : list_reasons());
    return kExitSuccess;
  }
  context.set_verbosity(options.verbose);
  if (const std::optional<int> settled = documents::settle(options.document, arguments, context)) return *settled;
  return report(options, context);
}

}  // namespace minislurm::sacct
