// The part of a pass that is about heterogeneous jobs. Where there is a backfill pass it alone starts them, as in Slurm;
// the main pass keeps their partitions' nodes from the jobs behind them meanwhile.
#include <algorithm>
#include <utility>

#include "libcommon/text/hostlist.h"
#include "slurmctld/sched/het.h"
#include "slurmctld/sched/pass.h"
#include "slurmctld/sched/reservation_choice.h"

namespace minislurm::sched {

struct Pass::HetCase {
  struct Component {
    const Job* job = nullptr;
    Reason why = Reason::None;
    std::vector<Asked> asked;  // in the partitions that take it
  };
  std::vector<Component> components;  // in their order
  std::vector<HetPart> parts;         // of the same indexes; filled once each component has a partition
  bool whole = true;                  // all components are there, and none is refused
};

std::vector<const Job*> Pass::components_of(JobId het_job) {
  if (!std::exchange(het_jobs_known_, true)) {
    for (const Job* job : input_.pending)
      if (number(job->het_job) != 0) het_jobs_[number(job->het_job)].push_back(job);
  }
  std::vector<const Job*> components = het_jobs_[number(het_job)];
  std::sort(components.begin(), components.end(),
            [](const Job* left, const Job* right) { return left->het_offset < right->het_offset; });
  return components;
}

void Pass::consider_het(const Job& component) {
  if (!het_seen_.insert(number(component.het_job)).second) return;
  HetCase het;
  for (const Job* job : components_of(component.het_job)) het.components.push_back({job, Reason::None, {}});
  het.whole = het.components.size() == component.het_set.size();
  if (!input_.policy.backfill && rhythm_of(input_.cluster.settings).backfills) return keep_for_het(het);
  for (HetCase::Component& one : het.components) {
    one.why = ask_everywhere(*one.job, one.asked);
    het.whole = het.whole && !one.asked.empty();
    HetPart& part = het.parts.emplace_back();
    for (const Asked& asked : one.asked) part.choices.push_back(*asked.question);
  }
  if (!start_het(het)) het_waits(het);
}

// In all partitions of the component; why not where none takes it.
Reason Pass::ask_everywhere(const Job& job, std::vector<Asked>& asked) {
  const Route& route = route_of(job);
  Reason first = route.partitions.empty() ? Reason::PartitionDown : Reason::None;
  for (const Partition* partition : route.partitions) {
    const auto limits = limits_in(job, *partition);
    Reason why = limits ? refusal(job, *partition, *limits) : Reason::DeadLine;
    const ReservationChoice choice = choose_reservations(barred_, job, input_.now);
    if (why == Reason::None && choice.to_try.empty()) why = choice.why;
    if (why == Reason::None) {
      Asked one = ask(job, *partition, *limits, choice.to_try.front());
      why = one.why;
      if (why == Reason::None && !ahead_.licenses_now(*one.question, limits->most)) why = Reason::Licenses;
      if (why == Reason::None) asked.push_back(std::move(one));
    }
    if (first == Reason::None) first = why;
  }
  return asked.empty() ? first : Reason::None;
}

void Pass::keep_for_het(const HetCase& het) {
  if (!het.whole) return;
  for (const HetCase::Component& one : het.components) {
    const Route& route = route_of(*one.job);
    if (route.partitions.empty() || refusal(*one.job, *route.partitions.front(), LimitRange{}) != Reason::None) return;
  }
  for (const HetCase::Component& one : het.components)
    for (const Partition* partition : route_of(*one.job).partitions)
      if (blocked_.insert(partition).second) barred_.keep(members_of(*partition));
}

// Accounts and licences let all of them start: what one takes counts against the next. Nothing is taken in the end.
bool Pass::may_start_together(HetCase& het, std::span<HetChoice<LookAhead::Start>> places) {
  const std::unique_ptr<StartGate> gate = input_.gate != nullptr ? input_.gate->copy() : nullptr;
  LicenseTimeline licenses = ahead_.licenses();
  for (std::size_t at = 0; at < places.size(); ++at) {
    HetCase::Component& one = het.components[at];
    const Partition& partition = *one.asked[places[at].choice].partition;
    LookAhead::Start& start = places[at].where;
    if (gate) {
      one.why = gate->why_not(*one.job, partition, start.limit);
      if (one.why == Reason::None) one.why = gate->why_not_there(*one.job, partition, start.limit, start.where);
      if (one.why != Reason::None) return false;
      gate->started(*one.job, partition, start.limit, start.where);
    }
    const Instant until = input_.now + start.limit;
    const auto taken = licenses.choose(one.asked[places[at].choice].question->placer.request(), input_.now, until);
    if (!taken) {
      one.why = Reason::Licenses;
      return false;
    }
    licenses.take(*taken, until);
    start.licenses = *taken;
  }
  return true;
}

bool Pass::start_het(HetCase& het) {
  if (!het.whole) return false;
  auto places = place_together(ahead_, het.parts);
  if (!places) return false;
  if (!may_start_together(het, *places)) {
    het.whole = false;
    return false;
  }
  for (std::size_t at = 0; at < places->size(); ++at) {
    HetChoice<LookAhead::Start>& place = (*places)[at];
    const Asked& asked = het.components[at].asked[place.choice];
    record_start(*het.components[at].job, std::nullopt, *asked.partition, std::move(place.where), *asked.question);
    std::get<StartJob>(decisions_.back()).backfilled = input_.policy.backfill;
  }
  return true;
}

void Pass::het_waits(HetCase& het) {
  std::optional<std::vector<HetChoice<LookAhead::Place>>> places;
  if (het.whole && input_.policy.backfill) places = foresee_together(ahead_, het.parts, input_.now);
  for (std::size_t at = 0; at < het.components.size(); ++at) {
    const HetCase::Component& one = het.components[at];
    KeepWaiting keep{one.job->id, one.why == Reason::None ? Reason::Resources : one.why, std::nullopt, {}};
    if (places) {
      LookAhead::Place& place = (*places)[at].where;
      keep.expected_start = place.start;
      std::vector<std::string> names;
      for (const Footprint::Part& part : place.where.parts) names.push_back(input_.cluster.nodes[part.node].name);
      keep.expected_nodes = text::compress_hostlist_sorted(names);
      ahead_.plan(std::move(place));
    }
    if (het.whole)
      for (const Asked& asked : one.asked) blocked_.insert(asked.partition);
    decisions_.push_back(std::move(keep));
  }
}

}  // namespace minislurm::sched
