#include "slurmctld/exec/step_environment.h"

#include <algorithm>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/repeated_counts.h"
#include "slurmctld/exec/gpu_environment.h"

namespace minislurm::exec {
namespace {

constexpr const char* kThisMachine = "127.0.0.1";

std::vector<std::uint32_t> tasks_of_nodes(const Step& step, const std::vector<TaskPlace>& places) {
  std::vector<std::uint32_t> tasks;
  for (const NodeAllocation& node : step.allocation.nodes)
    tasks.push_back(static_cast<std::uint32_t>(
        std::count_if(places.begin(), places.end(), [&node](const TaskPlace& at) { return at.node == node.node; })));
  return tasks;
}

void set_step(Environment& environment, const Step& step, const std::vector<TaskPlace>& places) {
  const std::string tasks = std::to_string(step.num_tasks);
  const std::string per_node = text::format_repeated_counts(tasks_of_nodes(step, places));
  environment["SLURM_STEP_ID"] = environment["SLURM_STEPID"] = to_string(step.id.step);
  environment["SLURM_STEP_NODELIST"] = text::compress_hostlist(step.allocation.node_names());
  environment["SLURM_STEP_NUM_NODES"] = environment["SLURM_NNODES"] = std::to_string(step.allocation.nodes.size());
  environment["SLURM_STEP_NUM_TASKS"] = environment["SLURM_NTASKS"] = environment["SLURM_NPROCS"] = tasks;
  environment["SLURM_STEP_TASKS_PER_NODE"] = environment["SLURM_TASKS_PER_NODE"] = per_node;
  environment["SLURM_LAUNCH_NODE_IPADDR"] = kThisMachine;
  environment["SLURM_SRUN_COMM_HOST"] = kThisMachine;
}

// What Slurm decided for itself is told where it looked at nodes: within a job, or with a wish for memory.
void set_distribution(Environment& environment, const Job& job, const wire::StepSpec& spec, const Step& step) {
  constexpr std::string_view kPlane = "plane=";
  if (spec.distribution.rfind(kPlane, 0) == 0) {
    environment["SLURM_DISTRIBUTION"] = "plane";
    environment["SLURM_DIST_PLANESIZE"] = spec.distribution.substr(kPlane.size());
  } else if (!spec.distribution.empty()) {
    environment["SLURM_DISTRIBUTION"] = spec.distribution;
  } else if (job.spec.kind != JobKind::Srun || spec.memory_per_node.value_or(Mebibytes{}).count > 0 ||
             spec.memory_per_cpu) {
    const auto nodes = static_cast<std::uint32_t>(step.allocation.nodes.size());
    environment["SLURM_DISTRIBUTION"] = step.num_tasks <= spec.min_nodes.value_or(nodes) ? "cyclic" : "block";
  }
}

void set_asked_for(Environment& environment, const wire::StepSpec& spec) {
  if (spec.ntasks_per_node) environment["SLURM_NTASKS_PER_NODE"] = std::to_string(*spec.ntasks_per_node);
  if (spec.cpus_per_task) {
    environment["SLURM_CPUS_PER_TASK"] = std::to_string(*spec.cpus_per_task);
    environment.emplace("SLURM_TRES_PER_TASK", "cpu=" + std::to_string(*spec.cpus_per_task));
  }
  const bool known = environment.contains("SLURM_MEM_PER_CPU") || environment.contains("SLURM_MEM_PER_NODE");
  if (known) return;
  if (spec.memory_per_cpu) {
    environment["SLURM_MEM_PER_CPU"] = std::to_string(spec.memory_per_cpu->count);
  } else if (spec.memory_per_node && spec.memory_per_node->count > 0) {
    environment["SLURM_MEM_PER_NODE"] = std::to_string(spec.memory_per_node->count);
  }
}

}  // namespace

Environment step_environment(const Job& job, const Step& step, const std::vector<TaskPlace>& places,
                             const wire::StepSpec& spec, const Environment& sent, const JobSetting& setting) {
  Environment environment = sent;
  std::erase_if(environment, [](const auto& entry) { return entry.first.rfind("SLURM_RLIMIT_", 0) == 0; });
  set_job_variables(environment, job, setting);
  // What the step is told of these is what the caller was told: a batch script hands on its job's default memory, srun
  // on its own has none; -J names the step to its programs.
  constexpr const char* kAsSent[] = {"SLURM_MEM_PER_CPU", "SLURM_MEM_PER_NODE", "SLURM_MEM_PER_GPU"};
  for (const char* name : kAsSent) {
    environment.erase(name);
    if (const auto found = sent.find(name); found != sent.end()) environment[name] = found->second;
  }
  if (const auto named = sent.find("SLURM_JOB_NAME"); named != sent.end()) environment["SLURM_JOB_NAME"] = named->second;
  set_distribution(environment, job, spec, step);
  environment["SLURM_OOM_KILL_STEP"] = job.spec.oom_kill_step.value_or(false) ? "1" : "0";
  environment["SLURM_PRIO_PROCESS"] = "0";
  if (!job.het_set.empty()) environment["SLURM_HET_SIZE"] = std::to_string(job.het_set.size());
  environment["SLURM_JOB_GROUP"] = job.group_name;
  set_step(environment, step, places);
  set_asked_for(environment, spec);
  environment.emplace("SLURM_UMASK", "0022");
  environment.emplace("TMPDIR", "/tmp");
  return environment;
}

std::vector<std::pair<std::string, std::string>> task_environment(const TaskPlace& place, const Job& job,
                                                                  const Step& step,
                                                                  const std::vector<TaskPlace>& places,
                                                                  const GpuBinding& binding,
                                                                  const JobSetting& setting, const HetStepView* het) {
  const std::uint32_t first_rank = het != nullptr ? het->first_rank() : 0;
  const std::uint32_t first_node = het != nullptr ? het->first_node() : 0;
  Environment environment;
  std::string ranks;
  for (const TaskPlace& other : places)
    if (other.node == place.node) ranks += (ranks.empty() ? "" : ",") + std::to_string(first_rank + other.rank);
  const auto held_at = [&place](const Allocation& allocation) -> const NodeAllocation* {
    for (const NodeAllocation& node : allocation.nodes)
      if (node.node == place.node) return &node;
    return nullptr;
  };
  if (const NodeAllocation* own = held_at(step.allocation)) {
    const NodeAllocation* of_job = held_at(job.allocation);
    environment["SLURM_JOB_PARTITION"] = job.partition;
    set_node_variables(environment, step.whole && of_job ? *of_job : *own, first_node + place.node_rank, setting);
    set_gpu_variables(environment, *own, bound_gpus(binding, gpu_indexes(*own), place.local_rank), "SLURM_STEP_GPUS");
  }
  environment["SLURM_PROCID"] = std::to_string(first_rank + place.rank);
  environment["SLURM_LOCALID"] = std::to_string(place.local_rank);
  environment["SLURM_NODEID"] = std::to_string(first_node + place.node_rank);
  environment["SLURMD_NODENAME"] = place.node;
  environment["SLURM_GTIDS"] = ranks;
  return {environment.begin(), environment.end()};
}

}  // namespace minislurm::exec
