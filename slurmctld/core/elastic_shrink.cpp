// Shrinking: what would the queue do if elastic jobs were smaller? The first waiting job that would start then gets what
// it needs from them, of the lowest priority first. Whether it starts is asked of the same planner that will start it,
// so that nobody gives anything up in vain and no planned place moves.
#include <algorithm>
#include <map>
#include <variant>

#include "slurmctld/core/elastic.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/suspension.h"
#include "slurmctld/elastic/parts.h"

namespace minislurm::core::elastic_detail {
namespace {

using Inside = ClusterState::Inside;
using Starter = std::pair<JobId, std::uint32_t>;  // a job, or a task of an array

constexpr std::uint32_t kNoTask = 0xffffffff;
// So many waiting jobs get something in one turn; the next turn goes on.
constexpr int kMostServed = 16;

Starter starter(const sched::StartJob& start) { return {start.job, start.array_task.value_or(kNoTask)}; }

std::vector<sched::StartJob> starts_with(const Inside& state, const sched::ResourceBook& book, Instant now) {
  std::vector<sched::StartJob> starts;
  with_outlook(state, book, now, [&](const sched::PassInput& input) {
    for (sched::Decision& one : sched::plan(input))
      if (auto* start = std::get_if<sched::StartJob>(&one)) starts.push_back(std::move(*start));
  });
  return starts;
}

// The book in which that job holds no more than `kept`.
void hold_only(const Inside& state, sched::ResourceBook& book, const Job& job, const Allocation& kept) {
  book.take(job.id, kept, hold_of(state, job));
}

void shrink_in(const Inside& state, sched::ResourceBook& book, const Job& job, const std::vector<elastic::Loss>& losses) {
  const Allocation left = elastic::without(job.allocation, job.elastic.leaving);
  hold_only(state, book, job, elastic::without(left, losses_of(state, job, losses)));
}

struct Plan {
  JobId waiting{};
  std::vector<elastic::Shrinkage> shrinkages;
};

const sched::StartJob* first_other(const std::vector<sched::StartJob>& starts, const std::set<Starter>& known) {
  const auto found = std::find_if(starts.begin(), starts.end(), [&](const sched::StartJob& one) { return known.count(starter(one)) == 0; });
  return found == starts.end() ? nullptr : &*found;
}

bool starts(const std::vector<sched::StartJob>& list, Starter who) {
  return std::any_of(list.begin(), list.end(), [&](const sched::StartJob& one) { return starter(one) == who; });
}

// What those who start, up to that one, need beyond what is free.
std::vector<elastic::Need> needs_of(const Inside& state, const sched::ResourceBook& book,
                                    const std::vector<sched::StartJob>& list, Starter last) {
  std::map<std::uint32_t, elastic::Amount> wanted;
  for (const sched::StartJob& start : list) {
    for (const NodeAllocation& part : start.where.nodes) {
      const auto node = state.book.free().index_of(part.node);
      if (!node) continue;
      elastic::Amount& sum = wanted[*node];
      sum.cpus += static_cast<std::uint32_t>(part.cpus.size());
      sum.memory += part.memory;
      for (const GresAllocation& gres : part.gres)
        if (gres.name == "gpu") sum.gpus += static_cast<std::uint32_t>(gres.count);
    }
    if (starter(start) == last) break;
  }
  std::vector<elastic::Need> needs;
  const auto less = [](auto from, auto what) { return from > what ? from - what : decltype(from){}; };
  for (const auto& [node, sum] : wanted) {
    const auto free_gpus = static_cast<std::uint32_t>(book.free().free_gres(node, "gpu", ""));
    const elastic::Amount need{less(sum.cpus, book.free().free_cpus(node)), less(sum.gpus, free_gpus),
                               less(sum.memory, book.free().free_memory(node))};
    if (!need.empty()) needs.push_back({node, need});
  }
  return needs;
}

// Of those in their order, how many have to give so that it starts; and what starts then.
struct Enough {
  std::size_t count = 0;
  std::vector<sched::StartJob> starts;
};
Enough shortest(const Inside& state, const sched::ResourceBook& base, const std::vector<elastic::Giver>& givers,
                Starter who, Instant now) {
  std::size_t too_few = 0, enough = givers.size();
  Enough found{enough, {}};
  const auto attempt = [&](std::size_t count) {
    sched::ResourceBook book = base;
    for (std::size_t at = 0; at < count; ++at)
      shrink_in(state, book, *state.jobs.find(givers[at].id), elastic::most_of(givers[at]));
    return starts_with(state, book, now);
  };
  while (enough - too_few > 1) {
    const std::size_t middle = too_few + (enough - too_few) / 2;
    if (starts(attempt(middle), who)) enough = middle;
    else too_few = middle;
  }
  found.count = enough;
  found.starts = attempt(enough);
  return found;
}

std::optional<Plan> make_plan(const Inside& state, Instant now) {
  std::vector<elastic::Giver> givers;
  for (const JobId id : state.jobs.active()) {
    const Job& job = *state.jobs.find(id);
    if (!is_resizable(job)) continue;
    elastic::Giver giver = giver_of(state, job);
    if (!elastic::most_of(giver).empty()) givers.push_back(std::move(giver));
  }
  if (givers.empty()) return std::nullopt;
  elastic::sort_givers(givers);
  const sched::ResourceBook base = book_to_come(state);
  std::set<Starter> anyway;
  for (const sched::StartJob& start : starts_with(state, base, now)) anyway.insert(starter(start));
  sched::ResourceBook all = base;
  for (const elastic::Giver& giver : givers) shrink_in(state, all, *state.jobs.find(giver.id), elastic::most_of(giver));
  const std::vector<sched::StartJob> possible = starts_with(state, all, now);
  const sched::StartJob* served = first_other(possible, anyway);
  if (served == nullptr) return std::nullopt;
  const Starter who = starter(*served);
  const Enough enough = shortest(state, base, givers, who, now);
  auto given = elastic::give(needs_of(state, base, enough.starts, who), std::span(givers).first(enough.count));
  if (!given || given->empty()) return std::nullopt;
  sched::ResourceBook exact = base;
  for (const elastic::Shrinkage& one : *given) shrink_in(state, exact, *state.jobs.find(one.id), one.losses);
  if (!starts(starts_with(state, exact, now), who)) return std::nullopt;
  return Plan{who.first, std::move(*given)};
}

}  // namespace

sched::ResourceBook book_to_come(const Inside& state) {
  sched::ResourceBook book = state.book;
  for (const JobId id : state.jobs.active()) {
    const Job& job = *state.jobs.find(id);
    if (is_resizable(job) && !job.elastic.leaving.empty())
      hold_only(state, book, job, elastic::without(job.allocation, job.elastic.leaving));
  }
  return book;
}

void give_to_waiting(Turn& turn) {
  Inside& state = turn.state;
  for (int served = 0; served < kMostServed && !state.jobs.queue().empty(); ++served) {
    const std::optional<Plan> plan = make_plan(state, turn.now);
    if (!plan) return;
    for (const elastic::Shrinkage& one : plan->shrinkages) {
      Job& job = *state.jobs.find(one.id);
      std::vector<std::string> whole;
      for (const elastic::Loss& loss : one.losses)
        if (loss.whole) whole.push_back(state.cluster.nodes[loss.node].name);
      reduce(turn, job, losses_of(state, job, one.losses), whole, false, "for job " + to_string(plan->waiting));
    }
  }
}

}  // namespace minislurm::core::elastic_detail
