// How large the limits of associations and QOS let a job that runs become: each resource by itself, as a job of that
// size would be let start beside the others. Source: "Resource Limits" of Slurm's documentation.
#include "slurmctld/core/elastic.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/core/start_limits.h"
#include "slurmctld/elastic/size.h"
#include "slurmctld/sched/tres_text.h"

namespace minislurm::core::elastic_detail {
namespace {

using Inside = ClusterState::Inside;

struct Dimension {
  std::uint64_t (*count)(const ElasticSize&);
  void (*set)(ElasticSize&, std::uint64_t count);
};
constexpr Dimension kDimensions[] = {
    {[](const ElasticSize& size) -> std::uint64_t { return size.nodes; },
     [](ElasticSize& size, std::uint64_t count) { size.nodes = static_cast<std::uint32_t>(count); }},
    {[](const ElasticSize& size) -> std::uint64_t { return size.cpus; },
     [](ElasticSize& size, std::uint64_t count) { size.cpus = static_cast<std::uint32_t>(count); }},
    {[](const ElasticSize& size) -> std::uint64_t { return size.gpus; },
     [](ElasticSize& size, std::uint64_t count) { size.gpus = static_cast<std::uint32_t>(count); }},
    {[](const ElasticSize& size) { return size.memory.count; },
     [](ElasticSize& size, std::uint64_t count) { size.memory.count = count; }},
};

// One that counts as that size; which CPUs and devices they are does not matter here. REQUIRES: nothing of `size` is
// less than it has.
Allocation as_large_as(Allocation allocation, const ElasticSize& size) {
  const ElasticSize now = elastic::size_of(allocation);
  NodeAllocation more;
  more.cpus.resize(size.cpus - now.cpus);
  more.memory = size.memory - now.memory;
  if (size.gpus > now.gpus) more.gres.push_back({"gpu", {}, {}, size.gpus - now.gpus});
  if (size.nodes == now.nodes) more.node = allocation.nodes.back().node;
  allocation.nodes.push_back(std::move(more));
  for (std::uint32_t count = now.nodes + 1; count < size.nodes; ++count) allocation.nodes.emplace_back();
  return allocation;
}

}  // namespace

SizeLimits::SizeLimits(const Inside& state, const Job& job, Instant now)
    : state_(state), job_(job), left_(std::max(Seconds{0}, limit_of(state, job) - now)) {
  if (enforces(state, kEnforceLimits)) others_.emplace(limit_book(state, now, job.id));
}

Reason SizeLimits::why_not(const Allocation& size) const {
  if (!others_) return Reason::None;
  const Partition* partition = state_.find_partition(job_.partition);
  accounting::CountedJob counts = counted(state_, job_, partition, billed(state_, sched::allocation_tres(size), partition));
  counts.nodes = static_cast<std::uint32_t>(size.nodes.size());
  counts.node_names = size.node_names();
  counts.left = left_;
  if (counts.time_limit != kUnlimited) counts.time_limit = std::chrono::ceil<Minutes>(left_);
  return others_->why_not_start(counts);
}

ElasticSize SizeLimits::most() const {
  ElasticSize most = job_.elastic.most;
  if (!others_) return most;
  const ElasticSize now = elastic::size_of(job_.allocation);
  for (const Dimension& dimension : kDimensions) {
    const auto is_allowed = [&](std::uint64_t count) {
      ElasticSize size = now;
      dimension.set(size, count);
      return why_not(as_large_as(job_.allocation, size)) == Reason::None;
    };
    std::uint64_t allowed = dimension.count(now), refused = dimension.count(most);
    if (refused <= allowed || is_allowed(refused)) continue;
    while (refused - allowed > 1) {
      const std::uint64_t middle = allowed + (refused - allowed) / 2;
      (is_allowed(middle) ? allowed : refused) = middle;
    }
    dimension.set(most, allowed);
  }
  return most;
}

}  // namespace minislurm::core::elastic_detail
