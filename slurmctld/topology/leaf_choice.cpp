#include "slurmctld/topology/leaf_choice.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace minislurm::topology {
namespace {

constexpr std::size_t kTries = 1500;       // sets of leaves looked at, at most
constexpr std::size_t kNodesTried = 60000;  // and so many candidates in them, about
constexpr std::size_t kSmall = 64;          // candidates up to which every set may be worth a try
constexpr std::uint64_t kFar = 1u << 20;

using Leaves = std::vector<const LeafOffer*>;

struct Choice {
  std::vector<LeafShare> shares;
  std::uint64_t distance = 0, left_over = 0;
  std::vector<std::uint32_t> leaves;  // ascending: decides between equal ones
};

bool better(const Choice& one, const Choice& than) {
  return std::tie(one.distance, one.left_over, one.leaves) < std::tie(than.distance, than.left_over, than.leaves);
}

class Search {
 public:
  Search(const NodePool& pool, const LeafDistance& distance) : pool_(pool), distance_(distance) {
    for (const LeafOffer& offer : pool.offers()) (offer.required > 0 ? forced_ : free_).push_back(&offer);
    std::stable_sort(free_.begin(), free_.end(), [](const LeafOffer* left, const LeafOffer* right) {
      return std::tuple{left->nodes(), left->tasks} > std::tuple{right->nodes(), right->tasks};
    });
    if (pool.size() > kSmall) budget_ = std::clamp<std::size_t>(kNodesTried / pool.size(), 20, kTries);
    for (const LeafOffer* offer : free_) most_tasks_ = std::max(most_tasks_, offer->tasks);
  }

  std::optional<std::vector<LeafShare>> run_greedily() {
    if (!one_leaf()) greedy(kFar, 0);
    if (!best_) return std::nullopt;
    return std::move(best_->shares);
  }

  std::optional<std::vector<LeafShare>> run() {
    const std::size_t most = pool_.want().max_leaves == 0 ? pool_.offers().size()
                                                          : std::min<std::size_t>(pool_.want().max_leaves,
                                                                                  pool_.offers().size());
    const std::size_t least = lower_bound();
    for (const LeafOffer* one : forced_) {
      if (distance_(forced_.front()->leaf, one->leaf) == kUnreachable) return std::nullopt;
    }
    if (least > most) return std::nullopt;
    if (least == 1 && one_leaf()) return std::move(best_->shares);
    const std::size_t first = std::max<std::size_t>(least, 2);
    if (first > most) return std::nullopt;
    if ((pool_.uniform() || pool_.size() > kSmall) && on_one_switch()) {
      greedy(kFar, 0);
      if (best_ && best_->shares.size() == first) return std::move(best_->shares);
    }
    for (std::size_t count = first; count <= most && tries_ < budget_; ++count) {
      best_.reset();
      chosen_ = forced_;
      nodes_ = tasks_ = 0;
      for (const LeafOffer* one : forced_) add(*one);
      extend(0, count);
      if (best_ && tries_ < budget_) return std::move(best_->shares);
    }
    // Too many sets to try: the greedy choice under each switch, beside what the tries have found.
    const std::vector<std::uint32_t> radii = radiuses();
    for (const LeafOffer& seed : pool_.offers()) {
      for (const std::uint32_t radius : radii) {
        if (is_first_within(seed.leaf, radius)) greedy(radius, seed.leaf);
      }
    }
    if (!best_ || best_->shares.size() > most) return std::nullopt;
    return std::move(best_->shares);
  }

 private:
  void add(const LeafOffer& one) {
    nodes_ += one.nodes();
    tasks_ += one.tasks;
  }

  // As many leaves as nodes and tasks ask for at least.
  std::size_t lower_bound() const {
    std::uint64_t nodes = 0, tasks = 0;
    for (const LeafOffer* one : forced_) {
      nodes += one->nodes();
      tasks += one->tasks;
    }
    std::vector<std::uint64_t> by_tasks;
    by_tasks.reserve(free_.size());
    for (const LeafOffer* one : free_) by_tasks.push_back(one->tasks);
    std::sort(by_tasks.rbegin(), by_tasks.rend());
    std::size_t more = 0;
    while (more < free_.size() && (nodes < pool_.want().nodes || tasks < pool_.want().tasks)) {
      nodes += free_[more]->nodes();
      tasks += by_tasks[more++];
    }
    return std::max<std::size_t>(forced_.size() + more, 1);
  }

