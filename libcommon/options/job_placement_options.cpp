// Which nodes, and who else may be on them.
#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>

#include "libcommon/options/job_setters.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/words.h"

namespace minislurm::options {
namespace {

using enum Argument;

constexpr std::size_t kMostNodeFile = 1U << 20;  // bytes

// Node names that blanks, line ends and commas separate, as one list with commas.
std::string joined(std::string_view names) {
  std::istringstream words{std::string(names)};
  std::string list;
  for (std::string word; words >> word;) list += (list.empty() || list.back() == ',' ? "" : ",") + word;
  return list;
}

// The names in a file. Errors: Code::Generic, why it cannot be read.
Result<std::string> read_node_file(const std::string& path) {
  std::ifstream file(path);
  if (!file)
    return Error::generic("slurm_allocate_resources error opening file " + path + ", " +
                          std::generic_category().message(errno));
  std::string content(kMostNodeFile + 1, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<std::size_t>(file.gcount()));
  if (content.size() > kMostNodeFile) return Error::generic("Hostlist is too long!");
  std::string list = joined(content);
  if (list.empty()) return Error::generic("Hostlist is empty!");
  return list;
}

// As it is shown: sorted, each node once, "node[1-3]". What is no list stays as it is, for the controller to refuse.
std::string in_order(std::string_view list) {
  const std::string names = joined(list);
  Result<std::vector<std::string>> all = text::expand_hostlist(names);
  if (!all) return names;
  std::sort(all->begin(), all->end());
  all->erase(std::unique(all->begin(), all->end()), all->end());
  return text::compress_hostlist_sorted(*all);
}

// A value with a slash names a file.
template <auto Member>
Status set_node_list(JobOptions& options, std::string_view value) {
  std::string list(value);
  if (value.find('/') != value.npos) {
    Result<std::string> read = read_node_file(list);
    if (!read) return fatal_value(to_string(read.error()));
    list = std::move(*read);
  }
  options.spec.*Member = in_order(list);
  return {};
}

Status set_required_nodes(JobOptions& options, std::string_view value) {
  const bool file = value.find('/') != value.npos;
  if (!file && !text::expand_hostlist(joined(value))) return Error{kFatalMix, "Invalid node list specified"};
  return set_node_list<&JobSpec::required_nodes>(options, value);
}

Status set_node_file(JobOptions& options, std::string_view value) {
  const Result<std::string> list = read_node_file(std::string(value));
  if (!list) {
    options.complaints.push_back(to_string(list.error()));
    return Error::generic("Invalid --nodefile node file");
  }
  options.spec.required_nodes = in_order(*list);
  return {};
}

// A comma means "and" as the ampersand does, and is shown as one.
Status set_constraint(JobOptions& options, std::string_view value) {
  options.spec.constraint = std::string(value);
  std::replace(options.spec.constraint.begin(), options.spec.constraint.end(), ',', '&');
  return {};
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

Status refuse_plane(JobOptions& options) {
  options.complaints.push_back("Invalid plane size or size not specified");
  return invalid("distribution");
}

// First of nodes, then sockets, then cores: "block:cyclic,Pack".
Status set_distribution(JobOptions& options, std::string_view value) {
  constexpr std::string_view kNodeLevel[] = {"*", "block", "cyclic", "arbitrary", "plane"};
  constexpr std::string_view kInnerLevel[] = {"*", "block", "cyclic", "fcyclic"};
  if (text::iequals(value, "pack") || text::iequals(value, "nopack")) return {};
  const std::string_view levels = value.substr(0, value.find(','));
  std::vector<std::string_view> parts = text::split(levels, ':');
  const std::string_view nodes = parts.front().substr(0, parts.front().find('='));
  const auto known = [](auto& names, std::string_view name) {
    const auto same = [&](std::string_view one) { return text::iequals(one, name); };
    return std::any_of(std::begin(names), std::end(names), same);
  };
  if (parts.size() > 3 || !known(kNodeLevel, nodes)) return invalid("distribution");
  const bool plane = text::iequals(nodes, "plane");
  const bool sized = nodes.size() != parts.front().size();  // "plane=4" alone has a size
  if (sized && !plane) return invalid("distribution");
  if (plane && (!sized || leading_number(parts.front().substr(nodes.size() + 1)) <= 0)) return refuse_plane(options);
  for (std::size_t level = 1; level < parts.size(); ++level)
    if (!known(kInnerLevel, parts[level])) return invalid("distribution");
  options.spec.distribution = text::lower(value);
  return {};
}

// A span that cannot be read is as none: then the cluster's longest wait holds.
Status set_switch_wait(JobOptions& options, std::string_view value) {
  const Result<Seconds> wait = text::parse_duration(value);
  options.spec.switch_wait = wait ? *wait : Seconds{0};
  return {};
}

Status set_switches(JobOptions& options, std::string_view value) {
  const std::size_t at = value.find('@');
  const Result<std::uint32_t> count = text::parse_u32(value.substr(0, at), kMostCount);
  if (!count || *count == 0) return invalid_number("switches", value.substr(0, at));
  options.spec.switches = *count;
  return at == value.npos ? Status() : set_switch_wait(options, value.substr(at + 1));
}

Status set_segment(JobOptions& options, std::string_view value) {
  const Result<std::uint32_t> count = text::parse_u32(value, kMostCount);
  if (!count) return invalid("segment");
  options.spec.segment_size.reset();
  if (*count != 0) options.spec.segment_size = *count;
  return {};
}

constexpr Row kPlacementRows[] = {
    {"partition", 'p', Required, "NAME,...", "SBATCH_PARTITION SALLOC_PARTITION SLURM_PARTITION",
     "partitions to run in, the first that can start it wins", set_text<&JobSpec::partition>},
    {"nodelist", 'w', Required, "NODES", "", "nodes that must be among the job's",
     set_required_nodes},
    {"nodefile", 'F', Required, "FILE", "", "the same, from a file", set_node_file},
    {"exclude", 'x', Required, "NODES", "", "nodes that must not be",
     set_node_list<&JobSpec::excluded_nodes>},
    {"constraint", 'C', Required, "FEATURES", "SBATCH_CONSTRAINT SALLOC_CONSTRAINT SLURM_CONSTRAINT",
     "features of the nodes", set_constraint},
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
