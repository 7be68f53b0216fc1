#include "libcommon/options/job_options.h"

#include <algorithm>

#include "libcommon/options/job_gres_check.h"
#include "libcommon/options/job_setters.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"

namespace minislurm::options {
namespace {

// `gres` and `gpus_per_node` name the same thing in two ways; Slurm shows the two lists one behind the other.
void join_gres(JobOptions& options) {
  std::string& all = options.spec.gres_per_node;
  all = options.gres;
  if (options.gpus_per_node.empty()) return;
  all += (all.empty() ? "" : ",") + options.gpus_per_node;
  constexpr std::string_view kPrefix = "gres/gpu:";
  if (options.gpus_per_node.starts_with(kPrefix))
    keep_as(options.spec, "gpus-per-node", options.gpus_per_node.substr(kPrefix.size()));
}

bool counts_cpus(const JobSpec& spec) { return spec.tres_per_task.starts_with("cpu"); }

// What --tres-per-task says of CPUs and gres, where the options of their own do not. A count follows "=" or ":".
void spread_tres_per_task(JobSpec& spec) {
  std::string gres;
  for (const std::string_view item : text::split_list(spec.tres_per_task)) {
    const std::string_view rest = item.substr(std::min(item.find_first_of("=:") + 1, item.size()));
    if (item.starts_with("cpu")) {
      const auto count = text::parse_scaled(rest, kMostCount);
      if (!spec.cpus_per_task && count) spec.cpus_per_task = static_cast<std::uint32_t>(*count);
    } else if (item.starts_with("gres/")) {
      gres += (gres.empty() ? "" : ",") + std::string(item);
    }
  }
  if (spec.gres_per_task.empty()) spec.gres_per_task = gres;
}

// Two options that exclude each other, or one that lacks another.
struct Exclusion {
  bool (*broken)(const JobOptions&);
  Code code;
  std::string_view text;
};

bool is_arbitrary(const JobSpec& spec) { return spec.distribution.starts_with("arbitrary"); }

constexpr Exclusion kExclusions[] = {
    {[](const JobOptions& o) { return o.quiet && o.verbose > 0; }, kFatalValue,
     "don't specify both --verbose (-v) and --quiet (-Q)"},
    {[](const JobOptions& o) {
       return (o.memory_source[0] ? 1 : 0) + (o.memory_source[1] ? 1 : 0) + (o.memory_source[2] ? 1 : 0) > 1;
     },
     kFatalMix, "--mem, --mem-per-cpu, and --mem-per-gpu are mutually exclusive."},
    {[](const JobOptions& o) { return o.exclusive_given && o.oversubscribe_given; }, kFatalMix,
     "--exclusive and --oversubscribe options are mutually exclusive"},
    {[](const JobOptions& o) { return counts_cpus(o.spec) && o.cpus_per_task_source == o.tres_per_task_source &&
                                        o.cpus_per_task_source != Source::Environment; }, kFatalMix,
     "You can not have --tres-per-task=cpu= and --cpus-per-task please use one or the other"},
    {[](const JobOptions& o) {
       return !o.spec.gres_per_task.empty() && o.spec.tres_per_task.find("gres/gpu") != std::string::npos;
     },
     kFatalMix, "You can not have --tres-per-task=gres/gpu= and --gpus-per-task please use one or the other"},
    {[](const JobOptions& o) {
       return o.cpus_per_gpu_source == Source::CommandLine &&
              (o.cpus_per_task_source == Source::CommandLine || counts_cpus(o.spec));
     },
     kFatalMix, "--cpus-per-task, --tres-per-task=cpu:#, and --cpus-per-gpu are mutually exclusive"},
    {[](const JobOptions& o) { return o.spec.ntasks_per_gpu && !o.spec.gres_per_task.empty(); }, kFatalMix,
     "--gpus-per-task is mutually exclusive with --ntasks-per-gpu and SLURM_NTASKS_PER_GPU"},
    {[](const JobOptions& o) { return o.spec.ntasks_per_gpu && o.spec.ntasks_per_node; }, kFatalMix,
     "--ntasks-per-node is mutually exclusive with --ntasks-per-gpu and SLURM_NTASKS_PER_GPU"},
    {[](const JobOptions& o) { return o.core_spec_given && o.thread_spec_given; }, kFatalMix,
     "-S/--core-spec and --thred-spec options are mutually exclusive"},
    {[](const JobOptions& o) { return is_arbitrary(o.spec) && !o.spec.node_count.empty(); }, kFatalValue,
     "--nodes is incompatible with --distribution=arbitrary"},
    {[](const JobOptions& o) { return is_arbitrary(o.spec) && !o.of_step && o.spec.required_nodes.empty(); },
     kFatalValue, "With Arbitrary distribution you need to specify a nodelist or hostfile with the -w option"},
    {[](const JobOptions& o) { return o.ports_given && !o.step_manager; }, kFatalValue,
     "Slurmstepd step management must be enabled to use --resv-ports for job allocations"},
    {[](const JobOptions& o) { return o.spec.deadline != kNever && o.spec.begin > o.spec.deadline; }, kFatalValue,
     "Incompatible begin and deadline time specification"},
};

Status check_exclusions(const JobOptions& options) {
  for (const Exclusion& row : kExclusions)
    if (row.broken(options)) return Error{row.code, std::string(row.text)};
  const JobSpec& spec = options.spec;
  const std::uint32_t segment = spec.segment_size.value_or(0);
  if (segment != 0 && options.nodes_given && spec.min_nodes && *spec.min_nodes % segment != 0)
    return Error{kFatalMix, "--segment=" + std::to_string(segment) + " does not fit the job size (" +
                                std::to_string(*spec.min_nodes) +
                                "): node count must be evenly divisible by segment size"};
  return {};
}

// A task needs a node; more nodes than tasks cannot be used.
void limit_nodes(JobOptions& options, std::vector<std::string>& warnings) {
  JobSpec& spec = options.spec;
  if (!options.ntasks_given || !spec.ntasks) return;
  if (!options.nodes_given) {
    const Result<std::vector<std::string>> listed = text::expand_hostlist(spec.required_nodes);
    if (!listed || listed->size() <= *spec.ntasks) return;
    spec.min_nodes = static_cast<std::uint32_t>(listed->size());
  }
  if (!spec.min_nodes) return;
  if (spec.max_nodes && *spec.max_nodes > *spec.ntasks && *spec.ntasks >= *spec.min_nodes) {
    spec.max_nodes = *spec.ntasks;
    return;
  }
  if (*spec.ntasks >= *spec.min_nodes) return;
  const std::string tasks = std::to_string(*spec.ntasks);
  warnings.push_back("can't run " + tasks + " processes on " + std::to_string(*spec.min_nodes) +
                     " nodes, setting nnodes to " + tasks);
  spec.min_nodes = spec.max_nodes = *spec.ntasks;
  spec.node_count.clear();
}

// Planes go to all the nodes, the last of which gets a task too.
Status check_planes(JobOptions& options) {
  const JobSpec& spec = options.spec;
  constexpr std::string_view kPlane = "plane=";
  if (options.of_step || !spec.distribution.starts_with(kPlane) || !options.nodes_given) return {};
  const std::uint64_t size = leading_number(std::string_view{spec.distribution}.substr(kPlane.size()));
  const std::uint64_t nodes = spec.min_nodes.value_or(1);
  if (nodes <= 1 || spec.ntasks.value_or(1) > size * (nodes - 1)) return {};
  return Error::generic("Too few processes for the requested {plane,node} distribution");
}

// -B counts tasks: one for each thread, core or socket that it names on each node.
void count_tasks_of_geometry(JobOptions& options) {
  JobSpec& spec = options.spec;
  const bool fixed = !spec.max_nodes || spec.min_nodes == spec.max_nodes;
  if (!options.geometry_given || options.ntasks_given || !fixed) return;
  std::uint64_t tasks = spec.min_nodes.value_or(1);
  for (const auto& factor : {spec.sockets_per_node, spec.cores_per_socket, spec.threads_per_core})
    tasks = std::min<std::uint64_t>(tasks * factor.value_or(1), kMostCount);
  spec.ntasks = static_cast<std::uint32_t>(tasks);
}

void take_hint(JobOptions& options) {
  JobSpec& spec = options.spec;
  if (spec.ntasks_per_core || options.geometry_given) return;
  if (options.hint_cores && !spec.cores_per_socket) spec.cores_per_socket = options.hint_cores;
  if (options.hint_threads && !spec.threads_per_core) spec.threads_per_core = options.hint_threads;
}

// All of a node's memory is asked for in one way.
void name_whole_memory(JobSpec& spec) {
  if (!spec.memory_per_cpu || spec.memory_per_cpu->count != 0) return;
  spec.memory_per_cpu.reset();
  spec.memory_per_node = Mebibytes{0};
}

}  // namespace

std::span<const JobSection> job_sections() {
  static const JobSection kSections[] = {
      {"Size", size_rows()},           {"Memory", memory_rows()},
      {"Generic resources", gres_rows()}, {"Placement", placement_rows()},
      {"Time and order", time_rows()}, {"Name and account", identity_rows()},
      {"Files and messages", output_rows()}, {"Tuning and watching", tuning_rows()},
      {"Growing and shrinking", elastic_rows()},
      {"Accepted, without effect on one machine", kept_rows()},
  };
  return kSections;
}

Status finish_job_options(JobOptions& options, std::vector<std::string>& warnings) {
  if (Status allowed = check_exclusions(options); !allowed) return allowed;
  join_gres(options);
  spread_tres_per_task(options.spec);
  limit_nodes(options, warnings);
  if (Status fills = check_planes(options); !fills) return fills;
  if (!options.of_step)
    if (Status agrees = check_gres(options); !agrees) return agrees;
  take_hint(options);
  count_tasks_of_geometry(options);
  name_whole_memory(options.spec);
  return options.of_step ? Status{} : finish_elastic(options);
}

}  // namespace minislurm::options
