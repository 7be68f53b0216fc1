#include "slurmctld/exec/mpi_kind.h"

#include <string_view>

#include "libcommon/text/words.h"

namespace minislurm::exec {
namespace {

std::string_view default_kind(const Cluster& cluster) {
  for (const auto& [key, value] : cluster.shown_config)
    if (text::iequals(key, "MpiDefault")) return value;
  return {};
}

}  // namespace

MpiKind mpi_kind(const wire::StepSpec& spec, const Cluster& cluster, std::size_t tasks) {
  const std::string_view name = spec.mpi.empty() ? default_kind(cluster) : spec.mpi;
  if (name.starts_with("pmix")) return MpiKind::Pmix;
  if (name == "pmi2" || name == "pmi1") return MpiKind::Pmi;
  return tasks > 1 && !spec.interactive ? MpiKind::Pmi : MpiKind::None;
}

}  // namespace minislurm::exec
