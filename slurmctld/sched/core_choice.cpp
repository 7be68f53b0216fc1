#include "slurmctld/sched/core_choice.h"

#include <algorithm>
#include <numeric>

namespace minislurm::sched {
namespace {

using BySocket = std::vector<std::vector<std::uint32_t>>;

std::size_t sum_of(const BySocket& units) {
  return std::accumulate(units.begin(), units.end(), std::size_t{0},
                         [](std::size_t sum, const std::vector<std::uint32_t>& one) { return sum + one.size(); });
}

// Gives up what is not needed: the first sockets, each from its end.
void keep_last(BySocket& units, std::uint32_t count) {
  std::size_t spare = sum_of(units) - std::min<std::size_t>(sum_of(units), count);
  for (std::vector<std::uint32_t>& socket : units) {
    const std::size_t dropped = std::min(spare, socket.size());
    socket.resize(socket.size() - dropped);
    spare -= dropped;
  }
}

void take(std::vector<std::uint32_t>& from, std::size_t count, std::vector<std::uint32_t>& to) {
  const std::size_t taken = std::min(count, from.size());
  to.insert(to.end(), from.begin(), from.begin() + static_cast<std::ptrdiff_t>(taken));
  from.erase(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(taken));
}

void take_cyclic(BySocket& units, const CoreWish& wish, std::size_t count, std::vector<std::uint32_t>& to) {
  for (std::size_t socket = 0, empty = 0; to.size() < count && empty < units.size(); ++socket) {
    if (socket == units.size()) socket = 0;
    const std::size_t before = to.size();
    take(units[socket], std::min<std::size_t>(wish.per_task, count - to.size()), to);
    empty = to.size() > before ? 0 : empty + 1;
  }
}

// The fullest socket that holds all; where none does, the emptiest first.
void take_block(BySocket& units, std::size_t count, std::vector<std::uint32_t>& to) {
  while (to.size() < count) {
    const std::size_t left = count - to.size();
    auto best = units.end();
    for (auto socket = units.begin(); socket != units.end(); ++socket) {
      if (socket->empty()) continue;
      const auto better = [&] {
        const bool holds = socket->size() >= left, best_holds = best->size() >= left;
        if (holds != best_holds) return holds;
        return holds ? socket->size() < best->size() : socket->size() > best->size();
      };
      if (best == units.end() || better()) best = socket;
    }
    if (best == units.end()) return;
    take(*best, left, to);
  }
}

void take_from(BySocket& units, const CoreWish& wish, std::size_t count, std::vector<std::uint32_t>& to) {
  if (wish.cyclic) take_cyclic(units, wish, count, to);
  else take_block(units, count, to);
}

}  // namespace

std::vector<std::uint32_t> choose_cores(BySocket free_units, const CoreWish& wish) {
  for (std::vector<std::uint32_t>& socket : free_units) {
    if (socket.size() > wish.most_per_socket) socket.resize(wish.most_per_socket);
  }
  if (wish.kept > 0) keep_last(free_units, std::max(wish.kept, wish.count));
  std::vector<std::uint32_t> chosen;
  chosen.reserve(wish.count);
  if (wish.near != 0) {
    BySocket near(free_units.size());
    for (std::size_t socket = 0; socket < free_units.size() && socket < 64; ++socket) {
      if ((wish.near >> socket & 1U) != 0) std::swap(near[socket], free_units[socket]);
    }
    take_from(near, wish, wish.count, chosen);
  }
  take_from(free_units, wish, wish.count, chosen);
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace minislurm::sched
