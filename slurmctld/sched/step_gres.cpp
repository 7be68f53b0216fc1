#include "slurmctld/sched/step_gres.h"

#include <algorithm>

#include "libcommon/text/tres.h"

namespace minislurm::sched {
namespace {

std::vector<text::GresRequest> read(const std::string& text) {
  return text::parse_gres(text).value_or({});
}

bool same_kind(const text::GresRequest& need, const GresAllocation& has) {
  return need.name == has.name && (need.type.empty() || need.type == has.type);
}

bool asks(const StepWish& wish) {
  return !wish.gres_per_node.empty() || !wish.gres_per_task.empty() || !wish.gres_per_job.empty();
}

// What other steps leave of the job's resources on one node.
std::vector<GresAllocation> left_on(const StepWish& wish, const NodeAllocation& node, std::span<const Step> running) {
  std::vector<GresAllocation> left = node.gres;
  if (wish.overlap) return left;
  for (const Step& step : running) {
    if (step.overlap || is_finished(step.state) || number(step.id.step) >= number(StepNumber::Interactive)) continue;
    for (const NodeAllocation& held : step.allocation.nodes) {
      if (held.node != node.node) continue;
      for (const GresAllocation& taken : held.gres) {
        for (GresAllocation& one : left) {
          if (one.name != taken.name || one.type != taken.type) continue;
          one.count -= std::min(one.count, taken.count);
          one.indexes.erase(std::remove_if(one.indexes.begin(), one.indexes.end(), [&](std::uint32_t index) {
            return std::find(taken.indexes.begin(), taken.indexes.end(), index) != taken.indexes.end();
          }), one.indexes.end());
        }
      }
    }
  }
  return left;
}

std::uint64_t count_of(const std::vector<GresAllocation>& list, const text::GresRequest& need) {
  std::uint64_t sum = 0;
  for (const GresAllocation& one : list) sum += same_kind(need, one) ? one.count : 0;
  return sum;
}

void pick(std::vector<GresAllocation>& from, const text::GresRequest& need, std::uint64_t count,
          std::vector<GresAllocation>& to) {
  for (GresAllocation& one : from) {
    const std::uint64_t part = std::min(count, one.count);
    if (part == 0 || !same_kind(need, one)) continue;
    const auto indexed = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(part, one.indexes.size()));
    to.push_back({one.name, one.type, {one.indexes.begin(), one.indexes.begin() + indexed}, part});
    one.indexes.erase(one.indexes.begin(), one.indexes.begin() + indexed);
    one.count -= part;
    count -= part;
  }
}

}  // namespace

Status check_step_gres(const StepWish& wish, const Allocation& allocation) {
  for (const std::string* text : {&wish.gres_per_node, &wish.gres_per_task, &wish.gres_per_job}) {
    const Result<std::vector<text::GresRequest>> needs = text::parse_gres(*text);
    if (!needs) return needs.error();
    for (const text::GresRequest& need : *needs) {
      std::uint64_t most = 0, sum = 0;
      for (const NodeAllocation& node : allocation.nodes) {
        most = std::max(most, count_of(node.gres, need));
        sum += count_of(node.gres, need);
      }
      if (need.count > (text == &wish.gres_per_job ? sum : most)) return Error{Code::InvalidGres};
    }
  }
  return {};
}

std::uint64_t tasks_by_step_gres(const StepWish& wish, const NodeAllocation& node, std::uint64_t tasks,
                                 std::span<const Step> running) {
  if (!asks(wish)) return tasks;
  const std::vector<GresAllocation> left = left_on(wish, node, running);
  for (const text::GresRequest& need : read(wish.gres_per_node)) {
    if (count_of(left, need) < need.count) return 0;
  }
  for (const text::GresRequest& need : read(wish.gres_per_job)) {
    if (need.count > 0 && count_of(left, need) == 0) return 0;
  }
  for (const text::GresRequest& need : read(wish.gres_per_task)) {
    if (need.count > 0) tasks = std::min(tasks, count_of(left, need) / need.count);
  }
  return tasks;
}

std::vector<GresAllocation> step_gres(const StepWish& wish, const NodeAllocation& node, std::uint32_t tasks,
                                      std::span<const Step> running, std::vector<text::GresRequest>& of_job) {
  if (!asks(wish)) return node.gres;
  std::vector<GresAllocation> left = left_on(wish, node, running), picked;
  for (const text::GresRequest& need : read(wish.gres_per_node)) pick(left, need, need.count, picked);
  for (const text::GresRequest& need : read(wish.gres_per_task)) pick(left, need, need.count * tasks, picked);
  for (text::GresRequest& need : of_job) {
    const std::uint64_t part = std::min(need.count, count_of(left, need));
    pick(left, need, part, picked);
    need.count -= part;
  }
  return picked;
}

}  // namespace minislurm::sched
