#include "slurmctld/core/het.h"

#include <csignal>
#include <unordered_set>

#include "slurmctld/core/pending.h"
#include "slurmctld/core/steps.h"

namespace minislurm::core {

using Inside = ClusterState::Inside;

std::vector<Job*> followers(Inside& state, const Job& leader) {
  std::vector<Job*> found;
  if (!leads_het(leader)) return found;
  for (const std::uint32_t id : leader.het_set)
    if (Job* job = state.jobs.find(JobId{id}); job && job->id != leader.id && job->het_job == leader.id) found.push_back(job);
  return found;
}

std::vector<Job> components(const Inside& state, const Job& job) {
  if (!is_het(job)) return {job};
  std::vector<Job> found;
  for (const std::uint32_t id : job.het_set)
    if (const Job* one = state.jobs.find(JobId{id}); one && one->het_job == job.het_job) found.push_back(*one);
  return found;
}

void end_followers(Turn& turn, const Job& leader, const Ending& ending) {
  Ending theirs = ending;
  if (ending.event == JobEvent::LimitReached) {
    theirs = ending_of_exit(ExitCode{0, SIGTERM});
    theirs.cause = ending.cause;
  }
  for (Job* job : followers(turn.state, leader)) {
    if (is_finished(job->state)) continue;
    if (job->state == JobState::Pending) cancel_pending(turn, *job, ending.by);
    else end_job(turn, *job, theirs);
  }
}

void requeue_followers(Turn& turn, const Job& leader, wire::EndCause cause, Seconds delay) {
  for (Job* job : followers(turn.state, leader)) {
    if (job->state == JobState::Pending) continue;
    requeue_job(turn, *job, cause, delay);
    job->spec.begin = leader.spec.begin;  // also of one that had ended before
    settle(turn, *job);
    commit(turn, *job);
  }
}

bool is_orphan(const Inside& state, const Job& job) {
  if (!follows_het(job) || is_finished(job.state)) return false;
  const Job* leader = state.jobs.find(job.het_job);
  return !leader || is_finished(leader->state);
}

void add_other_components(const Inside& state, std::vector<const Job*>& jobs, Instant now) {
  std::unordered_set<JobId> there;
  std::vector<const Job*> het;
  for (const Job* job : jobs)
    if (is_het(*job)) {
      there.insert(job->id);
      het.push_back(job);
    }
  for (const Job* job : het)
    for (const std::uint32_t id : job->het_set) {
      const Job* other = state.jobs.find(JobId{id});
      if (other && is_candidate(*other, now) && there.insert(other->id).second) jobs.push_back(other);
    }
}

void start_het_batches(Turn& turn, const std::set<JobId>& started) {
  for (const JobId id : started)
    if (const Job* job = turn.state.jobs.find(id); job && leads_het(*job) && job->spec.kind == JobKind::Batch)
      start_batch(turn, *job);
}

}  // namespace minislurm::core
