// Which cores of a node a job gets. The unit of choice is what the cluster gives to one job alone: a CPU, a core with
// all of its threads, or a whole socket (SelectTypeParameters).
// Sources: Slurm's pages "Consumable Resources" and "Multi-Core/Multi-Thread", the second level of --distribution.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace minislurm::sched {

struct CoreWish {
  std::uint32_t count = 0;            // units in all
  std::uint32_t per_task = 1;         // of them for one task, which stays within a socket where it can
  bool cyclic = true;                 // task after task on the next socket; else socket after socket
  std::uint32_t kept = 0;             // only so many of the last sockets' units come into question; 0: all
  std::uint32_t most_per_socket = std::numeric_limits<std::uint32_t>::max();
  std::uint64_t near = 0;             // a bit for each socket to be used before the others; 0: none
};

// `free_units`: by socket, ascending. As many as are wanted, or as there are; ascending.
std::vector<std::uint32_t> choose_cores(std::vector<std::vector<std::uint32_t>> free_units, const CoreWish& wish);

}  // namespace minislurm::sched
