#include "slurmctld/loop/turn_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace minislurm::loop {

std::uint64_t TurnQueue::push(core::Effects effects, bool saved) {
  turns_.push_back({++last_, saved, std::move(effects)});
  return last_;
}

TurnQueue::Turn* TurnQueue::find(std::uint64_t number) {
  const auto found = std::lower_bound(turns_.begin(), turns_.end(), number,
                                      [](const Turn& turn, std::uint64_t wanted) { return turn.number < wanted; });
  return found != turns_.end() && found->number == number ? &*found : nullptr;
}

void TurnQueue::mark_saved(std::uint64_t turn) {
  if (Turn* found = find(turn)) found->saved = true;
}

core::Effects TurnQueue::refuse(std::uint64_t turn) {
  Turn* found = find(turn);
  if (found == nullptr) return {};
  found->saved = true;  // keeps its place, with nothing left to do
  return std::exchange(found->effects, {});
}

core::Effects TurnQueue::take_ready() {
  core::Effects ready;
  while (!turns_.empty() && turns_.front().saved) {
    core::Effects& effects = turns_.front().effects;
    std::move(effects.begin(), effects.end(), std::back_inserter(ready));
    turns_.pop_front();
  }
  return ready;
}

}  // namespace minislurm::loop
