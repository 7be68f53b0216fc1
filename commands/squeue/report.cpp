#include "commands/squeue/report.h"

#include <algorithm>
#include <unordered_map>

#include "commands/squeue/array_merge.h"
#include "commands/squeue/order.h"
#include "commands/squeue/selection.h"
#include "commands/squeue/view.h"
#include "commands/support/exit.h"
#include "commands/support/identity.h"
#include "commands/support/json/jobs.h"
#include "commands/support/messages.h"
#include "libcommon/table/renderer.h"
#include "libcommon/text/count.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::squeue {
namespace {

constexpr std::string_view kShort = "%.18i %.9P %.8j %.8u %.2t %.10M %.6D %R";
constexpr std::string_view kLong = "%.18i %.9P %.8j %.8u %.8T %.10M %.9l %.6D %R";
constexpr std::string_view kStart = "%.18i %.9P %.8j %.8u %.2t %.19S %.6D %20Y %R";
constexpr std::string_view kSteps = "%.15i %.8j %.9P %.8u %.9M %N";
constexpr std::string_view kStateOnly = "%.18i %.2t";

std::string_view default_format(const Options& options) {
  if (options.show_steps) return kSteps;
  if (options.only_state) return kStateOnly;
  if (options.start) return kStart;
  return options.long_list ? kLong : kShort;
}

Selection::Users resolve_users(const Options& options, Context& context) {
  Selection::Users users;
  users.any = !options.users_given && options.users.empty() && !options.me;
  for (const std::string& name : options.users) {
    if (const std::optional<UserId> user = find_user(name)) {
      users.wanted.push_back(*user);
    } else {
      error(context, "Invalid user: " + name);
      context.err() << '\n';
    }
  }
  if (options.me) users.wanted.push_back(context.caller().user);
  if (options.not_me) users.unwanted.push_back(context.caller().user);
  return users;
}

View make_view(const Options& options, const Context& context) {
  View view;
  view.time_format = context.env("SLURM_TIME_FORMAT").value_or("");
  view.no_convert = options.no_convert;
  view.expand_patterns = options.expand_patterns;
  if (const auto limit = context.env("SLURM_BITSTR_LEN")) {
    const Result<std::uint32_t> read = text::parse_u32(*limit);
    if (read) view.task_list_limit = *read;
  }
  return view;
}

std::vector<JobLine> lines_of(const std::vector<Job>& jobs, const Selection& selection, const Options& options,
                              Instant now) {
  std::vector<JobLine> lines;
  lines.reserve(jobs.size());
  const auto add = [&](const Job& job, std::optional<std::uint32_t> task) {
    if (!options.per_partition || job.state != JobState::Pending || job.partition.find(',') == std::string::npos) {
      lines.push_back({&job, task, {}, now});
      return;
    }
    for (const std::string_view name : text::split_list(job.partition))
      if (selection.wants_partition(std::string{name})) lines.push_back({&job, task, name, now});
  };
  for (const Job& job : jobs) {
    if (!selection.wants(job, now)) continue;
    if (!options.array || !job.is_array_master()) {
      add(job, std::nullopt);
      continue;
    }
    for (const std::uint32_t task : job.array_pending)
      if (selection.wants_task(task, job)) add(job, task);
  }
  return lines;
}

template <class Line>
table::Layout<Line, View> lay_out(const Options& options, std::span<const table::Column<Line, View>> columns,
                                  std::string_view what, Context& context) {
  table::Layout<Line, View> layout;
  if (options.long_format) {
    layout = table::lay_out_long<Line, View>(*options.long_format, columns);
  } else if (options.format && text::iequals(*options.format, "%all")) {
    for (const auto& column : columns)
      if (column.letter != 0) layout.cells.push_back({&column, 0, false, "|"});
    if (!layout.cells.empty()) layout.cells.back().suffix.clear();
  } else {
    layout = table::lay_out_short<Line, View>(options.format ? std::string_view{*options.format}
                                                             : default_format(options), columns);
  }
  for (const std::string& key : layout.unknown) error(context, table::unknown_field_message(what, key));
  return layout;
}

void print_date(const Options& options, Instant now, Context& context) {
  if (!options.no_header && (options.long_list || options.iterate != 0))
    context.out() << text::format_time_point(now, "%a %b %d %H:%M:%S %Y") << '\n';
}

int fail(Context& context, const Error& why) {
  context.err() << "slurm_load_jobs error: " << to_string(why) << '\n';
  return kExitFailure;
}

// What Slurm's answer to --only-job-state holds, after the states were chosen by.
void keep_state_alone(Job& job) {
  Job kept;
  kept.id = job.id;
  kept.array_job = job.array_job;
  kept.array_task = job.array_task;
  kept.array_pending = std::move(job.array_pending);
  kept.state = job.state;
  kept.flags = job.flags;
  job = std::move(kept);
}

int report_jobs(const Options& options, const Selection& selection, Context& context) {
  const Result<JobOrder> order =
      JobOrder::make(options.sort ? std::string_view{*options.sort} : options.start ? "S" : kDefaultJobOrder);
  if (!order) {
    error(context, order.error().detail);
    return kExitFailure;
  }
  wire::QueryJobsRequest request;
  request.jobs = options.jobs;
  // A job without such a task is no error: its tasks are looked for here.
  for (wire::JobSelector& wanted : request.jobs) {
    wanted.tasks.clear();
    wanted.het_offset.reset();  // as in Slurm all components are shown
  }
  request.with_finished = options.states_given || !options.states.empty();
  Result<wire::JobsReply> reply = context.link().ask<wire::JobsReply>(wire::RequestKind::QueryJobs, request);
  if (!reply && options.only_state && reply.error().code == Code::InvalidJobId) reply = wire::JobsReply{};
  if (!reply) return fail(context, reply.error());
  if (options.only_state)
    for (Job& job : reply->jobs) keep_state_alone(job);

  if (options.document.asked) {
    const Instant now = reply->now;
    reply->jobs.erase(std::remove_if(reply->jobs.begin(), reply->jobs.end(),
                                     [&](const Job& job) { return !selection.wants(job, now); }),
                      reply->jobs.end());
    documents::DocumentOptions document = options.document.options;
    document.cluster = reply->cluster_name;
    if (options.only_state) {
      context.out() << documents::job_states_document(*reply, document);
      return kExitSuccess;
    }
    const Result<wire::ClusterReply> cluster = context.link().ask<wire::ClusterReply>(
        wire::RequestKind::QueryCluster, wire::QueryClusterRequest{wire::kNodes});
    context.out() << documents::jobs_document(*reply, document, cluster ? cluster->nodes : std::vector<Node>{});
    return kExitSuccess;
  }
  View view = make_view(options, context);
  view.now = reply->now;
  view.cluster_name = reply->cluster_name;
  const auto layout = lay_out<JobLine>(options, job_columns(), "job", context);
  if (!options.array) merge_waiting_tasks(reply->jobs);
  std::vector<JobLine> lines = lines_of(reply->jobs, selection, options, view.now);
  order->sort(lines);
  if (order->names('b')) context.err() << context.program() << ": Invalid sort specification: b\n";
  print_date(options, view.now, context);
  context.out() << table::render(layout, lines, view, !options.no_header);
  return kExitSuccess;
}

int report_steps(const Options& options, const Selection& selection, Context& context) {
  const table::Sorter<StepLine> sorter =
      step_sorter(options.sort ? std::string_view{*options.sort} : kDefaultStepOrder);
  Result<wire::StepsReply> reply =
      context.link().ask<wire::StepsReply>(wire::RequestKind::QuerySteps, wire::Empty{});
  if (!reply) return fail(context, reply.error());

  std::unordered_map<std::uint32_t, const Job*> jobs;
  for (const Job& job : reply->jobs) jobs.emplace(number(job.id), &job);
  std::vector<StepLine> lines;
  for (const Step& step : reply->steps) {
    const auto job = jobs.find(number(step.id.job));
    const StepLine line{&step, job == jobs.end() ? nullptr : job->second};
    if (selection.wants(line)) lines.push_back(line);
  }
  if (options.document.asked) {
    wire::StepsReply shown{{}, reply->jobs, reply->now, reply->cluster_name};
    for (const StepLine& line : lines) shown.steps.push_back(*line.step);
    documents::DocumentOptions document = options.document.options;
    document.cluster = reply->cluster_name;
    context.out() << documents::steps_document(shown, document);
    return kExitSuccess;
  }
  View view = make_view(options, context);
  view.now = reply->now;
  view.cluster_name = reply->cluster_name;
  const auto layout = lay_out<StepLine>(options, step_columns(), "job step", context);
  std::stable_sort(lines.begin(), lines.end(), sorter);
  print_date(options, view.now, context);
  context.out() << table::render(layout, lines, view, !options.no_header);
  return kExitSuccess;
}

// Node names as given may be host names: replaces those by the nodes of that host.
Result<Options> with_nodes_resolved(Options options, Context& context) {
  const Result<wire::ClusterReply> reply = context.link().ask<wire::ClusterReply>(
      wire::RequestKind::QueryCluster, wire::QueryClusterRequest{wire::kNodes});
  if (!reply) return reply.error();
  std::vector<std::string> names;
  for (std::string wanted : options.nodes) {
    if (wanted == "localhost") wanted = context.caller().hostname;
    const std::size_t before = names.size();
    // Of several nodes of one host, the first.
    for (const Node& node : reply->nodes)
      if (node.name == wanted || (node.hostname == wanted && names.size() == before)) names.push_back(node.name);
    if (names.size() == before) return Error{Code::InvalidNodeName, wanted};
  }
  options.nodes = std::move(names);
  return options;
}

}  // namespace

int report(const Options& asked, Context& context) {
  Options options = asked;
  if (!options.nodes.empty()) {
    Result<Options> resolved = with_nodes_resolved(std::move(options), context);
    if (!resolved) {
      if (resolved.error().code != Code::InvalidNodeName) return fail(context, resolved.error());
      error(context, "Invalid node name " + resolved.error().detail);
      return kExitFailure;
    }
    options = std::move(*resolved);
  }
  const Result<Selection> selection = Selection::make(options, resolve_users(options, context));
  if (!selection) {
    error_lines(context, selection.error().detail);
    context.err() << '\n';
    return kExitFailure;
  }
  return options.show_steps ? report_steps(options, *selection, context)
                            : report_jobs(options, *selection, context);
}

}  // namespace minislurm::squeue
