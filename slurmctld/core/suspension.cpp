#include "slurmctld/core/suspension.h"

#include <csignal>

#include "libcommon/text/preempt_mode.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/steps.h"
#include "slurmctld/sched/gang.h"

namespace minislurm::core {
namespace {

using Inside = ClusterState::Inside;

bool is_gang_scheduled(const Partition* partition) {
  if (partition == nullptr || partition->preempt_mode.empty()) return true;
  const std::uint32_t mode = text::parse_preempt_mode(partition->preempt_mode).value_or(0);
  return has(mode, PreemptBit::Gang) || has(mode, PreemptBit::Suspend);
}

// Between tiers the turns follow by themselves; within one, who was preempted out of another partition waits.
bool waits_for_preemptor(const Inside& state, const Job& job) {
  if (job.state != JobState::Suspended || number(job.preemptor) == 0) return false;
  const Job* other = state.jobs.find(job.preemptor);
  return other != nullptr && other->state == JobState::Running && other->partition != job.partition;
}

std::vector<sched::GangMember> members(const Inside& state, const std::set<JobId>& comers) {
  std::vector<sched::GangMember> all;
  std::set<JobId> preemptors;
  for (const JobId id : state.jobs.active()) {
    const Job& job = *state.jobs.find(id);
    const bool may_run = job.state == JobState::Running || (job.state == JobState::Suspended && job.gang_suspended);
    const bool ending = has(job.flags, JobFlag::Completing);
    if (!may_run && !ending) continue;
    const Partition* partition = state.partition_of(job);
    if (job.gang_suspended && number(job.preemptor) != 0) preemptors.insert(job.preemptor);
    const bool takes_turns = is_gang_scheduled(partition) && number(job.het_job) == 0;
    all.push_back({&job, partition ? partition->priority_tier : 0, takes_turns, waits_for_preemptor(state, job), ending,
                   comers.count(id) != 0});
  }
  for (sched::GangMember& member : all) member.is_new = member.is_new && preemptors.count(member.job->id) == 0;
  return all;
}

void hold_again(Turn& turn, const Job& job) {
  turn.state.book.take(job.id, held_by(job), hold_of(turn.state, job));
  want_pass(turn);
}

void signal_all_steps(Turn& turn, JobId job, int signal) {
  for (const StepId id : turn.state.steps_of(job))
    signal_step(turn, id, static_cast<std::uint32_t>(signal), wire::SignalScope::All);
}

}  // namespace

Allocation held_by(const Job& job) {
  Allocation held = job.allocation;
  if (job.state == JobState::Suspended && !job.gang_suspended)
    for (NodeAllocation& part : held.nodes) part.cpus.clear();
  return held;
}

bool suspend_job(Turn& turn, Job& job, bool by_operator) {
  if (by_operator && job.state == JobState::Suspended && job.gang_suspended) {
    job.gang_suspended = false;
    hold_again(turn, job);
    commit(turn, job);
    return true;
  }
  const auto to = next(job.state, JobEvent::Suspended);
  if (!to || has(job.flags, JobFlag::Completing)) return false;
  job.suspended_at = turn.now;
  job.state = *to;
  job.gang_suspended = !by_operator;
  if (by_operator) hold_again(turn, job);
  commit(turn, job);
  signal_all_steps(turn, job.id, SIGSTOP);
  return true;
}

bool resume_job(Turn& turn, Job& job) {
  const auto to = next(job.state, JobEvent::Resumed);
  if (!to || has(job.flags, JobFlag::Completing)) return false;
  const bool by_operator = !job.gang_suspended;
  job.suspended_for += turn.now - job.suspended_at;
  if (job.spec.elastic.wanted) job.elastic.present_since += turn.now - job.suspended_at;
  job.suspended_at = turn.now;
  job.state = *to;
  job.gang_suspended = false;
  job.preemptor = JobId{};
  if (by_operator) hold_again(turn, job);
  commit(turn, job);
  signal_all_steps(turn, job.id, SIGCONT);
  arm_running(turn, job);
  retry_waiting_steps(turn, job);
  return true;
}

void take_turns(Turn& turn, bool slice_over, const std::set<JobId>& comers) {
  Inside& state = turn.state;
  if (!has(state.cluster.settings.preempt.mode, PreemptBit::Gang)) return;
  const sched::GangTurn next = sched::next_turn(members(state, comers), slice_over);
  for (const JobId id : next.stop) suspend_job(turn, *state.jobs.find(id), false);
  for (const JobId id : next.go) resume_job(turn, *state.jobs.find(id));
  if (!next.goes_on) {
    state.slice_end.reset();
  } else if (!state.slice_end || *state.slice_end <= turn.now) {
    state.slice_end = turn.now + state.cluster.settings.preempt.time_slice;
    state.timers.arm(*state.slice_end, TimerKind::GangSlice);
  }
}

// A timer of a slice that nobody waited for the end of, or of an earlier one, says nothing.
void on_slice_over(Turn& turn) {
  if (turn.state.slice_end && *turn.state.slice_end <= turn.now) take_turns(turn, true);
}

}  // namespace minislurm::core
