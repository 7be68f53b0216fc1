#include "slurmctld/topology/block_choice.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace minislurm::topology {
namespace {

// A base block in the course of the choice.
struct Block {
  const LeafOffer* offer = nullptr;
  std::uint32_t taken = 0;
  bool closed = false;  // serves a segment that wants no other beside it
  std::uint32_t free() const { return closed ? 0 : offer->nodes() - taken; }
  std::uint32_t owed() const { return offer->required > taken ? offer->required - taken : 0; }
};

using Group = std::vector<Block*>;

struct Room {
  std::uint32_t free = 0, owed = 0;
  std::uint32_t largest = 0;  // of the base blocks in it
};

Room room_of(const Group& group) {
  Room sum;
  for (const Block* one : group) {
    sum.free += one->free();
    sum.owed += one->owed();
    sum.largest = std::max(sum.largest, one->free());
  }
  return sum;
}

// The groups at a level, in the order of their blocks.
std::vector<Group> groups_at(std::vector<Block>& blocks, const BlockLevels& levels, std::size_t level) {
  std::map<std::uint32_t, Group> found;
  for (Block& one : blocks) found[levels.group_of(one.offer->leaf, level)].push_back(&one);
  std::vector<Group> groups;
  for (auto& [_, group] : found) groups.push_back(std::move(group));
  return groups;
}

// Which items serve `nodes`: those with required ones first, then the largest until one completes it; of those the
// tightest, of equal ones that with the largest base block, and of equal ones the last.
std::vector<std::size_t> choose_items(const std::vector<Room>& items, std::uint32_t nodes) {
  std::vector<std::size_t> chosen;
  std::uint32_t held = 0;
  for (std::size_t at = 0; at < items.size(); ++at) {
    if (items[at].owed == 0) continue;
    chosen.push_back(at);
    held += items[at].free;
  }
  while (held < nodes) {
    std::size_t best = items.size();
    const auto rank = [&](std::size_t at) {
      const bool fits = held + items[at].free >= nodes;
      return std::tuple{fits, fits ? ~items[at].free : items[at].free, items[at].largest};
    };
    for (std::size_t at = 0; at < items.size(); ++at) {
      if (items[at].free == 0 || std::find(chosen.begin(), chosen.end(), at) != chosen.end()) continue;
      if (best == items.size() || rank(at) >= rank(best)) best = at;
    }
    if (best == items.size()) break;
    chosen.push_back(best);
    held += items[best].free;
  }
  return chosen;
}

// What is taken of each item so that the sum is `nodes`: of each chosen one at least what is required, the largest as a
// whole, the later ones of equal size first.
std::vector<std::uint32_t> divide(const std::vector<Room>& items, std::uint32_t nodes) {
  std::vector<std::uint32_t> parts(items.size(), 0);
  std::vector<std::size_t> chosen = choose_items(items, nodes);
  std::uint32_t left = nodes;
  for (const std::size_t at : chosen) {
    parts[at] = std::min(left, items[at].owed);
    left -= parts[at];
  }
  std::sort(chosen.begin(), chosen.end(), [&](std::size_t one, std::size_t other) {
    const auto rank = [&](std::size_t at) { return std::tuple{items[at].free, items[at].owed, items[at].largest, at}; };
    return rank(one) > rank(other);
  });
  for (const std::size_t at : chosen) {
    const std::uint32_t more = std::min(left, items[at].free - parts[at]);
    parts[at] += more;
    left -= more;
  }
  return parts;
}

// How many base blocks that takes.
std::vector<std::uint32_t> divide_group(const Group& group, std::uint32_t nodes) {
  std::vector<Room> rooms;
  for (const Block* one : group) rooms.push_back({one->free(), one->owed(), one->free()});
  return divide(rooms, nodes);
}

void take(const Group& group, std::uint32_t nodes) {
  const std::vector<std::uint32_t> parts = divide_group(group, nodes);
  for (std::size_t at = 0; at < group.size(); ++at) group[at]->taken += parts[at];
}

class Choice {
 public:
  Choice(const NodePool& pool, const BlockLevels& levels) : pool_(pool), levels_(levels) {
    for (const LeafOffer& offer : pool.offers()) {
      if (offer.leaf < levels.blocks) blocks_.push_back({&offer});
    }
  }

  std::optional<std::vector<LeafShare>> run() {
    const std::uint32_t segment = pool_.want().segment;
    const bool done = segment != 0 && segment < pool_.want().nodes ? segments(segment) : whole();
    if (!done) return std::nullopt;
    std::vector<LeafShare> shares;
    std::uint64_t tasks = 0;
    for (const Block& one : blocks_) {
      if (one.owed() > 0) return std::nullopt;
      if (one.taken == 0) continue;
      shares.push_back({one.offer, one.taken});
      tasks += pool_.uniform() ? 0 : pool_.most_tasks(*one.offer, one.taken);
    }
    if (!pool_.uniform() && tasks < pool_.want().tasks) return std::nullopt;
    return shares;
  }

