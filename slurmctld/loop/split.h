// A turn's effects, sorted into what goes to the disk and what waits for it. Pure.
#pragma once

#include <optional>

#include "slurmctld/core/effects.h"
#include "slurmctld/store/store.h"

namespace minislurm::loop {

struct SplitTurn {
  store::Batch batch;
  core::Effects answers;           // without anything to save in the turn, these wait for nothing
  core::Effects others;            // starts, signals, ends; in their order
  bool wants_schedule = false, wants_backfill = false;
  std::vector<core::Note> notes;
};

SplitTurn split(core::Effects effects);

}  // namespace minislurm::loop
