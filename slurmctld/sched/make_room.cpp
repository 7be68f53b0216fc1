#include "slurmctld/sched/make_room.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace minislurm::sched {
namespace {

class Search {
 public:
  Search(FreeResources free, std::span<const Leaver> leavers, const TryPlace& place)
      : free_(std::move(free)), leavers_(leavers), place_(place), gone_(leavers.size(), false), order_(leavers.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
  }

  std::optional<Room> run(const RoomOrder& order) {
    std::optional<std::size_t> needed = shortest();
    if (!needed) return std::nullopt;
    for (std::uint32_t turn = 0; !order.strict && turn < order.reorder_count && *needed > 1; ++turn) {
      const std::vector<std::size_t> before = order_;
      std::rotate(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(*needed) - 1,
                  order_.begin() + static_cast<std::ptrdiff_t>(*needed));
      const std::optional<std::size_t> now = shortest(*needed);
      if (!now) {
        order_ = before;
        break;
      }
      needed = now;
    }
    std::vector<std::size_t> kept{order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(*needed)};
    return without_spare(std::move(kept));
  }

 private:
  // From the front of the order, so many as it takes; of at most `most`.
  std::optional<std::size_t> shortest(std::size_t most) {
    if (!enough(most)) return std::nullopt;
    std::size_t too_few = 0, do_it = most;  // nobody gone was tried before anybody asks here
    while (do_it - too_few > 1) {
      const std::size_t middle = too_few + (do_it - too_few) / 2;
      (enough(middle) ? do_it : too_few) = middle;
    }
    return do_it;
  }
  std::optional<std::size_t> shortest() {
    if (leavers_.empty()) return std::nullopt;
    return shortest(order_.size());
  }

  bool enough(std::size_t count) {
    return try_with({order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(count)}).has_value();
  }

  std::optional<Allocation> try_with(const std::vector<std::size_t>& chosen) {
    std::vector<bool> wanted(leavers_.size(), false);
    for (const std::size_t one : chosen) wanted[one] = true;
    for (std::size_t one = 0; one < leavers_.size(); ++one) {
      if (wanted[one] == gone_[one]) continue;
      if (wanted[one]) free_.give_back(leavers_[one].gives, leavers_[one].how);
      else free_.take(leavers_[one].gives, leavers_[one].how);
      gone_[one] = wanted[one];
    }
    return place_(free_, chosen);
  }

  std::optional<Room> without_spare(std::vector<std::size_t> chosen) {
    // One who could not be spared while another was still to go may be spared without that one: again from the start.
    for (std::size_t at = chosen.size(); at-- > 0 && chosen.size() > 1;) {
      std::vector<std::size_t> fewer = chosen;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at));
      if (!try_with(fewer)) continue;
      chosen = std::move(fewer);
      at = chosen.size();
    }
    std::optional<Allocation> where = try_with(chosen);
    if (!where) return std::nullopt;
    std::sort(chosen.begin(), chosen.end());
    return Room{std::move(chosen), std::move(*where)};
  }

  FreeResources free_;
  std::span<const Leaver> leavers_;
  const TryPlace& place_;
  std::vector<bool> gone_;
  std::vector<std::size_t> order_;
};

}  // namespace

std::optional<Room> make_room(FreeResources free, std::span<const Leaver> leavers, RoomOrder order,
                              const TryPlace& place) {
  return Search{std::move(free), leavers, place}.run(order);
}

}  // namespace minislurm::sched
