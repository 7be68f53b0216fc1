#include "slurmctld/core/partitions.h"

#include <algorithm>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::core {

Result<std::vector<std::string>> partition_names(const ClusterState::Inside& state, const std::string& list) {
  std::vector<std::string> names;
  for (const std::string_view name : text::split_list(list)) {
    if (!state.find_partition(name))
      return Error{Code::InvalidPartitionName, "invalid partition specified: " + std::string(name)};
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  }
  if (names.empty()) return Error{Code::InvalidPartitionName, "invalid partition specified: " + list};
  return names;
}

std::string with_alternates(const ClusterState::Inside& state, const std::string& list) {
  std::vector<std::string> names;
  for (const std::string_view name : text::split_list(list)) {
    const Partition* partition = state.find_partition(name);
    const bool closed = partition != nullptr && !partition->alternate.empty() &&
                        (partition->state == PartitionState::Drain || partition->state == PartitionState::Inactive);
    names.push_back(closed ? partition->alternate : std::string{name});
  }
  return text::join(names, ",");
}

std::uint32_t highest_tier(const ClusterState::Inside& state, const std::string& list) {
  std::uint32_t tier = 0;
  for (const std::string_view name : text::split_list(list))
    if (const Partition* partition = state.find_partition(name)) tier = std::max(tier, partition->priority_tier);
  return tier;
}

Status check_partitions(const ClusterState::Inside& state, const std::string& list) {
  const auto names = partition_names(state, list);
  if (!names) return names.error();
  const bool takes = std::any_of(names->begin(), names->end(), [&](const std::string& name) {
    const PartitionState now = state.find_partition(name)->state;
    return now == PartitionState::Up || now == PartitionState::Down;
  });
  if (!takes) return Error{Code::PartitionNotAvailable};
  return {};
}

Result<LicenseWish> parse_licenses(const ClusterState::Inside& state, const std::string& text) {
  LicenseWish wish;
  wish.any = text.find('|') != std::string::npos;
  if (wish.any && text.find_first_of(",;") != std::string::npos) return Error{Code::InvalidLicenses};
  std::string unified = text;
  std::replace(unified.begin(), unified.end(), ';', ',');
  for (const std::string_view item : text::split_list(unified, wish.any ? '|' : ',')) {
    const auto mark = item.find_first_of(":=");
    const std::string_view name = item.substr(0, mark);
    std::uint32_t count = 1;
    if (mark != std::string_view::npos) {
      const auto read = text::parse_u32(item.substr(mark + 1));
      if (!read) return Error{Code::InvalidLicenses};
      count = *read;
    }
    const auto known = std::find_if(state.cluster.licenses.begin(), state.cluster.licenses.end(),
                                    [name](const License& license) { return license.name == name; });
    if (known == state.cluster.licenses.end() || count > known->total) return Error{Code::InvalidLicenses};
    wish.counts.emplace_back(std::string{name}, count);
  }
  return wish;
}

}  // namespace minislurm::core
