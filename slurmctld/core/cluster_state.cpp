#include "slurmctld/core/cluster_state.h"

#include <utility>

#include "slurmctld/core/pass.h"
#include "slurmctld/core/restore.h"
#include "slurmctld/core/state.h"
#include "slurmctld/core/steps.h"
#include "slurmctld/core/submission.h"
#include "slurmctld/core/tick.h"
#include "slurmctld/core/turn.h"
#include "slurmctld/core/waiters.h"

namespace minislurm::core {
namespace {

template <class Work>
Effects one_turn(ClusterState::Inside& state, Instant now, Work&& work) {
  Turn turn{state, now};
  work(turn);
  return finish(turn);
}

}  // namespace

ClusterState::ClusterState(Cluster cluster, Instant now) : inside_(std::make_unique<Inside>(std::move(cluster), now)) {}
ClusterState::~ClusterState() = default;

Effects ClusterState::restore(Restored restored, Instant now) {
  return one_turn(*inside_, now, [&](Turn& turn) { restore_state(turn, std::move(restored)); });
}

Effects ClusterState::step_started(StepId step, std::uint32_t launch, Instant now) {
  return one_turn(*inside_, now, [&](Turn& turn) { on_step_started(turn, step, launch); });
}

Effects ClusterState::step_ended(const wire::StepResult& result, Instant now) {
  return one_turn(*inside_, now, [&](Turn& turn) { on_step_ended(turn, result); });
}

Effects ClusterState::step_lost(StepId step, std::uint32_t launch, Instant now) {
  return one_turn(*inside_, now, [&](Turn& turn) { on_step_lost(turn, step, launch); });
}

Effects ClusterState::tick(Instant now) {
  return one_turn(*inside_, now, [](Turn& turn) { run_timers(turn); });
}

Effects ClusterState::schedule(Instant now) {
  return one_turn(*inside_, now, [](Turn& turn) { run_pass_in_time(turn); });
}

Effects ClusterState::backfill(Instant now) {
  return one_turn(*inside_, now, [](Turn& turn) { run_backfill(turn); });
}

Effects ClusterState::reconfigure(Cluster cluster, Instant now) {
  return one_turn(*inside_, now, [&](Turn& turn) { change_configuration(turn, std::move(cluster)); });
}

Effects ClusterState::abandoned(Ticket ticket, Instant now) {
  return one_turn(*inside_, now, [&](Turn& turn) { forget_ticket(turn, ticket); });
}

Effects ClusterState::forget_submission(JobId job, Instant now) {
  return one_turn(*inside_, now, [&](Turn& turn) { core::forget_submission(turn, job); });
}

std::optional<Instant> ClusterState::next_wakeup() const { return inside_->timers.next(); }

std::vector<std::pair<StepId, std::uint32_t>> ClusterState::steps_to_adopt() const {
  std::vector<std::pair<StepId, std::uint32_t>> steps;
  for (const auto& [id, live] : inside_->steps)
    if (!live.process_seen) steps.emplace_back(id, live.launch);
  return steps;
}

}  // namespace minislurm::core
