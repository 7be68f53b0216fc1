#include "commands/sinfo/run.h"

#include <algorithm>

#include "commands/sinfo/node_filter.h"
#include "commands/sinfo/options.h"
#include "commands/sinfo/report.h"
#include "commands/sinfo/view.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/iterate.h"
#include "commands/support/messages.h"
#include "commands/support/name_lists.h"
#include "libcommon/text/words.h"

namespace minislurm::sinfo {
namespace {

constexpr options::HelpText kHelp{"sinfo", "[OPTION...]", "Shows the partitions and their nodes."};
constexpr std::string_view kPrefixes[] = {"SINFO_"};

// In the order of their names.
std::string list_columns(bool by_name) {
  std::vector<const Column*> order;
  for (const Column& column : columns()) order.push_back(&column);
  std::stable_sort(order.begin(), order.end(), [](const Column* left, const Column* right) {
    return text::lower(left->name) < text::lower(right->name);
  });
  std::vector<std::string> words;
  for (const Column* column : order) {
    if (by_name) words.emplace_back(column->name);
    if (!by_name && column->letter != 0) words.push_back(std::string{'%', column->letter});
  }
  return by_name ? in_columns(words) : in_columns(words, {8, 5});
}

std::string list_states() {
  std::string list = valid_node_states() + '\n';
  std::replace(list.begin(), list.end(), ',', '\n');
  return list;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  if (Status read = read_environment(context, set, kPrefixes, options); !read)
    return report_option_error(context, read.error());
  options.format_on_line = false;
  const CommandLine line = read_command_line(context, set, {}, arguments, kHelp, options);
  if (line.exit_code) return *line.exit_code;
  if (options.long_list && options.format_on_line) {
    fatal(context, "Options -o(--format) and -l(--long) are mutually exclusive. Please remove one and retry.");
    return kExitFailure;
  }
  if (options.node_oriented && !options.format_on_line) {
    options.format.reset();
    options.long_format.reset();
  }
  if (options.help_states || options.help_format || options.help_long_format) {
    context.out() << (options.help_states ? list_states() : list_columns(options.help_long_format));
    return kExitSuccess;
  }
  context.set_verbosity(options.verbose);
  if (const std::optional<int> settled = documents::settle(options.document, arguments, context)) return *settled;
  return iterate(context, options.iterate, [&] { return report(options, context); });
}

}  // namespace minislurm::sinfo
