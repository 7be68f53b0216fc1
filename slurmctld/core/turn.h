// One event at work: the state, the clock's reading for this turn, and what is to be done in the end.
#pragma once

#include <utility>

#include "slurmctld/core/state.h"

namespace minislurm::core {

struct Turn {
  ClusterState::Inside& state;
  Instant now{};
  Effects effects{};
  std::set<JobId> changed{};  // jobs whose dependents are to be looked at before the turn ends

  template <class One>
  void emit(One&& effect) { effects.emplace_back(std::forward<One>(effect)); }
};

// Brings the indexes in line with the job. Without a row: for what a restart works out again (a reason, a forecast).
void reindex(Turn& turn, const Job& job);
// reindex(), and the job's row.
void commit(Turn& turn, const Job& job);
void save_next_id(Turn& turn);
JobId take_next_id(Turn& turn);
// Larger than all before, also after a restart: jobs are ordered by it as they were submitted.
std::uint64_t take_sluid(Turn& turn);
enum class PassWish {
  Now,
  Soon,        // with the next events: the queue has another order, but nothing more can start
  AtInterval,  // when sched_interval is over
};
void want_pass(Turn& turn, PassWish when = PassWish::Now);
void answer(Turn& turn, Ticket ticket, wire::Reply reply);
void answer(Turn& turn, Ticket ticket, const Error& error);
void mail(Turn& turn, const Job& job, std::string_view type, std::string event);


// What remains to be done when an event has been handled; its effects.
Effects finish(Turn& turn);

}  // namespace minislurm::core