  // The leaf that fits most tightly.
  bool one_leaf() {
    if (forced_.size() > 1) return false;
    for (const LeafOffer& one : pool_.offers()) {
      if (!forced_.empty() && &one != forced_.front()) continue;
      const LeafOffer* leaf = &one;
      const auto need = pool_.need({&leaf, 1});
      if (!need) continue;
      keep({{leaf, *need}}, one.nodes());
    }
    return best_.has_value();
  }

  bool on_one_switch() const {
    const std::vector<LeafOffer>& offers = pool_.offers();
    return std::all_of(offers.begin() + 1, offers.end(), [&](const LeafOffer& one) {
      return distance_(offers.front().leaf, one.leaf) == 2;
    });
  }

  std::vector<std::uint32_t> radiuses() const {
    std::vector<std::uint32_t> found;
    for (const LeafOffer& one : pool_.offers()) found.push_back(distance_(pool_.offers().front().leaf, one.leaf));
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    found.erase(std::remove(found.begin(), found.end(), kUnreachable), found.end());
    return found;
  }

  bool is_first_within(std::uint32_t leaf, std::uint32_t radius) const {
    return std::none_of(pool_.offers().begin(), pool_.offers().end(), [&](const LeafOffer& one) {
      return one.leaf < leaf && distance_(one.leaf, leaf) <= radius;
    });
  }

  // Adds leaves from free_[from] on until there are `count`.
  void extend(std::size_t from, std::size_t count) {
    if (tries_ >= budget_) return;
    if (chosen_.size() >= count) {
      ++tries_;
      if (chosen_.size() == count) judge();
      return;
    }
    const std::size_t missing = count - chosen_.size();
    for (std::size_t at = from; at + missing <= free_.size(); ++at) {
      const LeafOffer& one = *free_[at];
      // free_ falls: nothing that follows offers more nodes.
      if (nodes_ + missing * one.nodes() < pool_.want().nodes) return;
      if (tasks_ + missing * most_tasks_ < pool_.want().tasks) return;
      if (at > from && alike(*free_[at - 1], one)) continue;
      if (std::any_of(chosen_.begin(), chosen_.end(), [&](const LeafOffer* other) {
            return distance_(other->leaf, one.leaf) == kUnreachable;
          })) {
        continue;
      }
      chosen_.push_back(&one);
      add(one);
      extend(at + 1, count);
      nodes_ -= one.nodes();
      tasks_ -= one.tasks;
      chosen_.pop_back();
    }
  }

  // Neighbours on one switch that offer the same: one stands for both.
  bool alike(const LeafOffer& left, const LeafOffer& right) const {
    return pool_.uniform() && left.nodes() == right.nodes() && distance_(left.leaf, right.leaf) == 2;
  }

  // The ways to take as few nodes as needed of the chosen leaves: all but one of them as full as can be.
  void judge() {
    const auto need = pool_.need(chosen_);
    if (!need) return;
    std::uint64_t offered = 0;
    for (const LeafOffer* one : chosen_) offered += one->nodes();
    Leaves order = chosen_;
    // Of equally good ways those with required nodes stay full, then the first ones.
    std::sort(order.begin(), order.end(), [](const LeafOffer* left, const LeafOffer* right) {
      return std::tuple{left->required > 0, left->nodes(), right->leaf} <
             std::tuple{right->required > 0, right->nodes(), left->leaf};
    });
    for (std::size_t first = 0; first < order.size(); ++first) {
      std::vector<LeafShare> shares;
      std::uint64_t excess = offered - *need, held = 0;
      for (std::size_t at = 0; at < order.size(); ++at) {
        const LeafOffer& one = *order[at == 0 ? first : at <= first ? at - 1 : at];
        const std::uint32_t least = std::max<std::uint32_t>(one.required, 1);
        const std::uint64_t less = std::min<std::uint64_t>(excess, one.nodes() - least);
        excess -= less;
        shares.push_back({&one, one.nodes() - static_cast<std::uint32_t>(less)});
        held += pool_.uniform() ? 0 : pool_.most_tasks(one, shares.back().nodes);
      }
      if (excess == 0 && (pool_.uniform() || held >= pool_.want().tasks)) keep(std::move(shares), offered);
    }
    if (pool_.uniform()) return;
    std::vector<LeafShare> shares = pool_.largest(chosen_, *need);
    std::uint64_t held = 0;
    for (const LeafShare& one : shares) held += pool_.most_tasks(*one.offer, one.nodes);
    if (held >= pool_.want().tasks) keep(std::move(shares), offered);
  }

