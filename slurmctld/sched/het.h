// The components of a heterogeneous job are placed together: all at one instant and on nodes of their own, or not at
// all. Source: "Heterogeneous Job Support" of Slurm's documentation (all components are allocated at one time, by the
// backfill scheduler; no two share a node). The look ahead asks each component in turn for its first instant not before
// the latest that another needs, until one instant serves all: a fixed point from below, as in the co-allocation of
// Czajkowski, Foster and Kesselman (HPDC 1999), without holding anything meanwhile.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "slurmctld/sched/look_ahead.h"

namespace minislurm::sched {

// A component: what it asks in each of its partitions, the first being tried first.
struct HetPart {
  std::vector<LookAhead::Question> choices;
};

template <class Where>
struct HetChoice {
  std::size_t choice = 0;  // of HetPart::choices
  Where where;
};

// One entry for each part, in their order; nothing of it is taken yet. REQUIRES: each part has a choice.
std::optional<std::vector<HetChoice<LookAhead::Start>>> place_together(LookAhead& ahead, std::span<const HetPart> parts);
// The first instant after now that is found within the look ahead's bounds; nothing is planned yet.
std::optional<std::vector<HetChoice<LookAhead::Place>>> foresee_together(LookAhead& ahead, std::span<const HetPart> parts,
                                                                         Instant now);

}  // namespace minislurm::sched
