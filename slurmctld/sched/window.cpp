#include "slurmctld/sched/window.h"

#include <algorithm>

namespace minislurm::sched {

std::optional<std::vector<std::uint32_t>> first_window(std::span<const topology::Candidate> candidates,
                                                       const topology::Want& want) {
  const auto required = std::count_if(candidates.begin(), candidates.end(),
                                      [](const topology::Candidate& one) { return one.required; });
  std::size_t best_start = 0, best_length = 0, best_run = 0, run = 0, run_end = 0;
  for (std::size_t start = 0; start < candidates.size(); ++start) {
    if (start == run_end) {
      run_end = start + 1;
      while (run_end < candidates.size() && candidates[run_end].node == candidates[run_end - 1].node + 1) ++run_end;
      run = run_end - start;
    }
    std::uint64_t tasks = 0;
    std::ptrdiff_t inside = 0;
    for (std::size_t at = start; at < run_end; ++at) {
      tasks += candidates[at].tasks;
      inside += candidates[at].required ? 1 : 0;
      const std::size_t length = at - start + 1;
      if (want.max_nodes != 0 && length > want.max_nodes) break;
      // Of equal ones, with nodes that are named it reaches forward from them; else it lies in the shortest run.
      const bool as_good = length == best_length && required == 0 && run >= best_run;
      if (best_length != 0 && (length > best_length || as_good)) break;
      if (length < want.nodes || tasks < want.tasks || inside < required) continue;
      best_start = start;
      best_length = length;
      best_run = run;
      break;
    }
  }
  if (best_length == 0) return std::nullopt;
  std::vector<std::uint32_t> nodes;
  for (std::size_t at = best_start; at < best_start + best_length; ++at) nodes.push_back(candidates[at].node);
  return nodes;
}

}  // namespace minislurm::sched