  void keep(std::vector<LeafShare> shares, std::uint64_t offered) {
    Choice made;
    std::uint64_t nodes = 0;
    for (std::size_t at = 0; at < shares.size(); ++at) {
      const std::uint64_t count = shares[at].nodes;
      nodes += count;
      made.distance += count * (count - 1) / 2;
      for (std::size_t other = 0; other < at; ++other) {
        made.distance += count * shares[other].nodes * distance_(shares[at].offer->leaf, shares[other].offer->leaf);
      }
    }
    made.left_over = offered - nodes;
    for (const LeafShare& one : shares) made.leaves.push_back(one.offer->leaf);
    std::sort(made.leaves.begin(), made.leaves.end());
    made.shares = std::move(shares);
    if (best_ && best_->shares.size() < made.shares.size()) return;
    if (!best_ || made.shares.size() < best_->shares.size() || better(made, *best_)) best_ = std::move(made);
  }

  // The leaves with required nodes; then the largest ones, until one leaf completes the request: the nearest of those
  // that do, of equal ones the tightest. Among the leaves within `radius` of `seed`.
  void greedy(std::uint64_t radius, std::uint32_t seed) {
    const auto inside = [&](const LeafOffer* one) { return radius == kFar || distance_(seed, one->leaf) <= radius; };
    if (!std::all_of(forced_.begin(), forced_.end(), inside)) return;
    Leaves left;
    std::copy_if(free_.begin(), free_.end(), std::back_inserter(left), inside);
    chosen_ = forced_;
    nodes_ = tasks_ = 0;
    for (const LeafOffer* one : forced_) add(*one);
    while (chosen_.empty() || !pool_.need(chosen_)) {
      if (left.empty()) return;
      auto next = left.end();
      std::uint64_t near = 0;
      for (auto at = left.begin(); at != left.end(); ++at) {
        if (nodes_ + (*at)->nodes() < pool_.want().nodes || tasks_ + (*at)->tasks < pool_.want().tasks) continue;
        chosen_.push_back(*at);
        const bool completes = pool_.need(chosen_).has_value();
        chosen_.pop_back();
        if (!completes) continue;
        std::uint64_t away = 0;
        for (const LeafOffer* other : chosen_) {
          away += std::min<std::uint64_t>(distance_(other->leaf, (*at)->leaf), kFar);
        }
        // left falls in nodes: of equally near ones the last is the tightest; of equally tight ones the first counts.
        if (next != left.end() && (away > near || (away == near && (*at)->nodes() == (*next)->nodes()))) continue;
        next = at;
        near = away;
      }
      if (next == left.end()) next = left.begin();
      chosen_.push_back(*next);
      add(**next);
      left.erase(next);
    }
    for (const LeafOffer* one : chosen_) {
      if (distance_(chosen_.front()->leaf, one->leaf) == kUnreachable) return;
    }
    judge();
  }

  const NodePool& pool_;
  const LeafDistance& distance_;
  Leaves forced_, free_, chosen_;
  std::uint64_t nodes_ = 0, tasks_ = 0;  // of chosen_
  std::uint64_t most_tasks_ = 0;         // of any leaf in free_
  std::size_t tries_ = 0, budget_ = kTries;
  std::optional<Choice> best_;
};

}  // namespace

std::optional<std::vector<LeafShare>> choose_leaves(const NodePool& pool, const LeafDistance& distance) {
  if (pool.offers().empty()) return std::nullopt;
  return Search{pool, distance}.run();
}

std::optional<std::vector<LeafShare>> choose_runs(const NodePool& pool) {
  if (pool.offers().empty()) return std::nullopt;
  const LeafDistance apart = [](std::uint32_t left, std::uint32_t right) { return left == right ? 1U : 2U; };
  return Search{pool, apart}.run_greedily();
}

}  // namespace minislurm::topology
