#include "libcommon/config/partition_lines.h"

#include <algorithm>

#include "libcommon/config/partition_keys.h"
#include "libcommon/config/resolve/resolve.h"
#include "libcommon/text/words.h"

namespace minislurm::config {

Status PartitionReader::take(const ConfLine& line) {
  Partition partition = defaults_;
  for (std::size_t i = 1; i < line.pairs.size(); ++i) {
    const Pair& pair = line.pairs[i];
    const PartitionKey* key = find_partition_key(pair.key);
    if (key == nullptr) return error_at(line, "unknown key '" + pair.key + "' on a PartitionName line");
    if (key->set == nullptr) {
      partition.kept.emplace_back(key->name, pair.value);
      continue;
    }
    if (Status set = key->set(partition, pair.value); !set)
      return error_at(line, "bad value '" + pair.value + "' of " + pair.key + ": " + set.error().detail);
  }
  partition.name = line.pairs.front().value;
  if (text::iequals(partition.name, "DEFAULT")) {
    defaults_ = std::move(partition);
    return {};
  }
  if (!names_.insert(partition.name).second)
    return error_at(line, "partition " + partition.name + " is declared twice; each name may stand on one line only");
  partitions_.emplace_back(std::move(partition), line);
  return {};
}

// The first partition that does not resolve by itself.
Error PartitionReader::culprit(const Cluster& cluster) const {
  Cluster alone;
  alone.nodes = cluster.nodes;
  for (const auto& [partition, line] : partitions_) {
    alone.partitions = {partition};
    if (Status done = resolve(alone); !done)
      return error_at(line, "partition " + partition.name + ": node '" + done.error().detail +
                                "' is not declared by a NodeName line");
  }
  return Error::generic("the partitions do not fit together");
}

Status PartitionReader::finish(Cluster& cluster, const std::function<std::string(const std::string&)>& plain) {
  for (auto& [partition, line] : partitions_) {
    partition.node_list = plain(partition.node_list);
    if (!partition.alternate.empty() && names_.count(partition.alternate) == 0)
      return error_at(line, "Alternate=" + partition.alternate + " is not a partition");
    const std::string& wanted = partition.topology;
    const bool known = std::any_of(cluster.topologies.begin(), cluster.topologies.end(),
                                   [&wanted](const TopologySpec& one) { return one.name == wanted; });
    if (!wanted.empty() && !known) return error_at(line, "Topology=" + wanted + " is not declared by topology.yaml");
    cluster.partitions.push_back(partition);
  }
  if (!resolve(cluster)) return culprit(cluster);
  // Of several defaults Slurm takes the last.
  bool taken = false;
  for (auto at = cluster.partitions.rbegin(); at != cluster.partitions.rend(); ++at) {
    at->is_default = at->is_default && !taken;
    taken = taken || at->is_default;
  }
  return {};
}

}  // namespace minislurm::config
