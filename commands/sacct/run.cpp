#include "commands/sacct/run.h"

#include <sys/stat.h>

#include "commands/sacct/options.h"
#include "commands/sacct/report.h"
#include "commands/sacct/view.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "commands/support/name_lists.h"

namespace minislurm::sacct {
namespace {

constexpr options::HelpText kHelp{"sacct", "[OPTION...]", "Shows what became of jobs and their steps."};
constexpr std::string_view kPrefixes[] = {"SACCT_"};

std::string list_fields() {
  std::vector<std::string> names;
  for (const Field& field : listed_fields()) names.emplace_back(field.name);
  return in_columns(names);
}

// Two to a line; the names are long.
std::string list_reasons() {
  std::vector<std::string> names;
  for (const ReasonName& reason : reason_names()) names.emplace_back(reason.name);
  return in_columns(names, {2, 39});
}

std::string list_states() {
  std::vector<std::string> names;
  for (const StateName& state : state_names())
    if (!state.is_flag) names.emplace_back(state.name);
  return in_columns(names);
}

// Slurm's other source of history, a log of ended jobs, is never kept here.
int refuse_log(const Options& options, Context& context) {
  struct stat found {};
  if (options.file && (::stat(options.file->c_str(), &found) != 0 || !S_ISREG(found.st_mode))) {
    context.err() << *options.file << " is not a valid file\n";
  } else {
    context.err() << "Slurm job completion is disabled\n";
  }
  return kExitFailure;
}

int refuse_operands(const std::vector<std::string>& operands, Context& context) {
  error(context, "Unknown arguments:");
  for (const std::string& operand : operands) error(context, " " + operand);
  return kExitFailure;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  const CommandLine line = read_command_line(context, set, kPrefixes, arguments, kHelp, options);
  if (line.exit_code) return *line.exit_code;
  if (options.help_fields || options.help_states || options.help_reasons) {
    context.out() << (options.help_fields ? list_fields() : options.help_states ? list_states() : list_reasons());
    return kExitSuccess;
  }
  context.set_verbosity(options.verbose);
  if (!line.operands.empty()) return refuse_operands(line.operands, context);
  if (options.completion || options.file) return refuse_log(options, context);
  if (const std::optional<int> settled = documents::settle(options.document, arguments, context)) return *settled;
  return report(options, context);
}

}  // namespace minislurm::sacct
