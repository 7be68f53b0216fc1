#include "commands/squeue/run.h"

#include "commands/squeue/options.h"
#include "commands/squeue/report.h"
#include "commands/squeue/view.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/iterate.h"
#include "commands/support/messages.h"
#include "commands/support/name_lists.h"
#include "libcommon/text/words.h"

namespace minislurm::squeue {
namespace {

constexpr options::HelpText kHelp{"squeue", "[OPTION...]", "Shows the jobs that wait and run."};
constexpr std::string_view kPrefixes[] = {"SQUEUE_"};

template <class Columns>
std::string list_columns(const Columns& columns, bool by_name) {
  std::vector<std::string> words;
  for (const auto& column : columns) {
    if (by_name) words.emplace_back(column.name);
    if (!by_name && column.letter != 0) words.push_back(std::string{'%', column.letter});
  }
  return by_name ? in_columns(words) : in_columns(words, {8, 5});
}

// Options that --only-job-state would silently ignore.
bool mixes_only_state(const Options& options) {
  return options.only_state &&
         (!options.accounts.empty() || !options.licenses.empty() || !options.names.empty() || !options.nodes.empty() ||
          !options.qos.empty() || !options.reservations.empty() || !options.partitions.empty() || options.users_given ||
          options.show_steps || options.long_list || options.start || options.me || options.not_me || options.all ||
          options.per_partition || options.running_over || options.running_under);
}

int check(const Options& options, Context& context) {
  if (options.long_list && options.format_on_line) {
    fatal(context, "Options -o(--format) and -l(--long) are mutually exclusive. Please remove one and retry.");
    return kExitFailure;
  }
  if (mixes_only_state(options)) {
    fatal(context,
          "Option --only-job-state only works alone, with -j (--jobs) and/or -t (--states) parameters, parameters for "
          "cluster/federation selection, and the printing options.");
    return kExitFailure;
  }
  return kExitSuccess;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  if (Status read = read_environment(context, set, kPrefixes, options); !read)
    return report_option_error(context, read.error());
  options.format_on_line = options.reading_environment = false;
  const CommandLine line = read_command_line(context, set, {}, attach_optional_values(arguments), kHelp, options);
  if (line.exit_code) return *line.exit_code;
  if (!line.operands.empty()) {
    error(context, "Unrecognized option: " + line.operands.front());
    context.err() << options::usage(kHelp, set.rows());
    return kExitFailure;
  }
  if (options.help_states || options.help_format || options.help_long_format) {
    context.out() << (options.help_states ? text::lower(list_job_states())
                                          : options.show_steps ? list_columns(step_columns(), options.help_long_format)
                                          : list_columns(listed_job_columns(), options.help_long_format));
    return kExitSuccess;
  }
  context.set_verbosity(options.verbose);
  if (const int bad = check(options, context); bad != kExitSuccess) return bad;
  if (options.long_list && !options.format_on_line) {
    options.format.reset();
    options.long_format.reset();
  }
  if (const std::optional<int> settled = documents::settle(options.document, arguments, context)) return *settled;
  return iterate(context, options.iterate, [&] { return report(options, context); });
}

}  // namespace minislurm::squeue
