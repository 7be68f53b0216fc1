// Which nodes, and who else may be on them.
#include <fstream>
#include <sstream>

#include "libcommon/options/job_setters.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/words.h"

namespace minislurm::options {
namespace {

using enum Argument;

constexpr std::size_t kMostNodeFile = 1U << 20;  // bytes

// The node names in a file, which blanks, line ends and commas separate.
Status read_node_file(std::string_view option, const std::string& path, std::string& into) {
  std::ifstream file(path);
  std::string content(kMostNodeFile + 1, '\0');
  if (!file.read(content.data(), static_cast<std::streamsize>(content.size())) && file.gcount() == 0)
    return invalid(option);
  content.resize(static_cast<std::size_t>(file.gcount()));
  if (content.size() > kMostNodeFile) return invalid(option);
  std::istringstream words(content);
  into.clear();
  for (std::string word; words >> word;) into += (into.empty() || into.back() == ',' ? "" : ",") + word;
  return {};
}

// A value with a slash names a file.
template <auto Member, Name kName>
Status set_node_list(JobOptions& options, std::string_view value) {
  if (value.find('/') != value.npos) return read_node_file(kName.view(), std::string(value), options.spec.*Member);
  return set_text<Member>(options, value);
}

Status set_node_file(JobOptions& options, std::string_view value) {
  return read_node_file("nodefile", std::string(value), options.spec.required_nodes);
}

Status set_exclusive(JobOptions& options, std::string_view value) {
  struct Kind {
    std::string_view name;
    Exclusive kind;
  };
  constexpr Kind kKinds[] = {{"", Exclusive::Node}, {"exclusive", Exclusive::Node}, {"user", Exclusive::User},
                             {"mcs", Exclusive::Mcs}, {"topo", Exclusive::Topology}};
  for (const Kind& known : kKinds) {
    if (!text::iequals(known.name, value)) continue;
    options.spec.exclusive = known.kind;
    options.exclusive_given = true;
    return {};
  }
  return invalid("exclusive");
}

Status set_oversubscribe(JobOptions& options, std::string_view) {
  options.spec.oversubscribe = true;
  options.oversubscribe_given = true;
  return {};
}

// First of nodes, then sockets, then cores: "block:cyclic,Pack".
Status set_distribution(JobOptions& options, std::string_view value) {
  constexpr std::string_view kNodeLevel[] = {"*", "block", "cyclic", "arbitrary", "plane"};
  constexpr std::string_view kInnerLevel[] = {"*", "block", "cyclic", "fcyclic"};
  const std::string_view levels = value.substr(0, value.find(','));
  std::vector<std::string_view> parts = text::split(levels, ':');
  const std::string_view nodes = parts.front().substr(0, parts.front().find('='));
  const auto known = [](auto& names, std::string_view name) {
    const auto same = [&](std::string_view one) { return text::iequals(one, name); };
    return std::any_of(std::begin(names), std::end(names), same);
  };
  if (parts.size() > 3 || !known(kNodeLevel, nodes)) return invalid("distribution");
  const bool plane = text::iequals(nodes, "plane");
  if (plane == (nodes.size() == parts.front().size())) return invalid("distribution");  // "plane=4" alone has a size
  if (nodes.size() != parts.front().size() && !text::parse_u32(parts.front().substr(nodes.size() + 1), kMostCount))
    return invalid("distribution");
  for (std::size_t level = 1; level < parts.size(); ++level)
    if (!known(kInnerLevel, parts[level])) return invalid("distribution");
  options.spec.distribution = text::lower(value);
  return {};
}

Status set_switch_wait(JobOptions& options, std::string_view value) {
  const Result<Seconds> wait = text::parse_duration(value);
  if (!wait) return invalid("switches");
  options.spec.switch_wait = *wait;
  return {};
}

Status set_switches(JobOptions& options, std::string_view value) {
  const std::size_t at = value.find('@');
  const Result<std::uint32_t> count = text::parse_u32(value.substr(0, at), kMostCount);
  if (!count) return invalid_number("switches", value.substr(0, at));
  options.spec.switches = *count;
  return at == value.npos ? Status() : set_switch_wait(options, value.substr(at + 1));
}

Status set_segment(JobOptions& options, std::string_view value) {
  const Result<std::uint32_t> count = text::parse_u32(value, kMostCount);
  if (!count || *count == 0) return invalid("segment");
  options.spec.segment_size = *count;
  return {};
}

constexpr Row kPlacementRows[] = {
    {"partition", 'p', Required, "NAME,...", "SBATCH_PARTITION SALLOC_PARTITION SLURM_PARTITION",
     "partitions to run in, the first that can start it wins", set_text<&JobSpec::partition>},
    {"nodelist", 'w', Required, "NODES", "", "nodes that must be among the job's",
     set_node_list<&JobSpec::required_nodes, "nodelist">},
    {"nodefile", 'F', Required, "FILE", "", "the same, from a file", set_node_file},
    {"exclude", 'x', Required, "NODES", "", "nodes that must not be",
     set_node_list<&JobSpec::excluded_nodes, "exclude">},
    {"constraint", 'C', Required, "FEATURES", "SBATCH_CONSTRAINT SALLOC_CONSTRAINT SLURM_CONSTRAINT",
     "features of the nodes", set_text<&JobSpec::constraint>},
    {"prefer", 0, Required, "FEATURES", "", "features that would be better", set_text<&JobSpec::prefer>},
    {"cluster-constraint", 0, Required, "LIST", "", "features of the cluster", keep<"cluster-constraint">},
    {"contiguous", 0, None, "", "", "neighbouring nodes only", set_flag<&JobSpec::contiguous>},
    {"exclusive", 0, Optional, "user|mcs|topo", "SBATCH_EXCLUSIVE SALLOC_EXCLUSIVE SLURM_EXCLUSIVE",
     "whole nodes, not shared with other jobs", set_exclusive},
    {"oversubscribe", 's', None, "", "", "CPUs may be shared with other jobs", set_oversubscribe},
    {"spread-job", 0, None, "", "SBATCH_SPREAD_JOB SALLOC_SPREAD_JOB SLURM_SPREAD_JOB",
     "over as many nodes as possible", set_flag<&JobSpec::spread_job>},
    {"use-min-nodes", 0, None, "", "SBATCH_USE_MIN_NODES SALLOC_USE_MIN_NODES SLURM_USE_MIN_NODES",
     "the smallest node count of a range first", set_flag<&JobSpec::use_min_nodes>},
    {"switches", 0, Required, "N[@TIME]", "SBATCH_REQ_SWITCH SALLOC_REQ_SWITCH SLURM_REQ_SWITCH",
     "at most N leaf switches; TIME: how long to wait for that", set_switches},
    {"", 0, Required, "", "SBATCH_WAIT4SWITCH SALLOC_WAIT4SWITCH SLURM_WAIT4SWITCH", "", set_switch_wait},
    {"segment", 0, Required, "N", "SBATCH_SEGMENT_SIZE SALLOC_SEGMENT_SIZE SRUN_SEGMENT_SIZE",
     "groups of N nodes near to each other", set_segment},
    {"distribution", 'm', Required, "HOW", "SBATCH_DISTRIBUTION SALLOC_DISTRIBUTION SLURM_DISTRIBUTION",
     "tasks over nodes: block, cyclic, plane=N, arbitrary", set_distribution},
    {"reservation", 0, Required, "NAME", "SBATCH_RESERVATION SALLOC_RESERVATION SLURM_RESERVATION",
     "use a reservation", set_text<&JobSpec::reservation>},
};

}  // namespace

std::span<const Row> placement_rows() { return kPlacementRows; }

}  // namespace minislurm::options
