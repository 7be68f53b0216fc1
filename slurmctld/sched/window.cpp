#include "slurmctld/sched/window.h"

#include <algorithm>

namespace minislurm::sched {

std::optional<std::vector<std::uint32_t>> first_window(std::span<const topology::Candidate> candidates,
                                                       const topology::Want& want) {
  const auto required = std::count_if(candidates.begin(), candidates.end(),
                                      [](const topology::Candidate& one) { return one.required; });
  std::size_t best_start = 0, best_length = 0;
  for (std::size_t start = 0; start < candidates.size(); ++start) {
    std::uint64_t tasks = 0;
    std::ptrdiff_t inside = 0;
    for (std::size_t at = start; at < candidates.size(); ++at) {
      if (at > start && candidates[at].node != candidates[at - 1].node + 1) break;
      tasks += candidates[at].tasks;
      inside += candidates[at].required ? 1 : 0;
      const std::size_t length = at - start + 1;
      if (want.max_nodes != 0 && length > want.max_nodes) break;
      // With nodes that are named, it reaches forward from them first.
      if (best_length != 0 && length >= best_length + (required > 0 ? 1 : 0)) break;
      if (length < want.nodes || tasks < want.tasks || inside < required) continue;
      best_start = start;
      best_length = length;
      break;
    }
  }
  if (best_length == 0) return std::nullopt;
  std::vector<std::uint32_t> nodes;
  for (std::size_t at = best_start; at < best_start + best_length; ++at) nodes.push_back(candidates[at].node);
  return nodes;
}

}  // namespace minislurm::sched
