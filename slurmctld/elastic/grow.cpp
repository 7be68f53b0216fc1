#include "slurmctld/elastic/grow.h"

#include <algorithm>
#include <map>
#include <optional>

namespace minislurm::elastic {
namespace {

// Memory is dealt out in so many pieces at most, of at least so much each.
constexpr std::uint64_t kMemoryPieces = 256;
constexpr Mebibytes kSmallestPiece{16};

struct Share {
  const Grower* job = nullptr;
  ElasticSize size;                       // with what it has got
  std::map<std::uint32_t, Gain> gains;    // by node
  std::uint64_t pieces = 0;               // of the resource at hand
  std::uint64_t distance = 0;             // to its maximum, before anything of that resource was dealt out
  bool out = false;                       // it can get no more of it
};

std::uint64_t beyond(std::uint64_t most, std::uint64_t has) { return most > has ? most - has : 0; }

class Dealer {
 public:
  explicit Dealer(std::span<const Grower> growers) {
    for (const Grower& job : growers) shares_.push_back(Share{&job, job.now, {}, 0, 0, false});
  }

  std::vector<Growth> run() {
    deal([](const Share& one) { return beyond(one.job->most.nodes, one.size.nodes); },
         [this](Share& one) { return give_node(one); });
    deal([](const Share& one) { return beyond(one.job->most.cpus, one.size.cpus); },
         [this](Share& one) { return give_cpus(one); });
    deal([](const Share& one) { return beyond(one.job->most.gpus, one.size.gpus); },
         [this](Share& one) { return give_gpu(one); });
    deal([](const Share& one) { return beyond(one.job->most.memory.count, one.size.memory.count); },
         [this](Share& one) { return give_memory(one); });
    std::vector<Growth> grown;
    for (Share& one : shares_) {
      if (one.gains.empty()) continue;
      Growth& made = grown.emplace_back(Growth{one.job->id, {}});
      for (auto& [node, gain] : one.gains) made.gains.push_back(gain);
    }
    return grown;
  }

 private:
  template <class Distance, class Give>
  void deal(Distance distance, Give give) {
    for (Share& one : shares_) {
      one.pieces = 0;
      one.distance = distance(one);
      one.out = one.distance == 0;
    }
    while (Share* best = most_worthy())
      if (give(*best)) ++best->pieces;
      else best->out = true;
  }

  Share* most_worthy() {
    const auto quotient = [](const Share& one) {
      return (static_cast<double>(one.job->priority) + 1) * static_cast<double>(one.distance) / static_cast<double>(one.pieces + 1);
    };
    Share* best = nullptr;
    for (Share& one : shares_) {
      if (one.out) continue;
      if (best == nullptr || quotient(one) > quotient(*best) ||
          (quotient(one) == quotient(*best) && one.job->id < best->job->id))
        best = &one;
    }
    return best;
  }

  Amount left(const Grower::Part& part) const {
    const auto found = dealt_.find(part.node);
    if (found == dealt_.end()) return part.spare;
    const auto less = [](auto from, auto what) { return from > what ? from - what : decltype(from){}; };
    return {less(part.spare.cpus, found->second.cpus), less(part.spare.gpus, found->second.gpus),
            less(part.spare.memory, found->second.memory)};
  }

  void hand_over(Share& to, std::uint32_t node, const Amount& what, bool is_new) {
    for (Amount* sum : {&dealt_[node], &to.gains[node].what}) {
      sum->cpus += what.cpus;
      sum->gpus += what.gpus;
      sum->memory += what.memory;
    }
    Gain& gain = to.gains[node];
    gain.node = node;
    gain.is_new = gain.is_new || is_new;
    to.size.cpus += what.cpus;
    to.size.gpus += what.gpus;
    to.size.memory += what.memory;
    to.size.nodes += is_new ? 1 : 0;
  }

  bool give_node(Share& to) {
    const Grower& job = *to.job;
    const ElasticSize& most = job.most;
    const Amount& need = job.of_node;
    if (to.size.nodes >= most.nodes || need.cpus == 0 || to.size.cpus + need.cpus > most.cpus ||
        to.size.gpus + need.gpus > most.gpus || to.size.memory + need.memory > most.memory)
      return false;
    for (const Grower::Part& part : job.others) {
      const Amount free = left(part);
      if (to.gains.count(part.node) != 0 || free.cpus < need.cpus || free.gpus < need.gpus || free.memory < need.memory) continue;
      hand_over(to, part.node, need, true);
      return true;
    }
    return false;
  }

  // On the node where it has the fewest, so that its nodes stay alike.
  bool give_cpus(Share& to) {
    const Grower::Part* best = nullptr;
    std::uint64_t fewest = 0;
    for (const Grower::Part& part : to.job->parts) {
      const std::uint32_t unit = std::max(1U, part.unit);
      if (left(part).cpus < unit || to.size.cpus + unit > to.job->most.cpus) continue;
      const auto got = to.gains.find(part.node);
      const std::uint64_t has = std::uint64_t{part.cpus} + (got == to.gains.end() ? 0 : got->second.what.cpus);
      if (best != nullptr && has >= fewest) continue;
      best = &part;
      fewest = has;
    }
    if (best == nullptr) return false;
    hand_over(to, best->node, Amount{std::max(1U, best->unit), 0, {}}, false);
    return true;
  }

  bool give_gpu(Share& to) {
    if (to.size.gpus >= to.job->most.gpus) return false;
    for (const Grower::Part& part : to.job->parts) {
      if (left(part).gpus == 0) continue;
      hand_over(to, part.node, Amount{0, 1, {}}, false);
      return true;
    }
    return false;
  }

  bool give_memory(Share& to) {
    const Mebibytes distance{to.job->most.memory.count - std::min(to.job->most.memory.count, to.size.memory.count)};
    const Mebibytes piece = std::min(distance, std::max(kSmallestPiece, Mebibytes{to.distance / kMemoryPieces}));
    if (piece.count == 0) return false;
    for (const Grower::Part& part : to.job->parts) {
      const Mebibytes given = std::min(piece, left(part).memory);
      if (given.count == 0) continue;
      hand_over(to, part.node, Amount{0, 0, given}, false);
      return true;
    }
    return false;
  }

  std::vector<Share> shares_;
  std::map<std::uint32_t, Amount> dealt_;  // by node
};

}  // namespace

std::vector<Growth> grow(std::span<const Grower> growers) { return Dealer{growers}.run(); }

}  // namespace minislurm::elastic
