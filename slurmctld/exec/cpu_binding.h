// Which of its step's CPUs a task is bound to: srun --cpu-bind. Source: Slurm's srun page and its multi-core document.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/model/node.h"
#include "libcommon/model/step.h"

namespace minislurm::exec {

struct CpuBinding {
  enum class Kind { Tasks /* its own CPUs */, None, Cores, Sockets, Map, Mask, RankSocket, MapSocket, MaskSocket };
  Kind kind = Kind::Tasks;
  bool verbose = false;
  // Map: a CPU or socket for each task of a node in turn; Mask: sets of them.
  std::vector<std::vector<std::uint32_t>> sets;
};

// "verbose,map_cpu:0,2", "mask_cpu:0x3,0xC*2", "cores"; what is not understood binds as if nothing were said.
CpuBinding read_cpu_binding(std::string_view text);

// The node's CPU ids for the task, of `held`, the step's there, ascending; nothing: no binding of its own. What a map or
// mask names beyond the step's is left out; where nothing is left, the task may use all of the step's.
std::optional<std::vector<std::uint32_t>> bound_cpus(const CpuBinding& binding, const TaskPlace& place,
                                                     const Node& node, const std::vector<std::uint32_t>& held);

// "cpu-bind=MASK - node1, task  0  0 [", what stands before the process's number, and what stands behind it.
struct BindingLine {
  std::string before, after;
};
BindingLine binding_line(const CpuBinding& binding, const TaskPlace& place,
                         const std::vector<std::uint32_t>& machine_cpus);

}  // namespace minislurm::exec
