#include "slurmctld/exec/job_environment.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "libcommon/text/environment.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/repeated_counts.h"
#include "slurmctld/exec/elastic_environment.h"
#include "slurmctld/exec/gpu_environment.h"
#include "slurmctld/exec/topology_address.h"

namespace minislurm::exec {
namespace {

// A job submitted from within another one must not inherit what described that one.
constexpr std::array<std::string_view, 18> kOfAnotherJob{
    "SLURM_JOB_",  "SLURM_STEP_",   "SLURM_ARRAY_",     "SLURM_MEM_PER_",   "SLURM_NTASKS",
    "SLURM_CPUS_", "SLURM_GPUS",    "SLURM_TRES_",      "SLURM_RESTART_",   "SLURM_NPROCS",
    "SLURM_TASKS_PER_NODE", "SLURM_TOPOLOGY_ADDR", "SLURM_SRUN_COMM_", "SLURM_OVERCOMMIT", "SLURM_DISTRIBUTION",
    "SLURM_HET_SIZE", "SLURM_PACK_SIZE", "MINI_SLURM_",
};
constexpr std::array<std::string_view, 16> kExactlyOfAnotherJob{
    "SLURM_JOBID",   "SLURM_STEPID",  "SLURM_PROCID",  "SLURM_LOCALID",  "SLURM_NODEID",    "SLURM_GTIDS",
    "SLURM_NODELIST", "SLURM_NNODES", "SLURM_TASK_PID", "SLURMD_NODENAME", "SLURM_LAUNCH_NODE_IPADDR",
    "SLURM_EXPORT_ENV", "SLURM_THREADS_PER_CORE", "SLURM_PRIO_PROCESS", "SLURM_CONF", "SLURM_UMASK",
};
constexpr std::string_view kRootPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
constexpr std::string_view kUserPath = "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games";
constexpr Seconds kEndOfUnlimited{365 * 24 * 3600};  // what Slurm tells of a job without a limit

bool starts_with(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

bool slurms_own(std::string_view name) { return starts_with(name, "SLURM_") || starts_with(name, "SPANK_"); }

bool of_another_job(std::string_view name) {
  const auto prefixes = [name](std::string_view prefix) { return starts_with(name, prefix); };
  for (const std::string_view component : {"_HET_GROUP_", "_PACK_GROUP_"})
    if (slurms_own(name) && name.find(component) != std::string_view::npos) return true;
  return std::any_of(kOfAnotherJob.begin(), kOfAnotherJob.end(), prefixes) ||
         std::find(kExactlyOfAnotherJob.begin(), kExactlyOfAnotherJob.end(), name) != kExactlyOfAnotherJob.end();
}

void set_number(Environment& environment, const std::string& name, const std::optional<std::uint32_t>& value) {
  if (value) environment[name] = std::to_string(*value);
}

void set_text(Environment& environment, const std::string& name, const std::string& value) {
  if (!value.empty()) environment[name] = value;
}

bool tasks_asked_for(const JobSpec& spec) {
  return spec.ntasks || spec.ntasks_per_node || spec.ntasks_per_socket || spec.ntasks_per_core || spec.ntasks_per_gpu;
}

// The value behind "gres/gpu" of a list such as "gres/gpu:tesla:2,gres/fpga:1" or "gres/gpu=1"; empty: none.
std::string gpus_in(std::string_view tres) {
  constexpr std::string_view kGpu = "gres/gpu";
  std::string values;
  while (!tres.empty()) {
    const std::string_view one = tres.substr(0, tres.find(','));
    tres.remove_prefix(std::min(tres.size(), one.size() + 1));
    if (starts_with(one, kGpu) && one.size() > kGpu.size())
      values += (values.empty() ? "" : ",") + std::string(one.substr(kGpu.size() + 1));
  }
  return values;
}

std::string tres_per_task(const JobSpec& spec) {
  if (!spec.tres_per_task.empty()) return spec.tres_per_task;
  std::string text = spec.cpus_per_task ? "cpu=" + std::to_string(*spec.cpus_per_task) : "";
  const std::string gpus = gpus_in(spec.gres_per_task);
  if (!gpus.empty()) text += (text.empty() ? "" : ",") + ("gres/gpu=" + gpus);
  return text;
}

const Partition* partition_of(const Cluster& cluster, const std::string& name) {
  for (const Partition& partition : cluster.partitions)
    if (partition.name == name) return &partition;
  return nullptr;
}

void set_memory(Environment& environment, const Job& job, const Cluster& cluster) {
  const auto put = [&environment](const char* name, Mebibytes size) { environment[name] = std::to_string(size.count); };
  const JobSpec& spec = job.spec;
  if (spec.memory_per_gpu) return put("SLURM_MEM_PER_GPU", *spec.memory_per_gpu);
  if (spec.memory_per_cpu) return put("SLURM_MEM_PER_CPU", *spec.memory_per_cpu);
  if (spec.memory_per_node) {
    const bool whole = spec.memory_per_node->count == 0 && !job.allocation.empty();
    return put("SLURM_MEM_PER_NODE", whole ? job.allocation.nodes.front().memory : *spec.memory_per_node);
  }
  if (!cluster.settings.counts_memory) return;
  const Partition* partition = partition_of(cluster, job.partition);
  if (partition != nullptr && partition->default_memory_per_cpu)
    return put("SLURM_MEM_PER_CPU", *partition->default_memory_per_cpu);
  if (partition != nullptr && partition->default_memory_per_node)
    return put("SLURM_MEM_PER_NODE", *partition->default_memory_per_node);
  if (cluster.settings.default_memory_per_cpu)
    return put("SLURM_MEM_PER_CPU", *cluster.settings.default_memory_per_cpu);
  if (cluster.settings.default_memory_per_node) put("SLURM_MEM_PER_NODE", *cluster.settings.default_memory_per_node);
}

void set_array(Environment& environment, const Job& job) {
  if (!job.array_task) return;
  environment["SLURM_ARRAY_JOB_ID"] = to_string(job.array_job);
  environment["SLURM_ARRAY_TASK_ID"] = std::to_string(*job.array_task);
  environment["SLURM_ARRAY_TASK_COUNT"] = std::to_string(job.array_count);
  environment["SLURM_ARRAY_TASK_MIN"] = std::to_string(job.array_min);
  environment["SLURM_ARRAY_TASK_MAX"] = std::to_string(job.array_max);
  environment["SLURM_ARRAY_TASK_STEP"] = std::to_string(std::max<std::uint32_t>(1, job.array_step));
}

void set_identity(Environment& environment, const Job& job, const JobSetting& setting) {
  environment["SLURM_CLUSTER_NAME"] = setting.cluster.settings.cluster_name;
  set_text(environment, "SLURM_CONF", setting.slurm_conf);
  // All components of a heterogeneous job see the id of the first.
  const JobId id = number(job.het_job) != 0 ? job.het_job : job.id;
  environment["SLURM_JOB_ID"] = environment["SLURM_JOBID"] = to_string(id);
  environment["SLURM_JOB_NAME"] = job.spec.name;
  environment["SLURM_JOB_UID"] = std::to_string(number(job.user));
  environment["SLURM_JOB_GID"] = std::to_string(number(job.group));
  environment["SLURM_JOB_USER"] = job.user_name;
  set_text(environment, "SLURM_JOB_ACCOUNT", job.spec.account);
  environment["SLURM_JOB_QOS"] = job.spec.qos.empty() ? "normal" : job.spec.qos;
  environment["SLURM_JOB_PARTITION"] = job.partition;
  set_text(environment, "SLURM_JOB_RESERVATION", job.spec.reservation);
  set_text(environment, "SLURM_JOB_LICENSES", job.spec.licenses);
  set_text(environment, "SLURM_JOB_DEPENDENCY", job.spec.dependency);
  if (job.restarts > 0) environment["SLURM_RESTART_COUNT"] = std::to_string(job.restarts);
  const Seconds limit = job.time_limit && *job.time_limit != kUnlimited ? Seconds(*job.time_limit) : kEndOfUnlimited;
  const Instant end = job.started + limit + job.suspended_for;
  environment["SLURM_JOB_START_TIME"] = std::to_string(job.started.time_since_epoch().count());
  environment["SLURM_JOB_END_TIME"] = std::to_string(end.time_since_epoch().count());
}

void set_size(Environment& environment, const Job& job) {
  std::vector<std::uint32_t> cpus;
  for (const NodeAllocation& node : job.allocation.nodes) cpus.push_back(static_cast<std::uint32_t>(node.cpus.size()));
  const std::string nodes = text::compress_hostlist(job.allocation.node_names());
  environment["SLURM_JOB_NODELIST"] = environment["SLURM_NODELIST"] = nodes;
  environment["SLURM_JOB_NUM_NODES"] = environment["SLURM_NNODES"] = std::to_string(job.allocation.nodes.size());
  environment["SLURM_JOB_CPUS_PER_NODE"] = text::format_repeated_counts(cpus);
  environment["SLURM_TASKS_PER_NODE"] = text::format_repeated_counts(tasks_per_node(job));
  const JobSpec& spec = job.spec;
  const bool only_by_core =
      spec.ntasks_per_core && !spec.ntasks && !spec.ntasks_per_node && !spec.ntasks_per_socket && !spec.ntasks_per_gpu;
  if (tasks_asked_for(spec) && !only_by_core)
    environment["SLURM_NTASKS"] = environment["SLURM_NPROCS"] = std::to_string(job.num_tasks);
  set_number(environment, "SLURM_CPUS_PER_TASK", spec.cpus_per_task);
  set_number(environment, "SLURM_CPUS_PER_GPU", spec.cpus_per_gpu);
  set_number(environment, "SLURM_NTASKS_PER_NODE", spec.ntasks_per_node);
  set_number(environment, "SLURM_NTASKS_PER_SOCKET", spec.ntasks_per_socket);
  set_number(environment, "SLURM_NTASKS_PER_CORE", spec.ntasks_per_core);
  set_number(environment, "SLURM_NTASKS_PER_GPU", spec.ntasks_per_gpu);
  set_number(environment, "SLURM_THREADS_PER_CORE", spec.threads_per_core);
  set_number(environment, "SLURM_JOB_SEGMENT_SIZE", spec.segment_size);
  set_text(environment, "SLURM_TRES_PER_TASK", tres_per_task(spec));
  set_text(environment, "SLURM_TRES_BIND", spec.tres_bind);
  set_text(environment, "SLURM_GPUS", gpus_in(spec.gres_per_job));
  for (const auto& [option, value] : spec.kept)
    if (option == "gpus-per-node") set_text(environment, "SLURM_GPUS_PER_NODE", value);
  set_text(environment, "SLURM_DISTRIBUTION", spec.distribution.substr(0, spec.distribution.find('=')));
  set_text(environment, "SLURM_NETWORK", spec.network);
  if (spec.overcommit) environment["SLURM_OVERCOMMIT"] = "1";
}

}  // namespace

std::vector<std::uint32_t> tasks_per_node(const Job& job) {
  const bool asked = tasks_asked_for(job.spec);
  const std::uint32_t width = std::max<std::uint32_t>(1, job.spec.cpus_per_task.value_or(1));
  std::vector<std::uint32_t> tasks;
  for (const NodeAllocation& node : job.allocation.nodes) {
    const auto fitting = static_cast<std::uint32_t>(node.cpus.size()) / width;
    tasks.push_back(asked && node.tasks > 0 ? node.tasks : std::max<std::uint32_t>(1, fitting));
  }
  return tasks;
}

void set_job_variables(Environment& environment, const Job& job, const JobSetting& setting) {
  set_identity(environment, job, setting);
  set_size(environment, job);
  set_memory(environment, job, setting.cluster);
  set_array(environment, job);
  set_elastic_variables(environment, job, setting);
  set_text(environment, "SLURM_SUBMIT_HOST", job.spec.alloc_node);
  environment.emplace("SLURM_SUBMIT_DIR", job.spec.work_dir);  // sbatch sends its own, which --chdir does not change
}

void set_node_variables(Environment& environment, const NodeAllocation& own, std::uint32_t node_rank,
                        const JobSetting& setting) {
  environment["SLURMD_NODENAME"] = own.node;
  environment["SLURM_NODEID"] = std::to_string(node_rank);
  environment["SLURM_CPUS_ON_NODE"] = std::to_string(own.cpus.size());
  const auto partition = environment.find("SLURM_JOB_PARTITION");
  const auto place = topology_address(setting.cluster,
                                      partition == environment.end() ? std::string{} : partition->second, own.node);
  if (!place) return;
  environment["SLURM_TOPOLOGY_ADDR"] = place->address;
  environment["SLURM_TOPOLOGY_ADDR_PATTERN"] = place->pattern;
}

Environment exported_environment(const Environment& submitted, const std::string& export_list,
                                 const UserRecord& user) {
  const Result<text::ExportList> parsed = text::parse_export(export_list);
  const text::ExportList chosen = parsed ? *parsed : text::ExportList{};
  Environment environment;
  if (chosen.base == text::ExportBase::None) {
    environment = {{"HOME", user.home},     {"USER", user.name},
                   {"LOGNAME", user.name},  {"SHELL", user.shell},
                   {"PATH", std::string(number(user.user) == 0 ? kRootPath : kUserPath)}};
  }
  for (const auto& [name, value] : submitted) {
    const bool named = std::find(chosen.names.begin(), chosen.names.end(), name) != chosen.names.end();
    if (of_another_job(name)) continue;
    if (chosen.base == text::ExportBase::All || named || slurms_own(name)) environment.insert_or_assign(name, value);
  }
  for (const auto& [name, value] : chosen.values) environment.insert_or_assign(name, value);
  return environment;
}

Environment batch_environment(const Job& job, const Environment& submitted, const JobSetting& setting) {
  Environment environment = exported_environment(submitted, job.spec.export_list, setting.user);
  // Limits of the submitting shell travel as variables; they are part of the launch record, not of the job's.
  std::erase_if(environment, [](const auto& entry) { return starts_with(entry.first, "SLURM_RLIMIT_"); });
  set_job_variables(environment, job, setting);
  set_text(environment, "SLURM_EXPORT_ENV", job.spec.export_list);
  environment["ENVIRONMENT"] = "BATCH";
  environment["SLURM_PRIO_PROCESS"] = "0";
  environment["SLURM_OOM_KILL_STEP"] = job.spec.oom_kill_step.value_or(false) ? "1" : "0";
  environment["SLURM_PROCID"] = environment["SLURM_LOCALID"] = environment["SLURM_GTIDS"] = "0";
  environment.emplace("TMPDIR", "/tmp");
  if (job.allocation.empty()) return environment;
  const NodeAllocation& host = job.allocation.nodes.front();
  environment["HOSTNAME"] = host.node;
  set_node_variables(environment, host, 0, setting);
  set_gpu_variables(environment, host, gpu_indexes(host), "SLURM_JOB_GPUS");
  return environment;
}

}  // namespace minislurm::exec
