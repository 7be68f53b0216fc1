#include "commands/sprio/run.h"

#include <algorithm>

#include "commands/sprio/columns.h"
#include "commands/sprio/options.h"
#include "commands/support/clusters.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/identity.h"
#include "commands/support/messages.h"
#include "commands/support/name_lists.h"
#include "libcommon/table/renderer.h"

namespace minislurm::sprio {
namespace {

constexpr options::HelpText kHelp{"sprio", "[OPTION...]", "Shows what the priorities of waiting jobs are made of."};
constexpr std::string_view kPrefixes[] = {"SPRIO_", "SLURM_CLUSTERS"};
constexpr int kExitNoAnswer = 255;

std::string list_columns() {
  std::vector<std::string> words;
  for (const Column& column : columns()) words.push_back(std::string{"%"} + column.letter);
  return in_columns(words, {8, 5});
}

std::string shown(const std::string& text) { return text.empty() ? "(null)" : text; }

// -v: the options, as Slurm lists them.
std::string asked(const Options& options) {
  constexpr std::string_view kRule = "-----------------------------\n";
  std::string out{kRule};
  out += "format     = " + shown(options.format.value_or("")) + "\njob_flag   = " + (options.jobs ? "1" : "0") +
         "\njobs       = " + shown(options.jobs_text) + "\npartition  = " + shown(options.partitions_text) +
         "\nusers      = " + shown(options.users_text) + "\nverbose    = " + std::to_string(options.verbose) + "\n";
  return out + std::string{kRule} + "\n\n";
}

std::vector<std::uint32_t> known_users(const std::vector<std::string>& names, Context& context) {
  std::vector<std::uint32_t> users;
  for (const std::string& name : names) {
    const std::optional<UserId> user = find_user(name);
    // A number that nobody has is as unknown as a name.
    if (user && user_name(*user) != std::to_string(number(*user))) {
      users.push_back(number(*user));
    } else {
      error(context, "Invalid user: " + name);
      context.err() << '\n';
    }
  }
  return users;
}

template <class List, class Value>
bool lists(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

std::vector<wire::PriorityRow> selected(std::vector<wire::PriorityRow> rows, const Options& options, Context& context) {
  const auto users = options.users ? known_users(*options.users, context) : std::vector<std::uint32_t>{};
  std::erase_if(rows, [&](const wire::PriorityRow& row) {
    const auto is_it = [&row](const wire::JobSelector& job) { return number(job.job) == row.job_id; };
    return (options.jobs && std::none_of(options.jobs->begin(), options.jobs->end(), is_it)) ||
           (options.users && !lists(users, row.user_id)) ||
           (options.partitions && !lists(*options.partitions, row.partition));
  });
  return rows;
}

int report(const Options& options, const wire::PrioritiesReply& reply, Context& context) {
  const DefaultFormat wanted{options.normalized, options.long_list, options.users.has_value(), options.sibling};
  const std::string format = options.format && (options.format_on_line || !options.long_list)
                                 ? *options.format
                                 : default_format(reply.weights, wanted);
  auto layout = table::lay_out_short<wire::PriorityRow, View>(format, columns());
  for (const std::string& key : layout.unknown) error(context, table::unknown_field_message("job", key));
  std::erase_if(layout.cells, [](const auto& cell) { return cell.column == nullptr; });

  View view{&reply.weights, options.weights};
  std::vector<wire::PriorityRow> rows;
  if (options.weights) rows.emplace_back();
  else rows = selected(reply.rows, options, context);
  const auto order = sorter(options.sort.value_or("i"));
  if (order) std::stable_sort(rows.begin(), rows.end(), *order);
  else rows.clear();
  context.out() << table::render(layout, rows, view, !options.no_header);
  if (order) return kExitSuccess;
  error(context, order.error().detail);
  return kExitFailure;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  if (Status read = read_environment(context, set, kPrefixes, options); !read)
    return report_option_error(context, read.error());
  options.format_on_line = false;
  const CommandLine line = read_command_line(context, set, {}, attach_optional_values(arguments), kHelp, options);
  if (line.exit_code) return *line.exit_code;
  if (!line.operands.empty()) {
    error(context, "Unrecognized option: " + line.operands.front());
    context.out() << options::usage(kHelp, set.rows());
    return kExitFailure;
  }
  if (options.help_format) {
    context.out() << list_columns();
    return kExitSuccess;
  }
  context.set_verbosity(options.verbose);
  if (options.format_on_line && options.long_list) {
    fatal(context, "Options -o(--format) and -l(--long) are mutually exclusive. Please remove one and retry.");
    return kExitFailure;
  }
  if (options.verbose > 0) context.out() << asked(options);
  const Result<wire::PrioritiesReply> reply =
      context.link().ask<wire::PrioritiesReply>(wire::RequestKind::QueryPriorities, wire::Empty{});
  if (!reply) {
    context.err() << "Couldn't get priority factors from controller: " << to_string(reply.error()) << '\n';
    return kExitNoAnswer;
  }
  if (options.clusters && !choose_cluster(context, *options.clusters, reply->cluster_name)) return kExitFailure;
  if (!reply->multifactor) {
    context.err() << "You are not running a supported priority plugin\n(priority/basic).\n"
                     "Only 'priority/multifactor' is supported.\n";
    return kExitFailure;
  }
  return report(options, *reply, context);
}

}  // namespace minislurm::sprio
