#include "slurmctld/exec/gpu_environment.h"

#include <algorithm>

namespace minislurm::exec {

std::vector<std::uint32_t> gpu_indexes(const NodeAllocation& held) {
  std::vector<std::uint32_t> indexes;
  for (const GresAllocation& gres : held.gres)
    if (gres.name == "gpu") indexes.insert(indexes.end(), gres.indexes.begin(), gres.indexes.end());
  std::sort(indexes.begin(), indexes.end());
  return indexes;
}

void set_gpu_variables(Environment& environment, const NodeAllocation& held, const std::vector<std::uint32_t>& seen,
                       const std::string& indexes_name) {
  std::uint64_t count = 0;
  for (const GresAllocation& gres : held.gres) count += gres.name == "gpu" ? gres.count : 0;
  if (count == 0) return;
  environment["SLURM_GPUS_ON_NODE"] = std::to_string(count);
  if (seen.empty()) return;
  std::string list;
  for (const std::uint32_t index : seen) list += (list.empty() ? "" : ",") + std::to_string(index);
  for (const std::string& name : {indexes_name, std::string("CUDA_VISIBLE_DEVICES"),
                                  std::string("ROCR_VISIBLE_DEVICES"), std::string("GPU_DEVICE_ORDINAL")})
    environment[name] = list;
}

}  // namespace minislurm::exec
