// The fewest of the jobs that may go which have to go so that a request finds its place. They go in the order given: as
// many from the front as it takes; then the last of them, without which it was not enough, becomes the first, which
// often spares some of those before it (Slurm's document "Preemption", reorder_count); and whoever can be left out in
// the end stays, the last in the order first. So nobody goes in vain.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "libcommon/model/allocation.h"
#include "slurmctld/sched/resource_book.h"

namespace minislurm::sched {

// Somebody who may go, and what becomes free then.
struct Leaver {
  Allocation gives;
  Hold how;
};

struct Room {
  std::vector<std::size_t> leavers;  // positions in the list, ascending
  Allocation where;
};

// Finds a place in what would be free when those leave; nullopt: there is none.
using TryPlace = std::function<std::optional<Allocation>(const FreeResources& free, std::span<const std::size_t> left)>;

struct RoomOrder {
  std::uint32_t reorder_count = 1;
  bool strict = false;               // nobody changes places
};

// `free`: what is free when nobody has left. nullopt: not even all of them are enough.
std::optional<Room> make_room(FreeResources free, std::span<const Leaver> leavers, RoomOrder order,
                              const TryPlace& place);

}  // namespace minislurm::sched
