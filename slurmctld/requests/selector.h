// Which jobs a request names: "12", "12_3", "12_[1-4,7]", "12+1", or the decoded form of it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "slurmctld/core/turn.h"

namespace minislurm::requests {

// A job, or of an array's waiting rest only these tasks.
struct Target {
  JobId job{};
  std::vector<std::uint32_t> tasks;  // ascending; empty: the job as it is
};

struct Selection {
  std::vector<Target> targets;
  bool all_known = true;             // false: something that was named does not exist
};

Selection select(const core::ClusterState::Inside& state, const wire::JobSelector& selector);
// Errors: Code::InvalidJobId. Step suffixes are taken too: "12.0", "12.batch".
Result<wire::JobSelector> parse_selector(std::string_view text);
// "12,13_4". Errors as above.
Result<std::vector<wire::JobSelector>> parse_selectors(std::string_view text);

// The jobs of a target as jobs of their own: the named tasks leave the array's waiting rest, unless they are all of it.
std::vector<JobId> take_apart(core::Turn& turn, const Target& target);

}  // namespace minislurm::requests
