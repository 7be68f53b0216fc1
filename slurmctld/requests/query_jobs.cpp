#include <algorithm>

#include "slurmctld/core/explain.h"
#include "slurmctld/requests/context.h"
#include "slurmctld/requests/selector.h"

namespace minislurm::requests {
namespace {

// A target as it is shown: one waiting task alone looks like a job of its own.
Job shown(const core::ClusterState::Inside& state, const Target& target) {
  Job job = *state.jobs.find(target.job);
  if (target.tasks.empty()) return job;
  job.array_pending = target.tasks;
  if (target.tasks.size() == 1) {
    job.array_task = target.tasks.front();
    job.array_pending.clear();
  }
  return job;
}

bool is_over(const Job& job) { return is_finished(job.state) && !has(job.flags, JobFlag::Completing); }

// An empty list selects all that the caller may see. Errors: Code::InvalidJobId for an unknown job that is the only one
// named.
Result<std::vector<Job>> selected(const Context& context, const std::vector<wire::JobSelector>& selectors,
                                  bool with_finished) {
  const core::ClusterState::Inside& state = context.state();
  const bool some_hidden = hides(state, context.caller, Private::Jobs);
  const auto hidden = [&](const Job& job) { return some_hidden && !sees_job(state, context.caller, job); };
  std::vector<Job> jobs;
  if (selectors.empty()) {
    for (const auto& [id, job] : state.jobs.all())
      if ((with_finished || !is_over(job)) && !hidden(job)) jobs.push_back(job);
    return jobs;
  }
  for (const wire::JobSelector& selector : selectors)
    for (const Target& target : select(state, selector).targets)
      if (!hidden(*state.jobs.find(target.job))) jobs.push_back(shown(state, target));
  if (jobs.empty() && selectors.size() == 1) return Error{Code::InvalidJobId};
  if (!with_finished) std::erase_if(jobs, is_over);
  std::stable_sort(jobs.begin(), jobs.end(), [](const Job& left, const Job& right) { return left.id < right.id; });
  jobs.erase(std::unique(jobs.begin(), jobs.end(),
                         [](const Job& left, const Job& right) {
                           return left.id == right.id && left.array_task == right.array_task &&
                                  left.array_pending == right.array_pending;
                         }),
             jobs.end());
  return jobs;
}

Step waiting_step(const core::WaitingStep& waiting, JobId job) {
  Step step;
  step.id = StepId{job, StepNumber::Pending};
  step.name = waiting.spec.name;
  step.state = JobState::Pending;
  step.num_tasks = waiting.spec.ntasks.value_or(1);
  step.cpus_per_task = waiting.spec.cpus_per_task.value_or(1);
  step.submit_line = waiting.spec.submit_line;
  step.srun_pid = waiting.spec.srun_pid;
  step.srun_host = waiting.spec.srun_host;
  step.time_limit = waiting.spec.time_limit;
  return step;
}

}  // namespace

Outcome query_jobs(Context context, wire::ExplainJobsRequest request) {
  auto jobs = selected(context, request.jobs, request.with_finished);
  if (!jobs) return bad(jobs.error());
  wire::ExplainedJobsReply reply;
  reply.jobs = std::move(*jobs);
  // What stands in a job's way are others' jobs.
  if (request.explain && !hides(context.state(), context.caller, Private::Jobs))
    reply.explanations = core::explain(context.state(), reply.jobs, context.now());
  reply.now = context.now();
  reply.last_backfill = context.state().statistics.backfill.last;
  reply.cluster_name = context.state().cluster.settings.cluster_name;
  return good(reply);
}

Outcome query_steps(Context context, wire::QueryJobsRequest request) {
  const core::ClusterState::Inside& state = context.state();
  wire::StepsReply reply;
  reply.now = context.now();
  reply.cluster_name = state.cluster.settings.cluster_name;
  const bool some_hidden = hides(state, context.caller, Private::Jobs);
  const auto hidden = [&](const Job& job) { return some_hidden && !sees_job(state, context.caller, job); };
  const auto add = [&](const Job& job, const std::optional<StepNumber>& only) {
    bool any = false;
    for (const StepId id : state.steps_of(job.id)) {
      if (only && id.step != *only) continue;
      reply.steps.push_back(state.steps.at(id).step);
      any = true;
    }
    if (const auto queue = state.waiting_steps.find(job.id); queue != state.waiting_steps.end() && !only)
      for (const core::WaitingStep& waiting : queue->second) {
        reply.steps.push_back(waiting_step(waiting, job.id));
        any = true;
      }
    if (any) reply.jobs.push_back(job);
  };
  if (request.jobs.empty()) {
    for (const JobId id : state.jobs.active())
      if (!hidden(*state.jobs.find(id))) add(*state.jobs.find(id), std::nullopt);
    return good(reply);
  }
  bool known = false;
  for (const wire::JobSelector& selector : request.jobs)
    for (const Target& target : select(state, selector).targets) {
      if (hidden(*state.jobs.find(target.job))) continue;
      known = true;
      if (target.tasks.empty()) add(*state.jobs.find(target.job), selector.step);
    }
  if (!known && request.jobs.size() == 1) return bad(Error{Code::InvalidJobId});
  return good(reply);
}

}  // namespace minislurm::requests
