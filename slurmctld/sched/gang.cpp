#include "slurmctld/sched/gang.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>

namespace minislurm::sched {
namespace {

bool waits(const GangMember& member) { return member.job->state == JobState::Suspended; }

// Since when it has run, or waited.
Instant since(const Job& job) { return job.suspended_at == kNever ? job.started : job.suspended_at; }

// Within a tier.
int group(const GangMember& member, bool slice_over) {
  if (waits(member)) return 1;
  return slice_over || member.is_new ? 2 : 0;
}

// The CPUs of the row that is being filled: the tier of who has each.
class Row {
 public:
  // The highest tier of those who have any of its CPUs; nullopt: all are untaken.
  std::optional<std::uint32_t> taken_by(const Job& job) const {
    std::optional<std::uint32_t> highest;
    for (const NodeAllocation& part : job.allocation.nodes) {
      const auto node = nodes_.find(part.node);
      if (node == nodes_.end()) continue;
      for (const std::uint32_t cpu : part.cpus) {
        if (cpu >= node->second.size() || node->second[cpu] == 0) continue;
        highest = std::max(highest.value_or(0), node->second[cpu] - 1);
      }
    }
    return highest;
  }
  void take(const Job& job, std::uint32_t tier) {
    for (const NodeAllocation& part : job.allocation.nodes) {
      std::vector<std::uint32_t>& cpus = nodes_[part.node];
      for (const std::uint32_t cpu : part.cpus) {
        if (cpu >= cpus.size()) cpus.resize(cpu + 1, 0);
        cpus[cpu] = tier + 1;
      }
    }
  }

 private:
  std::unordered_map<std::string, std::vector<std::uint32_t>> nodes_;  // per CPU: tier + 1; 0: untaken
};

}  // namespace

GangTurn next_turn(std::span<const GangMember> members, bool slice_over) {
  std::vector<const GangMember*> order;
  Row row, ending;
  for (const GangMember& member : members) {
    if (member.is_ending) ending.take(*member.job, member.tier);
    else if (member.takes_turns) order.push_back(&member);
    else row.take(*member.job, member.tier);
  }
  const auto key = [&](const GangMember* one) {
    return std::make_tuple(-static_cast<std::int64_t>(one->tier), group(*one, slice_over), since(*one->job),
                           one->job->id);
  };
  std::sort(order.begin(), order.end(), [&](const GangMember* a, const GangMember* b) { return key(a) < key(b); });
  GangTurn turn;
  for (const GangMember* member : order) {
    const auto taken_by = member->waits_for_preemptor ? std::optional{member->tier} : row.taken_by(*member->job);
    if (!taken_by && waits(*member) && ending.taken_by(*member->job).has_value()) continue;
    if (!taken_by) {
      row.take(*member->job, member->tier);
      if (waits(*member)) turn.go.push_back(member->job->id);
      continue;
    }
    if (!member->waits_for_preemptor && *taken_by <= member->tier) turn.goes_on = true;
    if (!waits(*member)) turn.stop.push_back(member->job->id);
  }
  return turn;
}

}  // namespace minislurm::sched
