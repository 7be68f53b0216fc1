#include "slurmctld/sched/preempt_rules.h"

#include <algorithm>
#include <tuple>

#include "libcommon/text/preempt_mode.h"

namespace minislurm::sched {
namespace {

constexpr std::uint32_t bit(PreemptBit one) { return static_cast<std::uint32_t>(one); }
constexpr std::uint32_t kOutcomes = bit(PreemptBit::Suspend) | bit(PreemptBit::Requeue) | bit(PreemptBit::Cancel);

PreemptOutcome outcome_of(std::uint32_t mode) {
  if (has(mode, PreemptBit::Suspend)) return PreemptOutcome::Suspend;
  if (has(mode, PreemptBit::Requeue)) return PreemptOutcome::Requeue;
  return has(mode, PreemptBit::Cancel) ? PreemptOutcome::Cancel : PreemptOutcome::None;
}

}  // namespace

const Qos* PreemptRules::qos_of(const std::string& name) const {
  const auto found = std::find_if(qos_.begin(), qos_.end(), [&](const Qos& qos) { return qos.name == name; });
  return found == qos_.end() ? nullptr : &*found;
}

// A QOS that says nothing of the outcome has the cluster's; what it says else adds to that.
std::uint32_t PreemptRules::mode_of(const Qos* qos) const {
  const std::uint32_t own = qos == nullptr ? 0 : text::parse_preempt_mode(qos->preempt_mode).value_or(0);
  return (own & kOutcomes) != 0 ? own | (settings_.preempt.mode & ~kOutcomes) : own | settings_.preempt.mode;
}

PreemptOutcome PreemptRules::outcome(const Job& job, const Partition* partition) const {
  if (number(job.het_job) != 0) return PreemptOutcome::None;  // a component does not go alone
  switch (settings_.preempt.type) {
    case PreemptType::None: return PreemptOutcome::None;
    case PreemptType::Qos: return outcome_of(mode_of(qos_of(job.spec.qos)));
    case PreemptType::PartitionPrio: break;
  }
  if (partition == nullptr || partition->preempt_mode.empty()) return outcome_of(settings_.preempt.mode);
  return outcome_of(text::parse_preempt_mode(partition->preempt_mode).value_or(0));
}

Seconds PreemptRules::grace(const Job& job, const Partition* partition) const {
  if (settings_.preempt.type == PreemptType::Qos) {
    const Qos* qos = qos_of(job.spec.qos);
    return qos == nullptr ? Seconds{0} : qos->grace_time;
  }
  return partition == nullptr ? Seconds{0} : partition->grace_time;
}

Seconds PreemptRules::exempt(const Job& job, const Partition* partition) const {
  const Qos* own = qos_of(job.spec.qos);
  if (own != nullptr && own->preempt_exempt_time) return *own->preempt_exempt_time;
  const Qos* shared = partition == nullptr || partition->qos.empty() ? nullptr : qos_of(partition->qos);
  if (shared != nullptr && shared->preempt_exempt_time) return *shared->preempt_exempt_time;
  return settings_.preempt.exempt_time;
}

bool PreemptRules::outranks(const Job& waiting, const Partition& where, const Victim& running) const {
  if (settings_.preempt.type == PreemptType::PartitionPrio)
    return running.partition != nullptr && where.priority_tier > running.partition->priority_tier;
  const Qos* own = qos_of(waiting.spec.qos);
  if (own == nullptr) return false;
  const std::uint32_t mode = mode_of(own);
  const std::string& theirs = running.job->spec.qos;
  const bool higher = waiting.priority > running.job->priority;
  if (has(mode, PreemptBit::Within) && theirs == own->name) return higher;
  if (has(mode, PreemptBit::Priority) && !higher) return false;
  return std::find(own->preempt.begin(), own->preempt.end(), theirs) != own->preempt.end();
}

bool PreemptRules::may_preempt(const Job& waiting, const Partition& where, const Victim& running, Instant now) const {
  if (!enabled() || running.leaving || !outranks(waiting, where, running)) return false;
  const PreemptOutcome what = outcome(*running.job, running.partition);
  if (what == PreemptOutcome::None) return false;
  const auto least = settings_.preempt.min_exempt_priority;
  if (least && running.job->priority >= *least) return false;
  return what == PreemptOutcome::Suspend || running.job->started + exempt(*running.job, running.partition) <= now;
}

std::uint32_t PreemptRules::rank(const Victim& running) const {
  if (settings_.preempt.type == PreemptType::PartitionPrio)
    return running.partition == nullptr ? 0 : running.partition->priority_tier;
  const Qos* qos = qos_of(running.job->spec.qos);
  return qos == nullptr ? 0 : qos->priority;
}

bool PreemptRules::goes_before(const Victim& left, const Victim& right) const {
  const Job &one = *left.job, &other = *right.job;
  if (settings_.preempt.youngest_first) {
    if (one.started != other.started) return one.started > other.started;
    return one.id > other.id;
  }
  const std::size_t nodes = one.allocation.nodes.size(), others = other.allocation.nodes.size();
  return std::make_tuple(rank(left), nodes, one.id) < std::make_tuple(rank(right), others, other.id);
}

std::vector<const Victim*> PreemptRules::candidates(const Job& waiting, const Partition& where,
                                                    std::span<const Victim> running, Instant now) const {
  std::vector<const Victim*> found;
  for (const Victim& one : running)
    if (may_preempt(waiting, where, one, now)) found.push_back(&one);
  std::sort(found.begin(), found.end(), [this](const Victim* a, const Victim* b) { return goes_before(*a, *b); });
  return found;
}

std::string PreemptRules::key_of(const Job& waiting) const {
  const std::uint32_t mode = mode_of(qos_of(waiting.spec.qos));
  const bool ordered = has(mode, PreemptBit::Within) || has(mode, PreemptBit::Priority);
  return waiting.spec.qos + (ordered ? "/" + std::to_string(waiting.priority) : std::string{});
}

}  // namespace minislurm::sched
