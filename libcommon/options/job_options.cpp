#include "libcommon/options/job_options.h"

#include "libcommon/options/job_setters.h"
#include "libcommon/text/tres.h"

namespace minislurm::options {
namespace {

// `gres` and `gpus_per_node` name the same thing in two ways; Slurm shows the two lists one behind the other.
void join_gres(JobOptions& options) {
  std::string& all = options.spec.gres_per_node;
  all = options.gres;
  if (!options.gpus_per_node.empty()) all += (all.empty() ? "" : ",") + options.gpus_per_node;
}

// What --tres-per-task says of CPUs and gres, where the options of their own do not.
void spread_tres_per_task(JobSpec& spec) {
  if (spec.tres_per_task.empty()) return;
  const Result<std::vector<text::Tres>> list = text::parse_tres(spec.tres_per_task);
  if (!list) return;
  std::string gres;
  for (const text::Tres& tres : *list) {
    if (tres.name == "cpu") {
      const auto count = static_cast<std::uint32_t>(std::min<std::uint64_t>(tres.count, kMostCount));
      if (!spec.cpus_per_task) spec.cpus_per_task = count;
    } else if (tres.name.starts_with("gres/")) {
      gres += (gres.empty() ? "" : ",") + tres.name + ":" + std::to_string(tres.count);
    }
  }
  if (spec.gres_per_task.empty()) spec.gres_per_task = gres;
}

Status check_exclusions(const JobOptions& options) {
  int memory = 0;
  for (const std::optional<Source>& source : options.memory_source) memory += source ? 1 : 0;
  if (memory > 1)
    return Error{kFatalMix, "--mem, --mem-per-cpu, and --mem-per-gpu are mutually exclusive."};
  if (options.exclusive_given && options.oversubscribe_given)
    return Error{kFatalMix, "--exclusive and --oversubscribe are mutually exclusive"};
  if (options.cpus_per_gpu_source && options.cpus_per_task_source == Source::CommandLine &&
      options.cpus_per_gpu_source == Source::CommandLine)
    return Error{kFatalValue, "--cpus-per-gpu is mutually exclusive with --cpus-per-task"};
  return {};
}

// A task needs a node; more nodes than tasks cannot be used.
void limit_nodes(JobOptions& options, std::vector<std::string>& warnings) {
  JobSpec& spec = options.spec;
  if (!options.nodes_given || !options.ntasks_given || !spec.ntasks || !spec.min_nodes) return;
  if (*spec.ntasks >= *spec.min_nodes) return;
  const std::string tasks = std::to_string(*spec.ntasks);
  warnings.push_back("can't run " + tasks + " processes on " + std::to_string(*spec.min_nodes) +
                     " nodes, setting nnodes to " + tasks);
  spec.min_nodes = spec.max_nodes = *spec.ntasks;
  spec.node_count.clear();
}

}  // namespace

std::span<const JobSection> job_sections() {
  static const JobSection kSections[] = {
      {"Size", size_rows()},           {"Memory", memory_rows()},
      {"Generic resources", gres_rows()}, {"Placement", placement_rows()},
      {"Time and order", time_rows()}, {"Name and account", identity_rows()},
      {"Files and messages", output_rows()}, {"Accepted, without effect on one machine", kept_rows()},
  };
  return kSections;
}

Status finish_job_options(JobOptions& options, std::vector<std::string>& warnings) {
  if (Status allowed = check_exclusions(options); !allowed) return allowed;
  join_gres(options);
  spread_tres_per_task(options.spec);
  limit_nodes(options, warnings);
  return {};
}

}  // namespace minislurm::options
