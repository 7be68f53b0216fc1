#include "slurmctld/requests/elastic_keys.h"

#include <algorithm>
#include <iterator>

#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"
#include "slurmctld/requests/key_values.h"

namespace minislurm::requests {
namespace {

std::uint32_t nodes_of(const JobChange& change) {
  return change.size.nodes.value_or(static_cast<std::uint32_t>(change.job.allocation.nodes.size()));
}

Status take_cpus(JobChange& change) {
  const Status read = read_count(change.value, change.size.cpus);
  return read && change.size.cpus == 0U ? Status{Error{Code::InvalidCpuCount}} : read;
}

Status take_nodes(JobChange& change) {
  const Status read = read_count(change.value, change.size.nodes);
  return read && change.size.nodes == 0U ? Status{Error{Code::InvalidNodeCount}} : read;
}

// Of each node, as for any job.
Status take_memory(JobChange& change) {
  std::optional<Mebibytes> of_node;
  if (const Status read = read_memory(change.value, of_node); !read) return read;
  if (!of_node) return unreadable();
  change.size.memory = *of_node * nodes_of(change);
  return {};
}

Status take_gpus(JobChange& change, std::uint32_t times) {
  const auto list = text::parse_gres(change.value);
  if (!list) return Error{Code::InvalidGres};
  std::uint64_t count = 0;
  for (const text::GresRequest& one : *list) {
    if (one.name != "gpu") return Error{Code::InvalidGres};
    count += one.count;
  }
  change.size.gpus = static_cast<std::uint32_t>(std::min<std::uint64_t>(count * times, 1U << 20));
  return {};
}

struct Row {
  std::string_view name;
  Status (*take)(JobChange&);
};
constexpr Row kRows[] = {
    {"NumCPUs", &take_cpus},
    {"NumNodes", &take_nodes},
    {"ReqNodes", &take_nodes},
    {"MinMemoryNode", &take_memory},
    {"Gres", [](JobChange& change) { return take_gpus(change, nodes_of(change)); }},
    {"TresPerNode", [](JobChange& change) { return take_gpus(change, nodes_of(change)); }},
    {"TresPerJob", [](JobChange& change) { return take_gpus(change, 1); }},
};

}  // namespace

std::optional<Status> take_elastic_key(JobChange& change, std::string_view name) {
  if (!change.job.spec.elastic.wanted || change.job.state != JobState::Running) return std::nullopt;
  const auto* row = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& one) { return text::iequals(one.name, name); });
  if (row == std::end(kRows)) return std::nullopt;
  return row->take(change);
}

}  // namespace minislurm::requests
