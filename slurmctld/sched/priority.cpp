#include "slurmctld/sched/priority.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"

namespace minislurm::sched {
namespace {

constexpr double kHighest = 4294967294.0;  // the largest number left below Slurm's "not set"
// Sums of tenths fall a little short of whole numbers.
constexpr double kRounding = 1e-6;

std::uint32_t bounded(double sum) {
  return static_cast<std::uint32_t>(std::clamp(std::floor(sum + kRounding), 1.0, kHighest));
}

// What a part is of the whole; the part itself where the flag says so.
double part_of(double part, double whole, std::uint32_t flags, PriorityFlag raw) {
  if (has(flags, raw)) return part;
  return whole > 0 ? part / whole : 0;
}

double count_of(const std::vector<text::Tres>& list, std::string_view name) {
  for (const text::Tres& one : list)
    if (text::iequals(one.name, name)) return static_cast<double>(one.count);
  return 0;
}

std::vector<text::Tres> read(const std::string& tres) {
  auto list = text::parse_tres(tres);
  return list ? std::move(*list) : std::vector<text::Tres>{};
}

// Association id to its own priority, or the nearest ancestor's.
std::unordered_map<std::uint32_t, std::uint32_t> association_priorities(const Accounting& accounting) {
  std::unordered_map<std::uint32_t, const Association*> by_id;
  for (const Association& one : accounting.associations) by_id.emplace(one.id, &one);
  std::unordered_map<std::uint32_t, std::uint32_t> priorities;
  for (const Association& one : accounting.associations) {
    const Association* at = &one;
    // No deeper than there are associations: a damaged record may have a circle.
    for (std::size_t steps = 0; at->priority == 0 && steps < by_id.size(); ++steps) {
      const auto above = by_id.find(at->parent);
      if (above == by_id.end()) break;
      at = above->second;
    }
    priorities[one.id] = at->priority;
  }
  return priorities;
}

}  // namespace

PriorityRules::PriorityRules(const Cluster& cluster, const Accounting& accounting,
                             std::unordered_map<std::uint32_t, double> fair_share)
    : fair_shares_(std::move(fair_share)) {
  const Settings& settings = cluster.settings;
  weight_age_ = settings.weight_age;
  weight_association_ = settings.priority.weight_association;
  weight_fair_share_ = settings.weight_fair_share;
  weight_size_ = settings.weight_size;
  weight_partition_ = settings.weight_partition;
  weight_qos_ = settings.weight_qos;
  flags_ = settings.priority.flags;
  favor_small_ = settings.priority.favor_small;
  max_age_ = settings.priority.max_age;
  tres_weights_ = text::parse_tres_weights(settings.priority.weight_tres);
  for (const Node& node : cluster.nodes) cpus_ += node.cpus;
  nodes_ = static_cast<double>(cluster.nodes.size());

  std::uint32_t highest = 0;
  for (const Partition& partition : cluster.partitions) highest = std::max(highest, partition.priority_job_factor);
  for (const Partition& partition : cluster.partitions) {
    if (partition.is_default) default_partition_ = partition.name;
    InPartition& made = partitions_[partition.name];
    made.factor = part_of(partition.priority_job_factor, highest, flags_, PriorityFlag::NoNormalPartition);
    made.max_time = partition.max_time;
    if (tres_weights_.empty()) continue;
    const std::vector<text::Tres> has = read(partition.tres);
    for (const auto& weight : tres_weights_) made.tres.push_back(count_of(has, weight.first));
  }
  highest = 0;
  const auto priorities = association_priorities(accounting);
  for (const auto& one : priorities) highest = std::max(highest, one.second);
  for (const auto& one : priorities)
    associations_[one.first] = part_of(one.second, highest, flags_, PriorityFlag::NoNormalAssociation);
  highest = 0;
  for (const Qos& qos : accounting.qos) highest = std::max(highest, qos.priority);
  for (const Qos& qos : accounting.qos)
    qos_[qos.name] = part_of(qos.priority, highest, flags_, PriorityFlag::NoNormalQos);
}

double PriorityRules::age(const Job& job, Instant now) const {
  Instant since = job.accrue;
  if (has(flags_, PriorityFlag::AccrueAlways)) since = job.submitted;
  if (since == kNever || now <= since) return 0;
  if (max_age_.count() <= 0) return 1;
  return std::min(1.0, static_cast<double>((now - since).count()) / static_cast<double>(max_age_.count()));
}

// The mean of its shares of nodes and CPUs; or, relative to time, its CPUs for each minute of its limit.
double PriorityRules::size(const Job& job, const InPartition* partition) const {
  if (nodes_ <= 0 || cpus_ <= 0) return 0;
  double size = 0;
  if (has(flags_, PriorityFlag::SmallRelativeToTime)) {
    const Minutes limit = job.time_limit.value_or(partition != nullptr ? partition->max_time : kUnlimited);
    const double minutes = static_cast<double>(std::max(Minutes{1}, limit).count());
    size = std::max<double>(job.num_cpus, job.min_nodes * cpus_ / nodes_) / minutes / cpus_;
  } else {
    size = (job.min_nodes / nodes_ + job.num_cpus / cpus_) / 2;
  }
  size = std::min(1.0, size);
  return favor_small_ ? 1.0 - size : size;
}

double PriorityRules::fair_share(const Job& job) const {
  const auto found = fair_shares_.find(job.association);
  return found == fair_shares_.end() ? 0 : found->second;
}

PriorityFactors PriorityRules::factors(const Job& job, std::string_view partition, Instant now) const {
  PriorityFactors made;
  const auto found = partitions_.find(std::string{partition.empty() ? default_partition_ : partition});
  const InPartition* in = found == partitions_.end() ? nullptr : &found->second;
  if (weight_age_ != 0) made.age = age(job, now);
  if (weight_fair_share_ != 0) made.fair_share = fair_share(job);
  if (weight_size_ != 0) made.size = size(job, in);
  if (weight_partition_ != 0 && in != nullptr) made.partition = in->factor;
  if (weight_association_ != 0)
    if (const auto of = associations_.find(job.association); of != associations_.end()) made.association = of->second;
  if (weight_qos_ != 0)
    if (const auto of = qos_.find(job.spec.qos); of != qos_.end()) made.qos = of->second;
  if (tres_weights_.empty() || in == nullptr) return made;
  const std::vector<text::Tres> asked = read(job.tres_request);
  for (std::size_t at = 0; at < tres_weights_.size(); ++at) {
    const std::string& name = tres_weights_[at].first;
    made.tres.emplace_back(name, part_of(count_of(asked, name), in->tres[at], flags_, PriorityFlag::NoNormalTres));
  }
  return made;
}

std::uint32_t PriorityRules::weighted(const Job& job, const PriorityFactors& factors) const {
  double sum = weight_age_ * factors.age + weight_association_ * factors.association +
               weight_fair_share_ * factors.fair_share + weight_size_ * factors.size +
               weight_partition_ * factors.partition + weight_qos_ * factors.qos;
  for (std::size_t at = 0; at < factors.tres.size(); ++at) sum += tres_weights_[at].second * factors.tres[at].second;
  return bounded(sum + job.site_factor - job.spec.nice);
}

std::uint32_t PriorityRules::priority(const Job& job, Instant now) const {
  if (job.spec.priority) return *job.spec.priority;
  const std::string& list = job.partition.empty() ? job.spec.partition : job.partition;
  if (list.find(',') == std::string::npos) return weighted(job, factors(job, text::trim(list), now));
  std::uint32_t highest = 1;
  for (const std::string_view name : text::split_list(list))
    highest = std::max(highest, weighted(job, factors(job, name, now)));
  return highest;
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
