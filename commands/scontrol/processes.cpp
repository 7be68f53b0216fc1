#include "commands/scontrol/processes.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "commands/scontrol/query.h"
#include "commands/support/job_texts.h"
#include "commands/support/json/processes.h"
#include "commands/support/selectors.h"
#include "libcommon/text/count.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"

namespace minislurm::scontrol {
namespace {

using Processes = std::vector<wire::ListedProcess>;

std::string step_text(StepId step) {
  const std::string whole = to_string(step);
  return whole.substr(whole.find('.') + 1);
}

std::optional<Processes> query(Session& session, const wire::ListProcessesRequest& request) {
  auto reply = session.context.link().ask<wire::ProcessesReply>(wire::RequestKind::ListProcesses, request);
  if (reply) return std::move(reply->processes);
  fail(session, "slurm_job_step_get_pids error: ", reply.error());
  return std::nullopt;
}

void keep_node(Processes& processes, const std::string& node) {
  if (!node.empty()) std::erase_if(processes, [&](const wire::ListedProcess& one) { return one.node != node; });
}

std::string rank_text(const std::optional<std::uint32_t>& rank) { return rank ? std::to_string(*rank) : "-"; }

std::string row_text(const wire::ListedProcess& one) {
  char line[128];
  std::snprintf(line, sizeof line, "%-8u %-8u %-8s %-7s %-8s\n", one.pid, number(one.step.job),
                step_text(one.step).c_str(), rank_text(one.local_rank).c_str(), rank_text(one.rank).c_str());
  return line;
}

// What is said where nothing was found.
int nothing(Session& session, const std::string& what, const wire::JobSelector& job, const std::string& node) {
  std::ostream& err = session.context.err();
  if (what.empty()) err << "No job steps exist on this node.\n";
  else if (job.step)
    err << "StepId=" << what << " does not exist on node " << (node.empty() ? "(null)" : node) << ".\n";
  else err << "JobId=" << what << " does not exist on node " << (node.empty() ? "(null)" : node) << ".\n";
  return 1;
}

// The steps that run here, each once, in the order of their numbers with the batch script last.
std::optional<std::vector<StepId>> running_steps(Session& session, const Words& words) {
  auto processes = query(session, {});
  if (!processes) return std::nullopt;
  keep_node(*processes, words.empty() ? "" : words[0]);
  std::vector<StepId> steps;
  for (const wire::ListedProcess& one : *processes)
    if (std::find(steps.begin(), steps.end(), one.step) == steps.end()) steps.push_back(one.step);
  return steps;
}

int nobody(Session& session) {
  session.context.err() << "No slurmstepd's found on this node\n";
  return 1;
}

// With the cluster's name, where it can be had.
documents::DocumentOptions named_document(Session& session) {
  documents::DocumentOptions options = session.document();
  const auto reply =
      session.context.link().ask<wire::ClusterReply>(wire::RequestKind::QueryCluster, wire::QueryClusterRequest{});
  if (reply) options.cluster = reply->cluster_name;
  return options;
}

}  // namespace

int list_processes(Session& session, const Words& words) {
  const std::string what = words.empty() || words[0] == "*" ? "" : words[0], node = words.size() > 1 ? words[1] : "";
  wire::JobSelector job;
  if (!what.empty()) {
    const auto parsed = parse_job_selector(what);
    if (!parsed || number(parsed->job) == 0) {
      session.context.err() << '"' << what << "\" does not look like a jobid\n";
      return 1;
    }
    job = *parsed;
  }
  auto processes = query(session, {job.job, job.step});
  if (!processes) return 1;
  keep_node(*processes, node);
  if (session.prints_document()) {
    session.context.out() << documents::pids_document(*processes, named_document(session));
    return 0;
  }
  if (processes->empty()) return nothing(session, what, job, node);
  std::string text = "PID      JOBID    STEPID   LOCALID GLOBALID\n";
  for (const wire::ListedProcess& one : *processes) text += row_text(one);
  session.context.out() << text;
  return 0;
}

int list_jobs(Session& session, const Words& words) {
  const auto steps = running_steps(session, words);
  if (!steps) return 1;
  std::set<JobId> jobs;
  for (const StepId& step : *steps) jobs.insert(step.job);
  if (session.prints_document()) {
    session.context.out() << documents::listed_jobs_document({jobs.begin(), jobs.end()}, named_document(session));
    return 0;
  }
  if (jobs.empty()) return nobody(session);
  session.context.out() << "JOBID\n";
  for (const JobId job : jobs) session.context.out() << number(job) << '\n';
  return 0;
}

int list_steps(Session& session, const Words& words) {
  const auto steps = running_steps(session, words);
  if (!steps) return 1;
  if (session.prints_document()) {
    session.context.out() << documents::listed_steps_document(*steps, named_document(session));
    return 0;
  }
  if (steps->empty()) return nobody(session);
  session.context.out() << "JOBID    STEPID\n";
  for (const StepId& step : *steps) {
    char line[64];
    std::snprintf(line, sizeof line, "%-8u %-8s\n", number(step.job), step_text(step).c_str());
    session.context.out() << line;
  }
  return 0;
}

int process_info(Session& session, const Words& words) {
  const auto pid = text::parse_u32(words[0]);
  const auto processes = query(session, {});
  if (!processes) return 1;
  const auto found = std::find_if(processes->begin(), processes->end(),
                                  [&](const wire::ListedProcess& one) { return pid && one.pid == *pid; });
  if (found == processes->end()) {
    session.context.err() << "Failed to locate job for requested pid\n";
    return 1;
  }
  wire::QueryJobsRequest about;
  about.jobs.resize(1);
  about.jobs[0].job = found->step.job;
  const auto reply = session.context.link().ask<wire::JobsReply>(wire::RequestKind::QueryJobs, about);
  if (!reply || reply->jobs.empty())
    return fail(session, "Failed to get end time for job: ", reply ? Error{Code::InvalidJobId} : reply.error());
  const Job& job = reply->jobs.front();
  const Instant end = end_of_run(job);
  const bool unlimited = end == kNever;
  session.context.out() << "Slurm JobId=" << number(job.id) << " ends at "
                        << (unlimited ? "UNLIMITED" : text::format_time_point(end)) << '\n';
  if (unlimited) return 0;
  session.context.out() << "slurm_get_rem_time is "
                        << (end - reply->now).count() << '\n';
  return 0;
}

int completing(Session& session, const Words&) {
  const auto reply =
      session.context.link().ask<wire::JobsReply>(wire::RequestKind::QueryJobs, wire::QueryJobsRequest{});
  if (!reply) return fail(session, "slurm_load_jobs error: ", reply.error());
  for (const Job& job : reply->jobs) {
    if (!has(job.flags, JobFlag::Completing)) continue;
    const Instant end = job.ended == kNever ? reply->now : job.ended;
    session.context.out() << "JobId=" << number(job.id) << " EndTime=" << text::format_time_point(end)
                          << " CompletingTime=" << text::format_duration_padded(reply->now - end)
                          << " Nodes(COMPLETING)=" << text::compress_hostlist(job.allocation.node_names()) << '\n';
  }
  return 0;
}

int addresses(Session& session, const Words& words) {
  const auto reply = query_cluster(session, wire::kNodes, "slurm_load_node error: ");
  if (!reply) return 1;
  const auto names = text::expand_hostlist(words[0]);
  for (const std::string& name : names.value_or({}))
    if (const Node* node = find_named(reply->nodes, name))
      session.context.out() << name << ": " << node->address << ':' << node->port << '\n';
  return 0;
}

// What slurmstepd would tell of its job's user and groups; ours uses the machine's own databases and keeps none.
int user_entries(Session&, const Words&) { return 0; }

}  // namespace minislurm::scontrol
