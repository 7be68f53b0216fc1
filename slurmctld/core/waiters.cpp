#include "slurmctld/core/waiters.h"

#include <algorithm>

#include "libcommon/wire/codec.h"
#include "slurmctld/core/job_end.h"

namespace minislurm::core {
namespace {

bool has_got_there(const ClusterState::Inside& state, JobId id, wire::Until until) {
  const std::vector<JobId> members = state.jobs.members(id);
  return std::all_of(members.begin(), members.end(), [&](JobId member) {
    const Job& job = *state.jobs.find(member);
    if (is_finished(job.state)) return until == wire::Until::Started || !has(job.flags, JobFlag::Completing);
    return until == wire::Until::Started && job.state != JobState::Pending;
  });
}

void answer_with_jobs(Turn& turn, Ticket ticket, JobId id) {
  wire::JobsReply reply;
  for (const JobId member : turn.state.jobs.members(id)) reply.jobs.push_back(*turn.state.jobs.find(member));
  reply.now = turn.now;
  reply.cluster_name = turn.state.cluster.settings.cluster_name;
  answer(turn, ticket, wire::Reply{Code::Success, {}, wire::encode(reply)});
}

void answer_those_of(Turn& turn, JobId id) {
  const auto found = turn.state.waiters.find(id);
  if (found == turn.state.waiters.end()) return;
  std::vector<JobWaiter>& list = found->second;
  const auto done = std::stable_partition(list.begin(), list.end(), [&](const JobWaiter& waiter) {
    return !has_got_there(turn.state, id, waiter.until);
  });
  for (auto it = done; it != list.end(); ++it) answer_with_jobs(turn, it->ticket, id);
  list.erase(done, list.end());
  if (list.empty()) turn.state.waiters.erase(found);
}

}  // namespace

Status await_job(Turn& turn, Ticket ticket, JobId job, wire::Until until) {
  if (turn.state.jobs.members(job).empty()) return Error{Code::InvalidJobId};
  if (has_got_there(turn.state, job, until)) answer_with_jobs(turn, ticket, job);
  else turn.state.waiters[job].push_back(JobWaiter{ticket, until});
  return {};
}

void answer_waiters(Turn& turn, const Job& job) {
  answer_those_of(turn, job.id);
  if (number(job.array_job) != 0 && job.array_job != job.id) answer_those_of(turn, job.array_job);
  if (number(job.het_job) != 0 && job.het_job != job.id) answer_those_of(turn, job.het_job);
}

void forget_ticket(Turn& turn, Ticket ticket) {
  for (auto it = turn.state.waiting_steps.begin(); it != turn.state.waiting_steps.end();) {
    std::erase_if(it->second, [ticket](const WaitingStep& step) { return step.ticket == ticket; });
    it = it->second.empty() ? turn.state.waiting_steps.erase(it) : std::next(it);
  }
  std::vector<JobId> orphans;  // allocations whose salloc or srun has gone before it got them
  for (auto it = turn.state.waiters.begin(); it != turn.state.waiters.end();) {
    std::erase_if(it->second, [&](const JobWaiter& waiter) {
      if (waiter.ticket != ticket) return false;
      if (waiter.until == wire::Until::Started) orphans.push_back(it->first);
      return true;
    });
    it = it->second.empty() ? turn.state.waiters.erase(it) : std::next(it);
  }
  for (const JobId id : orphans) {
    Job* job = turn.state.jobs.find(id);
    if (job && job->state == JobState::Pending && job->spec.kind != JobKind::Batch) cancel_pending(turn, *job, job->user);
  }
}

}  // namespace minislurm::core
