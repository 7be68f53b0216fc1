// Jobs that may grow and shrink while they run. Real Slurm has none of these options, so scripts that are to run on both
// give them in #MINISLURM lines.
#include "libcommon/options/job_setters.h"
#include "libcommon/text/signal_name.h"

namespace minislurm::options {
namespace {

using enum Argument;

Status set_elastic(JobOptions& options, std::string_view) {
  options.spec.elastic.wanted = true;
  return {};
}

template <auto Member, Name kName>
Status set_bound(JobOptions& options, std::string_view value) {
  const Result<std::uint32_t> count = text::parse_u32(value, kMostCount);
  if (!count || *count == 0) return invalid_number(kName.view(), value);
  options.spec.elastic.*Member = *count;
  return {};
}

Error bad_range(std::string_view option, std::string_view value, std::string_view example) {
  return fatal_value("Invalid range \"" + std::string(value) + "\" for --" + std::string(option) + ": MIN-MAX is wanted, as in " +
                     std::string(example));
}

// "2-8"
template <auto Least, auto Most, Name kName>
Status set_range(JobOptions& options, std::string_view value) {
  const std::size_t dash = value.find('-');
  if (dash == value.npos) return bad_range(kName.view(), value, "1-4");
  const Result<std::uint32_t> least = text::parse_u32(value.substr(0, dash), kMostCount);
  const Result<std::uint32_t> most = text::parse_u32(value.substr(dash + 1), kMostCount);
  if (!least || !most || *least > *most || *most == 0) return bad_range(kName.view(), value, "1-4");
  options.spec.elastic.*Least = *least;
  options.spec.elastic.*Most = *most;
  return {};
}

// "1G-4G"
Status set_memory_range(JobOptions& options, std::string_view value) {
  const std::size_t dash = value.find('-');
  if (dash == value.npos) return bad_range("elastic-mem", value, "1G-4G");
  const Result<Mebibytes> least = text::parse_memory(value.substr(0, dash)), most = text::parse_memory(value.substr(dash + 1));
  if (!least || !most || *least > *most || most->count == 0) return bad_range("elastic-mem", value, "1G-4G");
  options.spec.elastic.min_memory = *least;
  options.spec.elastic.max_memory = *most;
  return {};
}

Status set_signal(JobOptions& options, std::string_view value) {
  const Result<int> signal = text::parse_signal(value);
  if (!signal || *signal <= 0) return fatal_value("Invalid signal \"" + std::string(value) + "\" for --elastic-signal.");
  options.spec.elastic.signal = static_cast<std::uint32_t>(*signal);
  return {};
}

constexpr Row kElasticRows[] = {
    {"elastic", 0, None, "", "", "the job may grow and shrink while it runs", set_elastic},
    {"min-cpus", 0, Required, "N", "", "an elastic job keeps N CPUs at least", set_bound<&ElasticSpec::min_cpus, "min-cpus">},
    {"max-cpus", 0, Required, "N", "", "and gets N CPUs at most", set_bound<&ElasticSpec::max_cpus, "max-cpus">},
    {"elastic-mem", 0, Required, "MIN-MAX", "", "bounds of its memory, in MB or with K, M, G, T", set_memory_range},
    {"elastic-gpus", 0, Required, "MIN-MAX", "", "bounds of its number of GPUs",
     set_range<&ElasticSpec::min_gpus, &ElasticSpec::max_gpus, "elastic-gpus">},
    {"elastic-nodes", 0, Required, "MIN-MAX", "", "bounds of its number of nodes",
     set_range<&ElasticSpec::min_nodes, &ElasticSpec::max_nodes, "elastic-nodes">},
    {"elastic-signal", 0, Required, "SIG", "", "what its processes get when its size has changed; USR1", set_signal},
};

bool names_bounds(const ElasticSpec& spec) {
  return spec.min_cpus || spec.max_cpus || spec.min_memory || spec.min_gpus || spec.min_nodes || spec.signal != 0;
}

}  // namespace

std::span<const Row> elastic_rows() { return kElasticRows; }

// Who says nothing of tasks and CPUs starts with the least.
Status finish_elastic(JobOptions& options) {
  JobSpec& spec = options.spec;
  const ElasticSpec& elastic = spec.elastic;
  if (!elastic.wanted)
    return names_bounds(elastic)
               ? Error{kFatalMix, "--min-cpus, --max-cpus and --elastic-... are for elastic jobs: give --elastic, too"}
               : Status{};
  if (elastic.min_cpus && elastic.max_cpus && *elastic.min_cpus > *elastic.max_cpus)
    return Error{kFatalMix, "--min-cpus=" + std::to_string(*elastic.min_cpus) +
                                " is more than --max-cpus=" + std::to_string(*elastic.max_cpus)};
  if (options.exclusive_given || options.oversubscribe_given)
    return Error{kFatalMix, "--elastic and --exclusive or --oversubscribe are mutually exclusive: an elastic job has CPUs "
                            "of its own and leaves the others to others"};
  const bool sized = spec.ntasks || spec.cpus_per_task || spec.ntasks_per_node || spec.min_cpus_per_node || spec.cpus_per_gpu;
  const bool one_node = spec.min_nodes.value_or(1) == 1;
  if (!sized && one_node && elastic.min_cpus && *elastic.min_cpus > 1) spec.cpus_per_task = elastic.min_cpus;
  if (elastic.min_memory && !spec.memory_per_node && !spec.memory_per_cpu && !spec.memory_per_gpu && one_node)
    spec.memory_per_node = elastic.min_memory;
  if (elastic.min_nodes && !spec.min_nodes) spec.min_nodes = spec.max_nodes = elastic.min_nodes;
  if (elastic.min_gpus && *elastic.min_gpus > 0 && spec.gres_per_node.empty() && spec.gres_per_job.empty() &&
      spec.gres_per_task.empty() && spec.gres_per_socket.empty())
    spec.gres_per_job = "gres/gpu:" + std::to_string(*elastic.min_gpus);
  return {};
}

}  // namespace minislurm::options
