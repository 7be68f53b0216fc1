#include "commands/srun/allocation_check.h"

#include <algorithm>
#include <set>

#include "libcommon/text/hostlist.h"

namespace minislurm::srun {

std::vector<std::string> objections(const Job& job, const wire::StepSpec& spec) {
  if (job.allocation.empty()) return {};
  const auto held = static_cast<std::uint32_t>(job.allocation.nodes.size());
  const Result<std::vector<std::string>> named = text::expand_hostlist(spec.excluded_nodes);
  std::set<std::string> excluded;
  if (named) excluded.insert(named->begin(), named->end());
  const auto left = static_cast<std::uint32_t>(
      std::count_if(job.allocation.nodes.begin(), job.allocation.nodes.end(),
                    [&excluded](const NodeAllocation& node) { return !excluded.contains(node.node); }));
  if (left == 0) return {"Hostlist is empty!  Can't run job."};
  const std::uint32_t wanted = spec.min_nodes.value_or(left);
  if (spec.relative) {
    const std::uint32_t count = spec.min_nodes.value_or(1);
    if (*spec.relative + count > held)
      return {"--relative and --nodes option incompatible with count of allocated nodes (" +
              std::to_string(*spec.relative) + "+" + std::to_string(count) + ">" + std::to_string(held) + ")"};
  }
  if (wanted <= left) return {};
  std::vector<std::string> lines{"Only allocated " + std::to_string(left) + " nodes asked for " + std::to_string(wanted)};
  if (left < held) lines.push_back("Are required nodes explicitly excluded?");
  return lines;
}

}  // namespace minislurm::srun
