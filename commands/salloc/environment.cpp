#include "commands/salloc/environment.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "commands/support/option_variables.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/repeated_counts.h"

namespace minislurm::salloc {
namespace {

using Variables = std::map<std::string, std::string>;

void set(Variables& variables, const char* name, const std::string& value) {
  if (!value.empty()) variables[name] = value;
}

void set(Variables& variables, const char* name, const std::optional<std::uint32_t>& value) {
  if (value) variables[name] = std::to_string(*value);
}

void set(Variables& variables, const char* name, const std::optional<Mebibytes>& value) {
  if (value) variables[name] = std::to_string(value->count);
}

bool tasks_asked_for(const JobSpec& spec) {
  return spec.ntasks || spec.ntasks_per_node || spec.ntasks_per_socket || spec.ntasks_per_gpu;
}

void set_size(Variables& variables, const Job& job) {
  const bool asked = tasks_asked_for(job.spec);
  const auto width = std::max<std::uint32_t>(1, job.spec.cpus_per_task.value_or(1));
  std::vector<std::uint32_t> cpus, tasks;
  for (const NodeAllocation& node : job.allocation.nodes) {
    const auto own = static_cast<std::uint32_t>(node.cpus.size());
    cpus.push_back(own);
    // Where no number of tasks was asked for: as many as the CPUs allow.
    tasks.push_back(asked && node.tasks > 0 ? node.tasks : std::max<std::uint32_t>(1, own / width));
  }
  const std::string nodes = text::compress_hostlist(job.allocation.node_names());
  const std::string count = std::to_string(job.allocation.nodes.size());
  variables["SLURM_JOB_NODELIST"] = variables["SLURM_NODELIST"] = nodes;
  variables["SLURM_JOB_NUM_NODES"] = variables["SLURM_NNODES"] = count;
  variables["SLURM_JOB_CPUS_PER_NODE"] = text::format_repeated_counts(cpus);
  variables["SLURM_TASKS_PER_NODE"] = text::format_repeated_counts(tasks);
  if (asked) variables["SLURM_NTASKS"] = variables["SLURM_NPROCS"] = std::to_string(job.num_tasks);
}

void set_request(Variables& variables, const JobSpec& spec) {
  set(variables, "SLURM_CPUS_PER_TASK", spec.cpus_per_task);
  set(variables, "SLURM_CPUS_PER_GPU", spec.cpus_per_gpu);
  set(variables, "SLURM_NTASKS_PER_NODE", spec.ntasks_per_node);
  set(variables, "SLURM_NTASKS_PER_SOCKET", spec.ntasks_per_socket);
  set(variables, "SLURM_NTASKS_PER_CORE", spec.ntasks_per_core);
  set(variables, "SLURM_NTASKS_PER_GPU", spec.ntasks_per_gpu);
  set(variables, "SLURM_THREADS_PER_CORE", spec.threads_per_core);
  set(variables, "SLURM_MEM_PER_NODE", spec.memory_per_node);
  set(variables, "SLURM_MEM_PER_CPU", spec.memory_per_cpu);
  set(variables, "SLURM_MEM_PER_GPU", spec.memory_per_gpu);
  set(variables, "SLURM_TRES_PER_TASK", spec.tres_per_task);
  set(variables, "SLURM_TRES_BIND", spec.tres_bind);
  set(variables, "SLURM_DISTRIBUTION", spec.distribution);
  set(variables, "SLURM_NETWORK", spec.network);
  set(variables, "SLURM_JOB_DEPENDENCY", spec.dependency);
  set(variables, "SLURM_JOB_LICENSES", spec.licenses);
  set(variables, "SLURM_JOB_RESERVATION", spec.reservation);
  if (spec.overcommit) variables["SLURM_OVERCOMMIT"] = "1";
}

}  // namespace

Variables allocation_variables(const Job& job, const std::string& cluster_name, const Origin& origin) {
  Variables variables;
  variables["SLURM_JOB_ID"] = variables["SLURM_JOBID"] = to_string(job.id);
  variables["SLURM_JOB_NAME"] = job.spec.name;
  variables["SLURM_JOB_PARTITION"] = job.partition;
  variables["SLURM_JOB_START_TIME"] = std::to_string(job.started.time_since_epoch().count());
  if (job.time_limit && *job.time_limit != kUnlimited)
    variables["SLURM_JOB_END_TIME"] = std::to_string((job.started + *job.time_limit).time_since_epoch().count());
  variables["SLURM_SUBMIT_DIR"] = origin.folder;
  variables["SLURM_SUBMIT_HOST"] = origin.host;
  set(variables, "SLURM_CLUSTER_NAME", cluster_name);
  set(variables, "SLURM_JOB_ACCOUNT", job.spec.account);
  set(variables, "SLURM_JOB_QOS", job.spec.qos);
  set_size(variables, job);
  set_request(variables, job.spec);
  return variables;
}

Variables het_variables(const std::vector<Job>& components, const std::vector<options::JobOptions>& options,
                        const std::string& cluster_name, const Origin& origin) {
  constexpr std::string_view kOfAll[] = {"SLURM_CLUSTER_NAME", "SLURM_JOB_END_TIME", "SLURM_JOB_START_TIME",
                                         "SLURM_SUBMIT_DIR", "SLURM_SUBMIT_HOST"};
  Variables variables;
  variables["SLURM_HET_SIZE"] = variables["SLURM_PACK_SIZE"] = std::to_string(components.size());
  variables["SLURM_JOB_ID"] = to_string(components.front().id);
  variables["SLURM_SUBMIT_DIR"] = origin.folder;
  variables["SLURM_SUBMIT_HOST"] = origin.host;
  set(variables, "SLURM_CLUSTER_NAME", cluster_name);
  std::uint32_t tasks = 0;
  for (std::size_t at = 0; at < components.size(); ++at) {
    Variables own = allocation_variables(components[at], cluster_name, origin);
    if (at < options.size()) add_option_variables(own, options[at]);
    for (const auto& [name, value] : own) {
      if (std::find(std::begin(kOfAll), std::end(kOfAll), name) != std::end(kOfAll)) continue;
      for (const char* group : {"_HET_GROUP_", "_PACK_GROUP_"}) variables[name + group + std::to_string(at)] = value;
    }
    tasks += components[at].num_tasks;
  }
  variables["SLURM_NTASKS"] = variables["SLURM_NPROCS"] = std::to_string(tasks);
  return variables;
}

void add_option_variables(Variables& variables, const options::JobOptions& options) {
  const JobSpec& asked = options.spec;
  // What the cluster gives by default was not asked for.
  if (!asked.memory_per_node) variables.erase("SLURM_MEM_PER_NODE");
  if (!asked.memory_per_cpu) variables.erase("SLURM_MEM_PER_CPU");
  for (const auto& [name, value] : option_variables(options)) variables.insert_or_assign(name, value);
}

std::vector<std::string> merged(const std::vector<std::string>& variables, const Variables& added) {
  std::vector<std::string> all;
  for (const std::string& variable : variables)
    if (added.count(variable.substr(0, variable.find('='))) == 0) all.push_back(variable);
  for (const auto& [name, value] : added) all.push_back(name + "=" + value);
  return all;
}

}  // namespace minislurm::salloc
