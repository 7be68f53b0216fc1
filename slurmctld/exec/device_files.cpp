#include "slurmctld/exec/device_files.h"

#include <algorithm>
#include <set>

namespace minislurm::exec {
namespace {

// Devices of one name are numbered through the types that they have.
std::vector<std::string> files_named(const Node& node, const std::string& name) {
  std::vector<std::string> files;
  for (const NodeGres& gres : node.gres) {
    if (gres.name != name) continue;
    files.insert(files.end(), gres.files.begin(), gres.files.end());
  }
  return files;
}

}  // namespace

std::vector<std::string> device_files(const Node& node, const NodeAllocation& held) {
  std::vector<std::string> files;
  for (const GresAllocation& one : held.gres) {
    const std::vector<std::string> named = files_named(node, one.name);
    if (one.indexes.empty()) files.insert(files.end(), named.begin(), named.end());
    for (const std::uint32_t index : one.indexes)
      if (index < named.size()) files.push_back(named[index]);
  }
  return files;
}

std::vector<std::string> barred_devices(const Cluster& cluster, const Allocation& allocation) {
  std::set<std::string> files, own;
  for (const Node& node : cluster.nodes) {
    for (const NodeGres& gres : node.gres) files.insert(gres.files.begin(), gres.files.end());
    for (const NodeAllocation& held : allocation.nodes) {
      if (held.node != node.name) continue;
      for (const std::string& file : device_files(node, held)) own.insert(file);
    }
  }
  std::vector<std::string> barred;
  std::set_difference(files.begin(), files.end(), own.begin(), own.end(), std::back_inserter(barred));
  return barred;
}

}  // namespace minislurm::exec
