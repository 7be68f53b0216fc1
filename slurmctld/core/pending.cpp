#include "slurmctld/core/pending.h"

#include <algorithm>

#include "slurmctld/core/accrual.h"
#include "slurmctld/core/dependents.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/sched/plan.h"
#include "slurmctld/sched/request.h"
#include "slurmctld/sched/tres_text.h"

namespace minislurm::core {
namespace {

// Reasons that a pass gives; they stand until the next one, unless a gate closes.
bool from_a_pass(Reason reason) {
  switch (reason) {
    case Reason::Dependency:
    case Reason::DependencyNeverSatisfied:
    case Reason::JobHeldAdmin:
    case Reason::JobHeldUser:
    case Reason::BeginTime: return false;
    default: return true;
  }
}

}  // namespace

bool is_candidate(const Job& job, Instant now) {
  return job.state == JobState::Pending && !has(job.flags, JobFlag::Completing) && job.priority != 0 &&
         job.dependency_left.empty() && job.spec.begin <= now;
}

void settle(Turn& turn, Job& job, PassWish when) {
  if (job.state != JobState::Pending) return;
  if (job.priority == 0) {
    if (job.reason != Reason::JobHoldMaxRequeue) job.reason = job.held_by_admin ? Reason::JobHeldAdmin : Reason::JobHeldUser;
    job.eligible = kNever;
  } else if (has(job.flags, JobFlag::Completing)) {
    job.reason = Reason::None;
  } else if (!job.dependency_left.empty()) {
    job.reason = is_never_satisfied(job) ? Reason::DependencyNeverSatisfied : Reason::Dependency;
    job.eligible = kNever;
  } else if (job.spec.begin > turn.now) {
    job.reason = Reason::BeginTime;
    job.eligible = job.spec.begin;
    turn.state.timers.arm(job.spec.begin, TimerKind::Begin, job.id);
  } else {
    if (!from_a_pass(job.reason)) job.reason = Reason::None;
    if (job.eligible == kNever || job.eligible > turn.now) job.eligible = turn.now;
    if (job.accrue == kNever && !limits_accrual(turn.state)) job.accrue = job.eligible;
    if (const Instant until = sched::switches_wait_until(job, turn.state.cluster.settings); until > turn.now)
      turn.state.timers.arm(until, TimerKind::SwitchWait, job.id);
    want_pass(turn, when);
  }
  if (job.priority != 0) job.reason_detail.clear();  // of a held one it says more than the reason
  arm_deadline(turn, job);
}

void hold(Turn& turn, Job& job, bool by_admin) {
  job.priority = 0;
  job.held_by_admin = by_admin;
  job.spec.hold = true;
  job.reason_detail.clear();
  if (job.state == JobState::Pending) {
    if (job.reason == Reason::JobHoldMaxRequeue) job.reason = Reason::None;
    settle(turn, job);
  } else if (job.state == JobState::Running) {
    job.reason = by_admin ? Reason::JobHeldAdmin : Reason::JobHeldUser;
  }
  commit(turn, job);
}

void release(Turn& turn, Job& job) {
  job.spec.hold = false;
  job.held_by_admin = false;
  job.flags = without(without(without(job.flags, JobFlag::RequeueHold), JobFlag::SpecialExit), JobFlag::ReservationDeleted);
  if (job.state == JobState::Running) job.reason = Reason::None;
  // One that waits for its time need not any longer.
  if (job.state == JobState::Pending && job.priority != 0 && job.spec.begin > turn.now) job.spec.begin = turn.now;
  if (job.priority == 0) {
    job.spec.priority.reset();  // the plugin manages it again
    give_priority(turn, job);
    if (job.reason == Reason::JobHoldMaxRequeue) job.reason = Reason::None;
  }
  settle(turn, job);
  commit(turn, job);
}

Status resize_request(const ClusterState::Inside& state, Job& job) {
  const Partition* partition = state.partition_of(job);
  if (!partition) return Error{Code::InvalidPartitionName};
  const auto request = sched::resolve(job.spec, *partition, state.cluster.settings);
  if (!request) return request.error();
  const sched::JobSize size = sched::size_of(*request);
  job.num_tasks = size.num_tasks;
  job.num_cpus = size.num_cpus;
  job.min_nodes = size.min_nodes;
  job.max_nodes = size.max_nodes;
  const ClusterFacts::Largest& largest = state.facts.largest(*partition, state.cluster);
  // So many nodes it takes for the tasks at least.
  if (largest.cpus > 0 && !request->tasks_from_nodes && !request->overcommit)
    job.min_nodes = std::max(job.min_nodes, (size.num_cpus - 1) / largest.cpus + 1);
  job.tres_request = billed(state, sched::request_tres(*request, largest.memory), partition);
  return {};
}

sched::Hold hold_of(const ClusterState::Inside& state, const Job& job) {
  sched::Hold hold;
  hold.user = job.user;
  const Partition* partition = state.partition_of(job);
  if (!partition) return hold;
  if (const auto request = sched::resolve(job.spec, *partition, state.cluster.settings)) {
    hold.exclusive = request->exclusive;
    hold.exclusive_user = request->exclusive_user;
    hold.shared = request->shared;
  }
  return hold;
}

}  // namespace minislurm::core
