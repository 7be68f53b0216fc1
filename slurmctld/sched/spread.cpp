#include "slurmctld/sched/spread.h"

#include <algorithm>

namespace minislurm::sched {

std::vector<std::uint64_t> divide_in_blocks(std::uint64_t count, std::span<const std::uint64_t> room) {
  std::vector<std::uint64_t> parts;
  parts.reserve(room.size());
  std::uint64_t left = count;
  std::uint64_t behind = 0, room_behind = 0;  // nodes that follow and can take something, and how much
  for (const std::uint64_t one : room) {
    behind += one > 0 ? 1 : 0;
    room_behind += one;
  }
  for (const std::uint64_t one : room) {
    behind -= one > 0 ? 1 : 0;
    room_behind -= one;
    const std::uint64_t fair = left > behind ? left - behind : std::min<std::uint64_t>(left, 1);
    const std::uint64_t must = left > room_behind ? left - room_behind : 0;
    const std::uint64_t part = std::min(one, std::max(fair, must));
    parts.push_back(part);
    left -= part;
  }
  return parts;
}

std::vector<std::uint64_t> divide_evenly(std::uint64_t count, std::span<const std::uint64_t> room) {
  std::vector<std::uint64_t> parts(room.size(), 0);
  std::uint64_t left = count;
  while (left > 0) {
    // Whole rounds at once: each open node takes the same share, at least one.
    std::uint64_t open = 0;
    for (std::size_t at = 0; at < room.size(); ++at) open += parts[at] < room[at] ? 1 : 0;
    if (open == 0) break;
    const std::uint64_t share = std::max<std::uint64_t>(left / open, 1);
    for (std::size_t at = 0; at < room.size() && left > 0; ++at) {
      const std::uint64_t part = std::min({share, room[at] - parts[at], left});
      parts[at] += part;
      left -= part;
    }
  }
  return parts;
}

}  // namespace minislurm::sched
