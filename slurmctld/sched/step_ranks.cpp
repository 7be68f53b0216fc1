#include "slurmctld/sched/step_ranks.h"

#include <algorithm>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::sched {

Distribution read_distribution(std::string_view text) {
  const std::string_view first = text.substr(0, text.find_first_of(":,"));
  if (text::iequals(first, "cyclic")) return {false, 1};
  if (text::istarts_with(first, "plane=")) {
    const Result<std::uint32_t> run = text::parse_u32(first.substr(6));
    if (run && *run > 0) return {false, *run};
  }
  return {};
}

bool is_arbitrary(std::string_view text) { return text::istarts_with(text, "arbitrary"); }

bool fills_nodes(std::string_view text) {
  for (const std::string_view part : text::split(text, ','))
    if (text::iequals(part, "pack")) return true;
  return false;
}

std::vector<std::uint32_t> rank_nodes(const Distribution& how, std::uint32_t tasks,
                                      std::span<const std::uint64_t> counts, std::span<const std::uint64_t> room) {
  std::vector<std::uint32_t> nodes;
  nodes.reserve(tasks);
  if (how.block) {
    for (std::uint32_t at = 0; at < counts.size(); ++at) nodes.insert(nodes.end(), counts[at], at);
    return nodes;
  }
  std::vector<std::uint64_t> left{room.begin(), room.end()};
  while (nodes.size() < tasks) {
    const std::size_t before = nodes.size();
    for (std::uint32_t at = 0; at < left.size() && nodes.size() < tasks; ++at) {
      const std::uint64_t run = std::min<std::uint64_t>({how.run, left[at], tasks - nodes.size()});
      nodes.insert(nodes.end(), run, at);
      left[at] -= run;
    }
    if (nodes.size() == before) break;
  }
  return nodes;
}

}  // namespace minislurm::sched
