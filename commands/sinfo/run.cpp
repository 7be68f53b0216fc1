#include "commands/sinfo/run.h"

#include "commands/sinfo/node_filter.h"
#include "commands/sinfo/options.h"
#include "commands/sinfo/report.h"
#include "commands/sinfo/view.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/iterate.h"

namespace minislurm::sinfo {
namespace {

constexpr options::HelpText kHelp{"sinfo", "[OPTION...]", "Shows the partitions and their nodes."};
constexpr std::string_view kPrefixes[] = {"SINFO_"};

std::string list_columns() {
  std::string out;
  for (const Column& column : columns()) {
    if (column.letter != 0) out += std::string{"%"} + column.letter + "  ";
    out += std::string{column.name} + "\n";
  }
  return out;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  const CommandLine line = read_command_line(context, set, kPrefixes, arguments, kHelp, options);
  if (line.exit_code) return *line.exit_code;
  if (options.help_states || options.help_format) {
    context.out() << (options.help_states ? valid_node_states() + "\n" : list_columns());
    return kExitSuccess;
  }
  context.set_verbosity(options.verbose);
  if (const std::optional<int> settled = documents::settle(options.document, arguments, context)) return *settled;
  return iterate(context, options.iterate, [&] { return report(options, context); });
}

}  // namespace minislurm::sinfo
