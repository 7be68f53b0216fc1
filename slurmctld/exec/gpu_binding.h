// Which of its step's GPUs a task sees: --gpu-bind, --tres-bind, --gpus-per-task. Pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace minislurm::exec {

struct GpuBinding {
  enum class Kind { None, Single, PerTask, Map, Mask };
  Kind kind = Kind::None;             // each task sees them all
  std::uint32_t count = 1;            // Single: tasks to a GPU; PerTask: GPUs to a task
  std::vector<std::uint64_t> values;  // Map: an index, Mask: bits of indexes; for the tasks of a node in turn
};

// "gres/gpu:single:1", "gres/gpu:verbose,map_gpu:1,0". `per_task`: what a task was given of the step's own accord,
// which binds where nothing else is said; 0: nothing.
GpuBinding read_gpu_binding(std::string_view tres_bind, std::uint32_t per_task);

// `held`: the step's on that node, ascending. What a binding names beyond them is as if it named them all.
std::vector<std::uint32_t> bound_gpus(const GpuBinding& binding, const std::vector<std::uint32_t>& held,
                                      std::uint32_t local_rank);

}  // namespace minislurm::exec
