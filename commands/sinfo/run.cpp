#include "commands/sinfo/run.h"

#include "commands/sinfo/node_filter.h"
#include "commands/sinfo/options.h"
#include "commands/sinfo/report.h"
#include "commands/sinfo/view.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "commands/support/option_report.h"

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
  const auto from_environment = [&context](const std::string& name) { return context.env(name); };
  if (Status read = set.apply_environment(from_environment, kPrefixes, options); !read)
    return report_option_error(context, read.error());
  const Result<std::vector<std::string>> operands = set.parse(arguments, options);
  if (!operands) return report_option_error(context, operands.error());
  if (const std::optional<int> answered = answer_standard(context, options, kHelp, set)) return *answered;
  if (options.help_states || options.help_format) {
    context.out() << (options.help_states ? valid_node_states() + "\n" : list_columns());
    return kExitSuccess;
  }
  context.set_verbosity(options.verbose);
  if (const std::optional<int> settled = documents::settle(options.document, arguments, context)) return *settled;
  int code = report(options, context);
  while (options.iterate != 0 && context.pause(Seconds{options.iterate})) {
    context.out() << '\n';
    code = report(options, context);
  }
  return code;
}

}  // namespace minislurm::sinfo
