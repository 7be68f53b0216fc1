#include "slurmctld/requests/submit_het.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "libcommon/text/hostlist.h"
#include "slurmctld/core/dependents.h"
#include "slurmctld/core/pass.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/requests/job_codes.h"
#include "slurmctld/requests/submit_check.h"

namespace minislurm::requests {
namespace {

constexpr std::size_t kMostComponents = 128;  // MAX_HET_JOB_COMPS

using Names = std::set<std::string>;

Result<Names> names_of(const std::string& list) {
  auto names = text::expand_hostlist(list);
  if (!names) return Error{Code::InvalidNodeName};
  return Names(names->begin(), names->end());
}

// No two components share a node: what one names the others may not have, and what one shuns all do.
Status part_nodes(std::vector<JobSpec>& specs) {
  std::vector<Names> required;
  Names shunned, all;
  for (const JobSpec& spec : specs) {
    const auto own = names_of(spec.required_nodes), excluded = names_of(spec.excluded_nodes);
    if (!own || !excluded) return Error{Code::InvalidNodeName};
    for (const std::string& name : *own)
      if (!all.insert(name).second) return Error{Code::InvalidNodeName};
    shunned.insert(excluded->begin(), excluded->end());
    required.push_back(*own);
  }
  for (std::size_t at = 0; at < specs.size(); ++at) {
    Names names = shunned;
    for (const std::string& name : all)
      if (required[at].count(name) == 0) names.insert(name);
    const std::vector<std::string> list(names.begin(), names.end());
    if (!list.empty()) specs[at].excluded_nodes = text::compress_hostlist_sorted(list);
  }
  return {};
}

Result<std::vector<JobSpec>> specs_of(wire::SubmitRequest& request) {
  std::vector<JobSpec> specs{std::move(request.spec)};
  std::move(request.components.begin(), request.components.end(), std::back_inserter(specs));
  request.components.clear();
  if (specs.size() > kMostComponents) return Error{Code::InvalidArray};
  for (const JobSpec& spec : specs)
    if (!spec.array.empty() || spec.kind != specs.front().kind) return Error{Code::InvalidArray};
  if (const Status parted = part_nodes(specs); !parted) return parted.error();
  return specs;
}

void take_ids(Context context, std::vector<Job>& jobs) {
  for (Job& job : jobs) job.id = core::take_next_id(context.turn);
}

// When all could start, each being asked for on its own, and on what.
Outcome test_only(Context context, std::vector<Job>& jobs, std::vector<std::string> messages) {
  wire::SubmitReply reply;
  reply.start = context.now();
  std::vector<std::string> nodes;
  for (const Job& job : jobs) {
    const auto decision = core::forecast(context.state(), job, context.now());
    if (!decision) return bad(Error{Code::RequestedNodeConfigUnavailable});
    if (const auto* start = std::get_if<sched::StartJob>(&*decision)) {
      reply.cpus += start->where.cpu_count();
      for (const std::string& name : start->where.node_names()) nodes.push_back(name);
      continue;
    }
    const auto& wait = std::get<sched::KeepWaiting>(*decision);
    if (!wait.expected_start) return bad(Error{Code::RequestedNodeConfigUnavailable});
    reply.start = std::max(reply.start, *wait.expected_start);
    reply.cpus += job.num_cpus;
    if (const auto names = text::expand_hostlist(wait.expected_nodes)) nodes.insert(nodes.end(), names->begin(), names->end());
  }
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  reply.nodes = text::compress_hostlist_sorted(nodes);
  reply.partition = context.state().partition_of(jobs.front())->name;
  take_ids(context, jobs);
  reply.id = jobs.front().id;
  reply.messages = std::move(messages);
  return good(reply);
}

void add_component(Context context, Job made, const wire::SubmitRequest& request) {
  core::Turn& turn = context.turn;
  Job& job = turn.state.jobs.add(std::move(made));
  core::register_dependency(turn.state, job);
  core::settle(turn, job);
  ++turn.state.statistics.submitted;
  core::commit(turn, job);
  if (job.spec.kind == JobKind::Batch) turn.emit(core::SaveScript{job.id, request.script, request.environment});
}

}  // namespace

Outcome submit_het(Context context, wire::SubmitRequest request) {
  auto specs = specs_of(request);
  if (!specs) return bad(specs.error());
  // Only a backfill pass starts such jobs, which is never at once.
  if (specs->front().immediate && specs->front().kind != JobKind::Batch) return bad(Error{kNotImmediately});
  std::vector<std::string> messages;
  std::vector<Job> jobs;
  for (JobSpec& spec : *specs) {
    request.spec = std::move(spec);
    Result<Job> made = make_job(context, request, messages);
    if (!made) {
      take_ids(context, jobs);  // Slurm has used them up by then
      return bad(made.error());
    }
    core::give_priority(context.turn, *made);
    if (made->spec.hold) made->priority = 0;
    jobs.push_back(std::move(*made));
  }
  if (request.test_only) return test_only(context, jobs, std::move(messages));
  take_ids(context, jobs);
  std::vector<std::uint32_t> ids;
  for (const Job& job : jobs) ids.push_back(number(job.id));
  wire::SubmitReply reply;
  reply.id = jobs.front().id;
  reply.messages = std::move(messages);
  for (std::size_t at = 0; at < jobs.size(); ++at) {
    jobs[at].sluid = core::take_sluid(context.turn);
    jobs[at].het_job = reply.id;
    jobs[at].het_offset = static_cast<std::uint32_t>(at);
    jobs[at].het_set = ids;
    add_component(context, std::move(jobs[at]), request);
  }
  return good(reply);
}

}  // namespace minislurm::requests
