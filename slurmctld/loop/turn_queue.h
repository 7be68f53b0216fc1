// Turns that wait for the disk. Effects are performed in the order of the turns; what a turn saved is on disk first.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "slurmctld/core/effects.h"

namespace minislurm::loop {

class TurnQueue {
 public:
  // `saved`: there is nothing to save, the effects only keep their place behind earlier turns.
  std::uint64_t push(core::Effects effects, bool saved);
  void mark_saved(std::uint64_t turn);
  // Takes a turn out whose saving was refused; its effects, for the tickets that are still owed an answer.
  core::Effects refuse(std::uint64_t turn);
  // The effects that may be performed now.
  core::Effects take_ready();
  bool empty() const { return turns_.empty(); }

 private:
  struct Turn {
    std::uint64_t number = 0;
    bool saved = false;
    core::Effects effects;
  };
  Turn* find(std::uint64_t number);

  std::deque<Turn> turns_;
  std::uint64_t last_ = 0;
};

}  // namespace minislurm::loop
