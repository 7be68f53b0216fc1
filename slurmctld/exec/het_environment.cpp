#include "slurmctld/exec/het_environment.h"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/repeated_counts.h"

namespace minislurm::exec {
namespace {

// Of the variables that describe a job, those that each component has of its own.
constexpr std::string_view kOfComponent[] = {
    "SLURM_CPUS_PER_GPU",        "SLURM_CPUS_PER_TASK",     "SLURM_DISTRIBUTION",     "SLURM_GPUS",
    "SLURM_GPUS_PER_NODE",       "SLURM_JOB_ACCOUNT",       "SLURM_JOB_CPUS_PER_NODE", "SLURM_JOB_ID",
    "SLURM_JOB_LICENSES",        "SLURM_JOB_NAME",          "SLURM_JOB_NODELIST",     "SLURM_JOB_NUM_NODES",
    "SLURM_JOB_PARTITION",       "SLURM_JOB_QOS",           "SLURM_JOB_RESERVATION",  "SLURM_MEM_PER_CPU",
    "SLURM_MEM_PER_GPU",         "SLURM_MEM_PER_NODE",      "SLURM_NPROCS",           "SLURM_NTASKS",
    "SLURM_NTASKS_PER_CORE",     "SLURM_NTASKS_PER_GPU",    "SLURM_NTASKS_PER_NODE",  "SLURM_NTASKS_PER_SOCKET",
    "SLURM_OVERCOMMIT",          "SLURM_TASKS_PER_NODE",    "SLURM_THREADS_PER_CORE", "SLURM_TRES_BIND",
    "SLURM_TRES_PER_TASK",
};

std::vector<std::uint32_t> tasks_by_node(const HetStepPart& part) {
  std::vector<std::uint32_t> tasks;
  for (const NodeAllocation& node : part.step.allocation.nodes)
    tasks.push_back(static_cast<std::uint32_t>(std::count_if(
        part.places.begin(), part.places.end(), [&node](const TaskPlace& at) { return at.node == node.node; })));
  return tasks;
}

}  // namespace

void set_het_variables(Environment& environment, const std::vector<Job>& components, const JobSetting& setting) {
  if (components.size() < 2) return;
  environment["SLURM_HET_SIZE"] = environment["SLURM_PACK_SIZE"] = std::to_string(components.size());
  for (const Job& job : components) {
    Environment own;
    set_job_variables(own, job, setting);
    own["SLURM_JOB_ID"] = to_string(job.id);
    for (const std::string_view name : kOfComponent) {
      const auto found = own.find(std::string(name));
      if (found == own.end()) continue;
      for (const char* group : {"_HET_GROUP_", "_PACK_GROUP_"})
        environment[std::string(name) + group + std::to_string(job.het_offset)] = found->second;
    }
  }
}

std::uint32_t HetStepView::first_rank() const {
  return std::accumulate(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(own), 0U,
                         [](std::uint32_t sum, const HetStepPart& part) { return sum + part.step.num_tasks; });
}

std::uint32_t HetStepView::first_node() const {
  return std::accumulate(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(own), 0U,
                         [](std::uint32_t sum, const HetStepPart& part) {
                           return sum + static_cast<std::uint32_t>(part.step.allocation.nodes.size());
                         });
}

void set_het_step(Environment& environment, const HetStepView& view) {
  if (view.parts.size() < 2) return;
  std::vector<std::string> names;
  std::vector<std::uint32_t> counts, cpus;
  std::uint32_t tasks = 0;
  for (const HetStepPart& part : view.parts) {
    tasks += part.step.num_tasks;
    for (const std::uint32_t count : tasks_by_node(part)) counts.push_back(count);
    for (const NodeAllocation& node : part.step.allocation.nodes) {
      names.push_back(node.node);
      cpus.push_back(static_cast<std::uint32_t>(node.cpus.size()));
    }
  }
  const auto set = [&environment](std::initializer_list<const char*> keys, const std::string& value) {
    for (const char* key : keys) environment[key] = value;
  };
  set({"SLURM_JOB_NODELIST", "SLURM_NODELIST", "SLURM_STEP_NODELIST"}, text::compress_hostlist(names));
  set({"SLURM_JOB_NUM_NODES", "SLURM_NNODES", "SLURM_STEP_NUM_NODES"}, std::to_string(names.size()));
  set({"SLURM_NTASKS", "SLURM_NPROCS", "SLURM_STEP_NUM_TASKS"}, std::to_string(tasks));
  set({"SLURM_TASKS_PER_NODE", "SLURM_STEP_TASKS_PER_NODE"}, text::format_repeated_counts(counts));
  set({"SLURM_JOB_CPUS_PER_NODE"}, text::format_repeated_counts(cpus));
}

}  // namespace minislurm::exec