 private:
  std::optional<std::uint32_t> need_of(const Group& group) const {
    std::vector<const LeafOffer*> offers;
    for (const Block* one : group) offers.push_back(one->offer);
    return pool_.need(offers);
  }

  // The job as one: the lowest level with a group that holds it.
  bool whole() {
    const std::uint32_t top = levels_.sizes.back();
    for (std::size_t level = levels_.level_for(pool_.want().nodes); level < levels_.sizes.size(); ++level) {
      const Group* best = nullptr;
      std::uint32_t nodes = 0;
      std::tuple<std::size_t, std::uint32_t> least;
      const std::vector<Group> groups = groups_at(blocks_, levels_, level);
      for (const Group& group : groups) {
        const auto need = need_of(group);
        if (!need || *need > levels_.sizes[level]) continue;
        const std::vector<std::uint32_t> parts = divide_group(group, *need);
        const auto used = parts.size() - static_cast<std::size_t>(std::count(parts.begin(), parts.end(), 0U));
        const std::tuple rank{used, room_of(group).free};
        if (best != nullptr && rank > least) continue;
        best = &group;
        nodes = *need;
        least = rank;
      }
      if (best != nullptr) {
        take(*best, nodes);
        return true;
      }
      // The number of nodes decides the level; only where it follows from the tasks may a higher one do.
      if (pool_.want().nodes <= levels_.sizes[level] && nodes_decide()) return false;
    }
    Group all;
    for (Block& one : blocks_) all.push_back(&one);
    const auto need = need_of(all);
    return need && *need > top && several(*need, (*need + top - 1) / top);
  }

  bool nodes_decide() const {
    const Want& want = pool_.want();
    return want.max_nodes == want.nodes || (want.nodes > 1 && want.tasks <= want.nodes);
  }

  // More than the highest level holds: of so many of its groups.
  bool several(std::uint32_t nodes, std::uint32_t count) {
    std::vector<Group> groups = groups_at(blocks_, levels_, levels_.sizes.size() - 1);
    std::vector<Room> rooms;
    for (const Group& group : groups) rooms.push_back(room_of(group));
    const std::vector<std::uint32_t> parts = divide(rooms, nodes);
    std::uint32_t used = 0, sum = 0;
    for (std::size_t at = 0; at < groups.size(); ++at) {
      used += parts[at] > 0 ? 1 : 0;
      sum += parts[at];
    }
    if (used > count || sum < nodes) return false;
    for (std::size_t at = 0; at < groups.size(); ++at) take(groups[at], parts[at]);
    return true;
  }

  bool segments(std::uint32_t segment) {
    const std::uint32_t nodes = pool_.want().nodes;
    if (nodes % segment != 0) return false;
    if (!pool_.want().consolidate_segments) return place_segments(blocks_, nodes / segment, segment);
    if (nodes > levels_.sizes.back()) return false;
    for (std::size_t level = levels_.level_for(nodes); level < levels_.sizes.size(); ++level) {
      for (const Group& group : groups_at(blocks_, levels_, level)) {
        std::vector<Block> trial;
        for (const Block* one : group) trial.push_back(*one);
        if (!place_segments(trial, nodes / segment, segment)) continue;
        last_ = std::move(trial);
      }
      if (last_.empty()) continue;
      for (Block& one : blocks_) {
        for (const Block& placed : last_) {
          if (placed.offer == one.offer) one = placed;
        }
      }
      return true;
    }
    return false;
  }

  // Each where it fits most tightly, of equal ones the last; those with required nodes first.
  bool place_segments(std::vector<Block>& blocks, std::uint32_t count, std::uint32_t segment) const {
    std::vector<Group> groups = groups_at(blocks, levels_, levels_.level_for(segment));
    for (; count > 0; --count) {
      Group* best = nullptr;
      Room room;
      for (Group& group : groups) {
        const Room here = room_of(group);
        if (here.free < segment) continue;
        if (best != nullptr && std::tuple{here.owed == 0, here.free} > std::tuple{room.owed == 0, room.free}) continue;
        best = &group;
        room = here;
      }
      if (best == nullptr) return false;
      std::vector<std::uint32_t> before;
      for (const Block* one : *best) before.push_back(one->taken);
      take(*best, segment);
      if (!pool_.want().spread_segments) continue;
      for (std::size_t at = 0; at < best->size(); ++at) (*best)[at]->closed |= (*best)[at]->taken > before[at];
    }
    return true;
  }

  const NodePool& pool_;
  const BlockLevels& levels_;
  std::vector<Block> blocks_, last_;
};

}  // namespace

std::size_t BlockLevels::level_for(std::uint32_t nodes) const {
  const auto found = std::lower_bound(sizes.begin(), sizes.end(), nodes);
  return found == sizes.end() ? sizes.size() - 1 : static_cast<std::size_t>(found - sizes.begin());
}

std::optional<std::vector<LeafShare>> choose_blocks(const NodePool& pool, const BlockLevels& levels) {
  return Choice{pool, levels}.run();
}

}  // namespace minislurm::topology
