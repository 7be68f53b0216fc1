#include "libcommon/options/job_gres_check.h"

#include <algorithm>

#include "libcommon/text/tres.h"

namespace minislurm::options {
namespace {

std::uint64_t gpus_of(const std::string& written) {
  const Result<std::vector<text::GresRequest>> list = text::parse_gres(written);
  std::uint64_t sum = 0;
  if (list)
    for (const text::GresRequest& one : *list) sum += one.name == "gpu" ? one.count : 0;
  return sum;
}

// What a request says of GPUs and of tasks, as numbers; 0: nothing.
struct Asked {
  std::uint64_t per_job, per_node, per_socket, per_task;
  std::uint64_t any() const { return per_job + per_node + per_socket + per_task; }
};

Asked asked_of(const JobSpec& spec) {
  return {gpus_of(spec.gres_per_job), gpus_of(spec.gres_per_node), gpus_of(spec.gres_per_socket),
          gpus_of(spec.gres_per_task)};
}

std::string without_gpus(const char* what, std::uint64_t count) {
  return std::string("Requested ") + what + "=gres/gpu:" + std::to_string(count) + " but did not request any GPU.";
}

// The first thing that is wrong; empty: nothing is.
std::string complaint(const JobSpec& spec, const Asked& gpus, bool nodes_given) {
  if (spec.cpus_per_gpu && gpus.any() == 0) return without_gpus("cpus_per_tres", *spec.cpus_per_gpu);
  if (spec.memory_per_gpu && gpus.any() == 0) return without_gpus("mem_per_tres", spec.memory_per_gpu->count);
  if (gpus.per_socket > 0 && !spec.sockets_per_node)
    return "--gpus-per-socket option requires --sockets-per-node specification";
  if (spec.ntasks_per_gpu && gpus.any() == 0 && !spec.ntasks)
    return "gres_job_state_validate: --ntasks-per-tres needs either a GRES GPU specification or a node/ntask "
           "specification";
  if (gpus.per_job > 0 && gpus.per_node > 0) {
    if (gpus.per_job < gpus.per_node)
      return "Failed to ensure --gpus >= --gres=gpu/--gpus-per-node >= --gpus-per-socket";
    const std::uint64_t nodes = gpus.per_job / gpus.per_node;
    const std::uint64_t most = spec.max_nodes.value_or(spec.min_nodes.value_or(0));
    if (nodes_given && (nodes < spec.min_nodes.value_or(1) || (most != 0 && nodes > most)))
      return "Failed to validate job spec. Based on --gpu and --gres=gpu/--gpus-per-node required nodes (" +
             std::to_string(nodes) + ") doesn't fall between min_nodes (" + std::to_string(spec.min_nodes.value_or(1)) +
             ") and max_nodes (" + std::to_string(most) + ") boundaries.";
  }
  if (gpus.per_job > 0 && nodes_given && gpus.per_job < spec.min_nodes.value_or(1))
    return "Failed to validate job spec, --gpus < -N";
  if (spec.ntasks_per_gpu && *spec.ntasks_per_gpu > 0 && spec.ntasks && gpus.any() == 0 &&
      *spec.ntasks % *spec.ntasks_per_gpu != 0)
    return "Failed to validate job spec, -n/--ntasks has to be a multiple of --ntasks-per-gpu.";
  if (gpus.per_task == 0) return {};
  if (gpus.per_job == 0 && !spec.ntasks)
    return "Failed to validate job spec. --gpus-per-task or --tres-per-task used without either --gpus or -n/--ntasks "
           "is not allowed.";
  if (gpus.per_job % gpus.per_task != 0) return "Failed to validate job spec, --gpus not multiple of --gpus-per-task";
  if (gpus.per_job > 0 && spec.ntasks && gpus.per_job / gpus.per_task != *spec.ntasks)
    return "Failed to validate job spec. Based on --gpus and --gpus-per-task number of requested tasks differ from "
           "-n/--ntasks.";
  return {};
}

}  // namespace

Status check_gres(JobOptions& options) {
  JobSpec& spec = options.spec;
  const Asked gpus = asked_of(spec);
  std::string why = complaint(spec, gpus, options.nodes_given);
  if (!why.empty()) {
    options.complaints.push_back(std::move(why));
    return Error{kFatalValue, std::string(text_of(Code::InvalidGres))};
  }
  // A share of each task binds it to that share, and with a number for each node says how many tasks a node has.
  if (gpus.per_task > 0 && spec.tres_bind.empty())
    spec.tres_bind = "gres/gpu:per_task:" + std::to_string(gpus.per_task);
  if (gpus.per_task > 0 && gpus.per_node > 0 && !spec.ntasks_per_node)
    spec.ntasks_per_node = static_cast<std::uint32_t>(std::max<std::uint64_t>(1, gpus.per_node / gpus.per_task));
  return {};
}

}  // namespace minislurm::options
