// A size that somebody has asked for.
#include <algorithm>

#include "slurmctld/core/elastic.h"
#include "slurmctld/elastic/parts.h"
#include "slurmctld/elastic/size.h"

namespace minislurm::core {
namespace {

using Inside = ClusterState::Inside;

// What the job has once what it is giving up has gone, with the wishes put in.
ElasticSize wished(const ElasticSize& now, const ElasticWish& wish) {
  return {wish.cpus.value_or(now.cpus), wish.gpus.value_or(now.gpus), wish.nodes.value_or(now.nodes),
          wish.memory.value_or(now.memory)};
}

Status within(const Job& job, std::uint64_t least, std::uint64_t wanted, std::uint64_t most, const char* what) {
  if (wanted >= least && wanted <= most) return {};
  const auto text = [](std::uint64_t count) { return std::to_string(count); };
  return Error::generic("Job " + to_string(job.id) + " is elastic from " + text(least) + " to " + text(most) + " " + what +
                        ": " + text(wanted) + " is outside of that");
}

Error not_free(const Job& job, const ElasticSize& wanted, const ElasticSize& possible) {
  const auto lacks = [&](std::uint64_t got, std::uint64_t of, const char* what) {
    return Error::generic("Job " + to_string(job.id) + " cannot have " + std::to_string(of) + " " + what + " now: " +
                          std::to_string(got) + " is what is free and not kept for others");
  };
  if (possible.nodes < wanted.nodes) return lacks(possible.nodes, wanted.nodes, "nodes");
  if (possible.cpus < wanted.cpus) return lacks(possible.cpus, wanted.cpus, "CPUs");
  if (possible.gpus < wanted.gpus) return lacks(possible.gpus, wanted.gpus, "GPUs");
  return lacks(possible.memory.count, wanted.memory.count, "MB of memory");
}

void shrink(Turn& turn, Job& job, const ElasticSize& target) {
  elastic::Giver giver = elastic_detail::giver_of(turn.state, job);
  const bool fewer_nodes = target.nodes < giver.now.nodes;
  const ElasticSize& least = job.elastic.least;
  // Whole nodes take what is on them along.
  giver.least = fewer_nodes ? ElasticSize{std::min(least.cpus, target.cpus), std::min(least.gpus, target.gpus), target.nodes,
                                          std::min(least.memory, target.memory)}
                            : target;
  std::vector<elastic::Loss> losses = elastic::down_to_least(giver);
  if (fewer_nodes) std::erase_if(losses, [](const elastic::Loss& one) { return !one.whole; });
  if (losses.empty()) return;
  std::vector<std::string> whole;
  for (const elastic::Loss& loss : losses)
    if (loss.whole) whole.push_back(turn.state.cluster.nodes[loss.node].name);
  elastic_detail::reduce(turn, job, elastic_detail::losses_of(turn.state, job, losses), whole, true, "by hand");
}

// Nothing where it is not free.
Status grow(Turn& turn, Job& job, const ElasticSize& target) {
  Status done;
  elastic_detail::with_outlook(turn.state, turn.state.book, turn.now, [&](const sched::PassInput& input) {
    sched::Outlook outlook(input);
    // More nodes are looked for as if the job might become so large.
    Job larger = job;
    larger.elastic.most = target;
    auto made = elastic_detail::growable(turn.state, outlook, larger, turn.now);
    if (!made) return;
    const ElasticSize held = made->grower.now;
    const std::uint32_t more_nodes = target.nodes - std::min(target.nodes, held.nodes);
    const elastic::Amount& each = made->grower.of_node;
    ElasticSize& most = made->grower.most;
    most.cpus = std::min(job.elastic.most.cpus, std::max(target.cpus, held.cpus + more_nodes * each.cpus));
    most.gpus = std::min(job.elastic.most.gpus, std::max(target.gpus, held.gpus + more_nodes * each.gpus));
    most.memory = std::min(job.elastic.most.memory, std::max(target.memory, held.memory + each.memory * more_nodes));
    const std::vector<elastic::Grower> one{made->grower};
    const std::vector<elastic::Growth> growth = elastic::grow(one);
    Allocation more;
    if (!growth.empty()) more = elastic_detail::gains_of(turn.state, job, growth.front(), made->spare.free);
    const Allocation after = elastic::together(job.allocation, more);
    const ElasticSize possible = elastic::size_of(after);
    const Reason barred = elastic_detail::SizeLimits(turn.state, job, turn.now).why_not(after);
    if (barred != Reason::None) {
      done = Error::generic("Job " + to_string(job.id) + " may not become larger: " + std::string(name_of(barred)));
    } else if (possible.nodes < target.nodes || possible.cpus < target.cpus || possible.gpus < target.gpus ||
        possible.memory < target.memory) {
      done = not_free(job, target, possible);
    } else {
      elastic_detail::enlarge(turn, job, more, true, "by hand");
    }
  });
  return done;
}

}  // namespace

Status check_wish(const Job& job, const ElasticWish& wish) {
  const ElasticSize& least = job.elastic.least;
  const ElasticSize& most = job.elastic.most;
  if (wish.cpus)
    if (const Status good = within(job, least.cpus, *wish.cpus, most.cpus, "CPUs"); !good) return good;
  if (wish.gpus)
    if (const Status good = within(job, least.gpus, *wish.gpus, most.gpus, "GPUs"); !good) return good;
  if (wish.nodes)
    if (const Status good = within(job, least.nodes, *wish.nodes, most.nodes, "nodes"); !good) return good;
  if (wish.memory)
    if (const Status good = within(job, least.memory.count, wish.memory->count, most.memory.count, "MB of memory"); !good) return good;
  if (!job.elastic.leaving.empty())
    return Error::generic("Job " + to_string(job.id) + " is giving up resources already: ask again when its grace is over");
  return {};
}

Status resize_by_hand(Turn& turn, Job& job, const ElasticWish& wish) {
  if (const Status good = check_wish(job, wish); !good) return good;
  const ElasticSize now = elastic::size_of(job.allocation), target = wished(now, wish);
  const ElasticSize up{std::max(now.cpus, target.cpus), std::max(now.gpus, target.gpus), std::max(now.nodes, target.nodes),
                       std::max(now.memory, target.memory)};
  const ElasticSize down{std::min(now.cpus, target.cpus), std::min(now.gpus, target.gpus), std::min(now.nodes, target.nodes),
                         std::min(now.memory, target.memory)};
  if (up != now)
    if (const Status grown = grow(turn, job, up); !grown) return grown;
  if (down != now) shrink(turn, job, ElasticSize{wish.cpus ? target.cpus : up.cpus, target.gpus, target.nodes, target.memory});
  return {};
}

}  // namespace minislurm::core
