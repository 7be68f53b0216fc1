#include "slurmctld/loop/split.h"

#include <utility>

namespace minislurm::loop {
namespace {

// One overload per kind of effect.
struct Sorter {
  SplitTurn& turn;

  void operator()(core::SaveJob&& save) { turn.batch.jobs.push_back(std::move(save.job)); }
  void operator()(core::SaveScript&& save) {
    turn.batch.submission = save.job;
    turn.batch.scripts.emplace_back(save.job, store::Script{std::move(save.script), std::move(save.environment), {}});
  }
  void operator()(core::SaveStep&& save) { turn.batch.steps.push_back(std::move(save.step)); }
  void operator()(core::SaveCluster&& save) { turn.batch.cluster_record = std::move(save.record); }
  void operator()(core::SaveAccounting&& save) { turn.batch.accounting_record = std::move(save.record); }
  void operator()(core::SaveUsage&& save) { turn.batch.usage_record = std::move(save.record); }
  void operator()(core::SaveNewUsage&& save) { turn.batch.new_usage_record = std::move(save.record); }
  void operator()(core::SaveNextJobId&& save) { turn.batch.next_job = save.next; }
  void operator()(core::Answer&& answer) { turn.answers.emplace_back(std::move(answer)); }
  void operator()(core::RunSchedule&&) { turn.wants_schedule = true; }
  void operator()(core::RunBackfill&&) { turn.wants_backfill = true; }
  void operator()(core::Note&& note) { turn.notes.push_back(std::move(note)); }
  template <class Other>
  void operator()(Other&& other) { turn.others.emplace_back(std::forward<Other>(other)); }
};

}  // namespace

SplitTurn split(core::Effects effects) {
  SplitTurn turn;
  for (core::Effect& effect : effects) std::visit(Sorter{turn}, std::move(effect));
  return turn;
}

}  // namespace minislurm::loop
