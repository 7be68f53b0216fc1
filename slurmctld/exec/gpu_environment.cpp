#include "slurmctld/exec/gpu_environment.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace minislurm::exec {

void set_gpu_variables(Environment& environment, const NodeAllocation& held, const std::string& indexes_name) {
  std::vector<std::uint32_t> indexes;
  std::uint64_t count = 0;
  for (const GresAllocation& gres : held.gres) {
    if (gres.name != "gpu") continue;
    indexes.insert(indexes.end(), gres.indexes.begin(), gres.indexes.end());
    count += gres.count;
  }
  if (count == 0) return;
  environment["SLURM_GPUS_ON_NODE"] = std::to_string(count);
  if (indexes.empty()) return;
  std::sort(indexes.begin(), indexes.end());
  std::string list;
  for (const std::uint32_t index : indexes) list += (list.empty() ? "" : ",") + std::to_string(index);
  environment[indexes_name] = list;
  environment["CUDA_VISIBLE_DEVICES"] = list;
  environment["GPU_DEVICE_ORDINAL"] = list;
}

}  // namespace minislurm::exec
