// Questions about partitions and licences that submission, updates and scheduling share.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "libcommon/base/result.h"
#include "slurmctld/core/state.h"

namespace minislurm::core {

// The names in a comma list; an unknown one is Code::InvalidPartitionName with the sentence Slurm prints before.
Result<std::vector<std::string>> partition_names(const ClusterState::Inside& state, const std::string& list);
// The list with the Alternate of each partition that takes no jobs now.
std::string with_alternates(const ClusterState::Inside& state, const std::string& list);
// REQUIRES: names of existing partitions. The highest tier among them.
std::uint32_t highest_tier(const ClusterState::Inside& state, const std::string& list);
// Whether all of the list exist and take submissions now.
Status check_partitions(const ClusterState::Inside& state, const std::string& list);

struct LicenseWish {
  std::vector<std::pair<std::string, std::uint32_t>> counts;
  bool any = false;  // "a|b": the first that is free
};
// "matlab:2,ansys" or "a:1|b". Errors: Code::InvalidLicenses for what is unknown or more than there is.
Result<LicenseWish> parse_licenses(const ClusterState::Inside& state, const std::string& text);

}  // namespace minislurm::core
