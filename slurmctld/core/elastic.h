// Jobs that change their size while they run. What is decided comes from elastic/ and sched/outlook.h; here it is put
// into the state: the books, the job's and its steps' rows, and what they are to be told, in that order.
// CPUs change hands at once. Memory, GPUs and whole nodes that a job gives up are its own until ElasticGrace is over.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "slurmctld/accounting/limit_book.h"
#include "slurmctld/core/pass.h"
#include "slurmctld/core/turn.h"
#include "slurmctld/elastic/shrink.h"
#include "slurmctld/sched/outlook.h"

namespace minislurm::core {

// The bounds of a job that waits, as it would be told now.
void foresee_bounds(const ClusterState::Inside& state, Job& job);
// REQUIRES: an elastic job that has just got its allocation.
void begin_elastic(Turn& turn, Job& job);
// After a pass: waiting jobs get what elastic ones can do without; what is idle then goes to those that may grow.
void run_elastic(Turn& turn);
// A step that runs is told the size of its job again: after a restart nobody knows what it was told.
void tell_elastic_step(Turn& turn, const Job& job, const Step& step);
// After a restart, or a new configuration.
void arm_elastic(Turn& turn, const Job& job);
void on_elastic_grace(Turn& turn, const Timer& timer);
void on_elastic_cooldown(Turn& turn, const Timer& timer);

// scontrol update. What is not set stays as it is. Errors: Code::Generic with a sentence for the user, and nothing is
// changed: outside of the job's bounds, or not free.
struct ElasticWish {
  std::optional<std::uint32_t> cpus, gpus, nodes;
  std::optional<Mebibytes> memory;
  bool any() const { return cpus || gpus || nodes || memory; }
};
Status resize_by_hand(Turn& turn, Job& job, const ElasticWish& wish);
// Whether it could be asked for at all; nothing is changed.
Status check_wish(const Job& job, const ElasticWish& wish);

// The parts that the files of this room's elastic_*.cpp share.
namespace elastic_detail {
bool is_resizable(const Job& job);           // it runs, and is elastic
elastic::Giver giver_of(const ClusterState::Inside& state, const Job& job);
// CPU by CPU; those that no step has for itself go first.
Allocation losses_of(const ClusterState::Inside& state, const Job& job, const std::vector<elastic::Loss>& losses);
// `why`: the end of the log's line.
void enlarge(Turn& turn, Job& job, const Allocation& more, bool by_hand, const std::string& why);
void reduce(Turn& turn, Job& job, const Allocation& less, const std::vector<std::string>& whole_nodes, bool by_hand,
            const std::string& why);
std::uint32_t utilization_of(const ClusterState::Inside& state, const Partition& partition);  // tenths of a percent
std::uint32_t largest_node(const ClusterState::Inside& state, const Partition& partition);
// Instants are whole seconds: at least one goes by from a change to the next growth, so that nobody swings to and fro.
inline Seconds cooldown_of(const ClusterState::Inside& state) {
  return std::max(Seconds{1}, state.cluster.settings.elastic_cooldown);
}
// The book as it will be when what is on its way out has gone.
sched::ResourceBook book_to_come(const ClusterState::Inside& state);
sched::Policy outlook_policy(const ClusterState::Inside& state);
// The queue as a pass would see it, over a book that may be another than the state's.
void with_outlook(const ClusterState::Inside& state, const sched::ResourceBook& book, Instant now,
                  const std::function<void(const sched::PassInput&)>& work);
// Where it is to grow by that much.
struct Growable {
  elastic::Grower grower;
  sched::Outlook::Spare spare;
};
std::optional<Growable> growable(const ClusterState::Inside& state, sched::Outlook& outlook, const Job& job, Instant now);
Allocation gains_of(const ClusterState::Inside& state, const Job& job, const elastic::Growth& growth,
                    sched::FreeResources& free);
// What accounts and QOS let a job that runs become, beside all others.
class SizeLimits {
 public:
  SizeLimits(const ClusterState::Inside& state, const Job& job, Instant now);
  Reason why_not(const Allocation& size) const;  // None: it may
  ElasticSize most() const;                      // its own maximum, or less; each resource by itself

 private:
  const ClusterState::Inside& state_;
  const Job& job_;
  Seconds left_;
  std::optional<accounting::LimitBook> others_;  // where limits are enforced
};
void give_to_waiting(Turn& turn);            // elastic_shrink.cpp
void grow_into_idle(Turn& turn);             // elastic_grow.cpp
}  // namespace elastic_detail

}  // namespace minislurm::core
