#include "slurmctld/sched/priority.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "libcommon/text/words.h"

namespace minislurm::sched {
namespace {

constexpr double kHighest = 4294967294.0;  // the largest number left below Slurm's "not set"

double partition_factor(const Job& job, const Cluster& cluster) {
  std::uint32_t highest = 0, own = 0;
  const std::string& list = job.partition.empty() ? job.spec.partition : job.partition;
  const std::vector<std::string_view> names = text::split_list(list);
  for (const Partition& partition : cluster.partitions) {
    highest = std::max(highest, partition.priority_job_factor);
    const bool named = names.empty() ? partition.is_default
                                     : std::find(names.begin(), names.end(), partition.name) != names.end();
    if (named) own = std::max(own, partition.priority_job_factor);
  }
  return highest == 0 ? 0.0 : static_cast<double>(own) / highest;
}

double age_factor(const Job& job, Instant now) {
  const Instant since = job.accrue != kNever ? job.accrue : job.eligible;
  if (since == kNever || now <= since) return 0.0;
  return std::min(1.0, static_cast<double>((now - since).count()) / static_cast<double>(kMaxAge.count()));
}

// Larger jobs first: the mean of the shares of nodes and of CPUs.
double size_factor(const Job& job, const Cluster& cluster) {
  double cpus = 0;
  for (const Node& node : cluster.nodes) cpus += node.cpus;
  if (cluster.nodes.empty() || cpus <= 0) return 0.0;
  const double nodes = static_cast<double>(cluster.nodes.size());
  return std::min(1.0, (job.min_nodes / nodes + job.num_cpus / cpus) / 2);
}

}  // namespace

std::uint32_t multifactor_priority(const Job& job, const Cluster& cluster, Instant now) {
  if (job.spec.priority) return *job.spec.priority;
  const Settings& settings = cluster.settings;
  double sum = 0;
  if (settings.weight_age != 0) sum += settings.weight_age * age_factor(job, now);
  if (settings.weight_partition != 0) sum += settings.weight_partition * partition_factor(job, cluster);
  if (settings.weight_size != 0) sum += settings.weight_size * size_factor(job, cluster);
  sum -= job.spec.nice;
  return static_cast<std::uint32_t>(std::clamp(std::floor(sum + 1e-6), 1.0, kHighest));
}

std::uint32_t basic_priority(const Job& job, std::optional<std::uint32_t> previous) {
  if (job.spec.priority) return *job.spec.priority;
  const std::int64_t next = previous ? std::int64_t{*previous} - 1 : std::int64_t{kBasicTop};
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(next - job.spec.nice, 1, static_cast<std::int64_t>(kHighest)));
}

bool goes_before(const Job& left, const Job& right) {
  return std::tuple{right.priority, left.submitted, left.id} < std::tuple{left.priority, right.submitted, right.id};
}

}  // namespace minislurm::sched
