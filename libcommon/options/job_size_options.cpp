// How many nodes, tasks and CPUs, and how much memory.
#include "libcommon/options/job_setters.h"
#include "libcommon/text/cpu_list.h"
#include "libcommon/text/words.h"

namespace minislurm::options {
namespace {

using enum Argument;

Error bad_node_count(std::string_view value) {
  const std::size_t dash = value.find('-');
  if (dash != value.npos && value.find_first_of(",:") == value.npos) {
    const Result<std::uint32_t> least = text::parse_u32(value.substr(0, dash));
    const std::string_view upper = value.substr(dash + 1);
    const Result<std::uint32_t> most = text::parse_u32(upper);
    if (least && (upper.empty() || (most && *most < *least)))
      return Error::generic("Maximum node count " + (most ? std::to_string(*most) : "-1") +
                            " is less than minimum node count " + std::to_string(*least));
  }
  // Of a list the piece that is wrong is named.
  for (const std::string_view piece : text::split(value, ',')) {
    const std::string_view step = piece.substr(std::min(piece.find(':'), piece.size() - 1) + 1);
    if (text::parse_node_count(piece)) continue;
    const bool bad_step = piece.find(':') != piece.npos && !text::parse_u32(step);
    return Error::generic("\"" + std::string(bad_step ? step : piece) + "\" is not a valid node count");
  }
  return Error::generic("\"" + std::string(value) + "\" is not a valid node count");
}

Status set_nodes(JobOptions& options, std::string_view value) {
  // "-4": at most 4.
  const bool open = value.starts_with('-');
  Result<text::NodeCount> count = text::parse_node_count(open ? value.substr(1) : value);
  if (!count) return bad_node_count(value);
  if (open) count->min = std::min(1U, count->max);
  options.spec.min_nodes = count->min;
  options.spec.max_nodes = count->max;
  options.spec.node_count = text::format_cpu_list(count->sizes);
  options.nodes_given = true;
  return {};
}

Status set_ntasks(JobOptions& options, std::string_view value) {
  options.ntasks_given = true;
  return set_count<&JobSpec::ntasks, "ntasks">(options, value);
}

Status set_cpus_per_task(JobOptions& options, std::string_view value) {
  options.cpus_per_task_source = options.source;
  return set_count<&JobSpec::cpus_per_task, "cpus-per-task">(options, value);
}

// --extra-node-info=sockets[:cores[:threads]]; "*" leaves one open, and of a range ("2-4") the lower end counts.
Status set_geometry(JobOptions& options, std::string_view value) {
  std::optional<std::uint32_t>* const members[] = {&options.spec.sockets_per_node, &options.spec.cores_per_socket,
                                                   &options.spec.threads_per_core};
  constexpr std::string_view kWhich[] = {"first", "second", "third"};
  const std::vector<std::string_view> parts = text::split(value, ':');
  options.geometry_given = !value.empty();
  for (std::size_t index = 0; index < std::min(parts.size(), std::size(members)); ++index) {
    if (parts[index] == "*" || parts[index].empty()) continue;
    const Result<std::uint32_t> count = text::parse_u32(parts[index].substr(0, parts[index].find('-')), kMostCount);
    if (!count || *count == 0)
      return fatal_value("Invalid numeric value \"" + std::string(parts[index]) + "\" for " +
                         std::string(kWhich[index]) + " arg of -B.");
    *members[index] = *count;
  }
  return {};
}

constexpr std::string_view kHintValues =
    "Values of --hint:\n"
    "    compute_bound    every core, one task on each\n"
    "    memory_bound     one core of each socket\n"
    "    multithread      the extra threads of a core as well\n"
    "    nomultithread    one thread of each core\n"
    "    help             show this list\n";

// A hint is short for a geometry, unless tasks are already counted by cores.
Status set_hint(JobOptions& options, std::string_view value) {
  if (value == "help") return Error{kAnswered, std::string(kHintValues)};
  for (const std::string_view hint : text::split(value, ',')) {
    if (hint == "compute_bound" || hint == "nomultithread") {
      options.hint_threads = 1;
    } else if (hint == "memory_bound") {
      options.hint_cores = options.hint_threads = 1;
    } else if (hint != "multithread") {
      return fatal_value("unrecognized --hint argument \"" + std::string(value) + "\", see --hint=help");
    }
  }
  return keep<"hint">(options, value);
}

// What memory is counted by; each choice replaces the others that an earlier source made.
enum MemoryChoice { kPerNode, kPerCpu, kPerGpu };
template <MemoryChoice kChoice, auto Member, Name kName>
Status set_memory(JobOptions& options, std::string_view value) {
  std::optional<Mebibytes>* const members[] = {&options.spec.memory_per_node, &options.spec.memory_per_cpu,
                                               &options.spec.memory_per_gpu};
  for (std::size_t index = 0; index < std::size(members); ++index) {
    std::optional<Source>& source = options.memory_source[index];
    if (index == kChoice || !source || *source == options.source) continue;
    source.reset();
    members[index]->reset();
  }
  options.memory_source[kChoice] = options.source;
  return set_size<Member, kName>(options, value);
}

Status set_cpus_per_gpu(JobOptions& options, std::string_view value) {
  options.cpus_per_gpu_source = options.source;
  return set_count<&JobSpec::cpus_per_gpu, "cpus-per-gpu">(options, value);
}

constexpr Row kSizeRows[] = {
    {"nodes", 'N', Required, "MIN[-MAX]", "SLURM_JOB_NUM_NODES SLURM_NNODES", "number of nodes", set_nodes},
    {"ntasks", 'n', Required, "N", "SLURM_NPROCS SLURM_NTASKS", "number of tasks", set_ntasks},
    {"cpus-per-task", 'c', Required, "N", "SRUN_CPUS_PER_TASK SLURM_CPUS_PER_TASK", "CPUs for each task",
     set_cpus_per_task},
    {"ntasks-per-node", 0, Required, "N", "SLURM_NTASKS_PER_NODE", "tasks on each node",
     set_count<&JobSpec::ntasks_per_node, "ntasks-per-node">},
    {"ntasks-per-socket", 0, Required, "N", "SLURM_NTASKS_PER_SOCKET", "tasks on each socket",
     set_count<&JobSpec::ntasks_per_socket, "ntasks-per-socket">},
    {"ntasks-per-core", 0, Required, "N", "SLURM_NTASKS_PER_CORE", "tasks on each core",
     set_count<&JobSpec::ntasks_per_core, "ntasks-per-core">},
    {"ntasks-per-gpu", 0, Required, "N", "SLURM_NTASKS_PER_GPU", "tasks for each GPU",
     set_count<&JobSpec::ntasks_per_gpu, "ntasks-per-gpu">},
    {"ntasks-per-tres", 0, Required, "N", "", "the same as --ntasks-per-gpu",
     set_count<&JobSpec::ntasks_per_gpu, "ntasks-per-tres">},
    {"mincpus", 0, Required, "N", "", "at least N CPUs on each node",
     set_count<&JobSpec::min_cpus_per_node, "mincpus">},
    {"sockets-per-node", 0, Required, "N", "", "nodes with N sockets or more",
     set_count<&JobSpec::sockets_per_node, "sockets-per-node">},
    {"cores-per-socket", 0, Required, "N", "", "nodes with N cores a socket or more",
     set_count<&JobSpec::cores_per_socket, "cores-per-socket">},
    {"threads-per-core", 0, Required, "N",
     "SBATCH_THREADS_PER_CORE SALLOC_THREADS_PER_CORE SLURM_THREADS_PER_CORE", "hardware threads used of each core",
     set_count<&JobSpec::threads_per_core, "threads-per-core">},
    {"extra-node-info", 'B', Required, "S[:C[:T]]", "", "sockets, cores and threads in one", set_geometry},
    {"hint", 0, Required, "TYPE", "SBATCH_HINT SALLOC_HINT SLURM_HINT", "what the program is bound by", set_hint},
    {"overcommit", 'O', None, "", "SBATCH_OVERCOMMIT SALLOC_OVERCOMMIT SLURM_OVERCOMMIT",
     "several tasks may share a CPU", set_flag<&JobSpec::overcommit>},
};

constexpr Row kMemoryRows[] = {
    {"mem", 0, Required, "SIZE", "SBATCH_MEM_PER_NODE SALLOC_MEM_PER_NODE SLURM_MEM_PER_NODE",
     "memory of each node, in MB or with K, M, G, T", set_memory<kPerNode, &JobSpec::memory_per_node, "mem">},
    {"mem-per-cpu", 0, Required, "SIZE", "SBATCH_MEM_PER_CPU SALLOC_MEM_PER_CPU SLURM_MEM_PER_CPU",
     "memory for each CPU", set_memory<kPerCpu, &JobSpec::memory_per_cpu, "mem-per-cpu">},
    {"mem-per-gpu", 0, Required, "SIZE", "SBATCH_MEM_PER_GPU SALLOC_MEM_PER_GPU SLURM_MEM_PER_GPU",
     "memory for each GPU", set_memory<kPerGpu, &JobSpec::memory_per_gpu, "mem-per-gpu">},
    {"tmp", 0, Required, "SIZE", "", "nodes with this much temporary disk", set_size<&JobSpec::tmp_disk, "tmp">},
    {"cpus-per-gpu", 0, Required, "N", "SBATCH_CPUS_PER_GPU SALLOC_CPUS_PER_GPU SLURM_CPUS_PER_GPU",
     "CPUs for each GPU", set_cpus_per_gpu},
};

}  // namespace

std::span<const Row> size_rows() { return kSizeRows; }
std::span<const Row> memory_rows() { return kMemoryRows; }

}  // namespace minislurm::options
