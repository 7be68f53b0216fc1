#include "slurmctld/core/restore.h"

#include <algorithm>
#include <csignal>

#include "slurmctld/core/accounts.h"
#include "slurmctld/core/dependents.h"
#include "slurmctld/core/elastic.h"
#include "slurmctld/core/het.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/nodes.h"
#include "slurmctld/core/partitions.h"
#include "slurmctld/core/pass.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/core/reservations.h"
#include "slurmctld/core/suspension.h"

namespace minislurm::core {
namespace {

using Inside = ClusterState::Inside;

// The licences that a running job holds: what it asked for, the first of alternatives.
void take_licenses_back(Inside& state, const Job& job) {
  auto wish = parse_licenses(state, job.spec.licenses);
  if (!wish || wish->counts.empty()) return;
  if (wish->any) wish->counts.resize(1);
  for (const auto& [name, count] : wish->counts) state.used_licenses[name] += count;
  state.job_licenses[job.id] = std::move(wish->counts);
}

void take_back(Inside& state, const Job& job) {
  state.book.take(job.id, held_by(job), hold_of(state, job));
  take_licenses_back(state, job);
}

void take_up_active(Turn& turn, Job& job) {
  take_back(turn.state, job);
  arm_running(turn, job);
  if (job.spec.elastic.wanted) {
    arm_elastic(turn, job);
    turn.emit(ResizeSteps{job, {}});
  }
  for (const StepId id : turn.state.steps_of(job.id)) {
    const Step& step = turn.state.steps.at(id).step;
    if (step.time_limit && *step.time_limit != kUnlimited)
      turn.state.timers.arm(std::max(step.started + *step.time_limit, turn.now), TimerKind::StepLimit, id);
  }
  if (has(job.flags, JobFlag::Completing)) {
    finish_if_idle(turn, job);
  } else if (is_orphan(turn.state, job)) {
    end_job(turn, job, ending_of_exit(ExitCode{0, SIGTERM}));
  } else if (job.spec.kind == JobKind::Batch && !follows_het(job) && turn.state.steps.count(StepId{job.id, StepNumber::Batch}) == 0) {
    lose_job(turn, job, wire::EndCause::NodeFailure);
  }
}

void take_up_pending(Turn& turn, Job& job) {
  register_dependency(turn.state, job);
  if (!turn.state.cluster.settings.multifactor && job.priority != 0 && !job.spec.priority)
    turn.state.last_basic_priority = std::min(turn.state.last_basic_priority.value_or(job.priority), job.priority);
  settle(turn, job);
  reindex(turn, job);
}

void note_ids(Inside& state, JobId next) {
  std::uint32_t highest = std::max(number(state.next_job), number(next));
  if (number(next) == 0)  // no record of it: past all that are known
    for (const auto& [id, job] : state.jobs.all()) highest = std::max(highest, number(id) + 1);
  state.next_job = JobId{highest};
}

void tell_complaints(Turn& turn) {
  for (std::string& line : sched::complaints(turn.state.cluster.settings)) turn.emit(Note{"sched", std::move(line)});
}

}  // namespace

void restore_state(Turn& turn, Restored restored) {
  Inside& state = turn.state;
  if (!restored.cluster_record.empty()) apply_saved(state, restored.cluster_record);
  restore_accounting(turn, restored.accounting_record);
  restore_usage(turn, restored.usage_record, restored.new_usage_record);
  for (const Reservation& reservation : state.reservations) arm_reservation(turn, reservation);
  for (Job& job : restored.jobs) {
    state.last_sluid = std::max(state.last_sluid, job.sluid);
    reindex(turn, state.jobs.add(std::move(job)));
  }
  note_ids(state, restored.next_job);
  for (Step& step : restored.steps) {
    const Job* job = state.jobs.find(step.id.job);
    if (job && is_active(*job)) state.steps[step.id] = LiveStep{step, job->launch, false, std::nullopt};
  }
  std::vector<JobId> all;
  for (const auto& [id, job] : state.jobs.all()) all.push_back(id);
  for (const JobId id : all)
    if (Job& job = *state.jobs.find(id); is_active(job)) take_up_active(turn, job);
  for (const JobId id : all) {
    Job& job = *state.jobs.find(id);
    if (is_active(job)) continue;
    if (job.state == JobState::Pending && is_orphan(state, job)) cancel_pending(turn, job, job.user);
    else if (job.state == JobState::Pending) take_up_pending(turn, job);
    else arm_purge(turn, job);
  }
  for (const JobId id : all)
    if (Job* job = state.jobs.find(id); job && job->state == JobState::Pending) look_at_dependency(turn, *job);
  if (!state.reservations.empty()) look_at_reservations(turn);
  begin_priorities(turn);
  tell_complaints(turn);
  want_pass(turn);
}

void change_configuration(Turn& turn, Cluster cluster) {
  Inside& state = turn.state;
  std::vector<Node> before = std::move(state.cluster.nodes);
  state.cluster = std::move(cluster);
  state.changed_partitions.clear();
  state.deleted_partitions.clear();
  state.rebuild_indexes();
  for (Node& old : before) {
    Node* node = state.find_node(old.name);
    if (!node) continue;
    node->state = old.state == NodeState::Unknown ? node->state : old.state;
    node->drain = old.drain;
    node->reason = std::move(old.reason);
    node->reason_by = old.reason_by;
    node->reason_user = std::move(old.reason_user);
    node->reason_at = old.reason_at;
    node->comment = std::move(old.comment);
    node->extra = std::move(old.extra);
    node->last_busy = old.last_busy;
    node->booted = old.booted;
    node->daemon_started = old.daemon_started;
  }
  for (Reservation& reservation : state.reservations)
    std::erase_if(reservation.nodes, [&](const std::string& node) { return !state.find_node(node); });
  state.book = sched::ResourceBook(state.cluster);
  state.used_licenses.clear();
  state.job_licenses.clear();
  std::vector<JobId> homeless, all;
  for (const JobId id : state.jobs.active()) {
    const Job& job = *state.jobs.find(id);
    take_back(state, job);
    for (const NodeAllocation& part : job.allocation.nodes)
      if (!state.find_node(part.node)) {
        homeless.push_back(id);
        break;
      }
  }
  for (const JobId id : homeless)
    if (Job& job = *state.jobs.find(id); !has(job.flags, JobFlag::Completing)) lose_job(turn, job, wire::EndCause::NodeFailure);
  for (const auto& [id, job] : state.jobs.all()) all.push_back(id);
  for (const JobId id : all)
    if (Job& job = *state.jobs.find(id); job.state == JobState::Pending) {
      if (!state.partition_of(job)) job.reason = Reason::PartitionDown;  // it waits for its partition to come back
      reindex(turn, job);
    }
  save_cluster(turn);
  begin_priorities(turn);
  tell_complaints(turn);
  want_pass(turn);
}

}  // namespace minislurm::core
