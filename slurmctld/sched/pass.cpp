#include "slurmctld/sched/pass.h"

#include <algorithm>
#include <set>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"
#include "slurmctld/sched/reservation_choice.h"
#include "slurmctld/sched/shape.h"

namespace minislurm::sched {
namespace {

JobId array_of(const Job& job) { return number(job.array_job) != 0 ? job.array_job : job.id; }

// The reason shown where several partitions refuse: waiting in one of them beats being refused by the others.
int rank(Reason why) {
  switch (why) {
    case Reason::Resources: return 3;
    case Reason::Priority: return 2;
    case Reason::ReqNodeNotAvail:
    case Reason::ReqNodeNotAvailMaintenance:
    case Reason::ReqNodeNotAvailReserved: return 1;
    default: return 0;
  }
}

bool fits_partition(const ResourceRequest& request, const Partition& partition, const Job& job, const StartGate* gate) {
  const bool unbounded = partition.max_nodes == 0 || (gate != nullptr && gate->may_exceed_nodes(job));
  const std::uint32_t most = !unbounded
                                 ? std::min(partition.max_nodes, static_cast<std::uint32_t>(partition.nodes.size()))
                                 : static_cast<std::uint32_t>(partition.nodes.size());
  if (request.min_nodes > most) return false;
  if (request.max_nodes == 0 || request.max_nodes >= partition.min_nodes) return true;
  return gate != nullptr && gate->may_go_below_nodes(job);
}

}  // namespace

Pass::Pass(const PassInput& input)
    : input_(input), barred_(input.cluster, input.book.free(), input.reservations), ahead_(input, barred_),
      quota_(input.policy) {}

std::vector<Decision> Pass::run() {
  std::set<std::uint32_t, std::greater<>> tiers;
  for (const Partition& partition : input_.cluster.partitions) tiers.insert(partition.priority_tier);
  const std::size_t depth = input_.policy.backfill ? input_.policy.looked_at : input_.policy.main_depth;
  const std::uint32_t most_starts = input_.policy.backfill ? input_.policy.starts : input_.policy.main_starts;
  std::size_t waiting = 0;
  // Those for whom others have been told to go: nobody else takes what becomes free then.
  for (const Job* job : input_.pending)
    if (is_making_room(*job)) consider(*job, route_of(*job));
  for (const std::uint32_t tier : tiers) {
    for (const Job* job : input_.pending) {
      if (waiting >= depth || (most_starts != 0 && decisions_.size() - waiting >= most_starts)) break;
      const Route& route = route_of(*job);
      if (tiers.size() > 1 && route.tier != tier) continue;
      if (is_making_room(*job)) continue;
      const std::size_t before = decisions_.size();
      if (number(job->het_job) != 0) consider_het(*job);
      else consider(*job, route);
      if (decisions_.size() > before && std::holds_alternative<KeepWaiting>(decisions_.back())) ++waiting;
    }
  }
  return std::move(decisions_);
}

const Pass::Route& Pass::route_of(const Job& job) {
  const std::string& list = job.partition.empty() ? job.spec.partition : job.partition;
  const auto known = routes_.find(list);
  if (known != routes_.end()) return known->second;
  Route route;
  for (const std::string_view name : text::split_list(list)) {
    for (const Partition& partition : input_.cluster.partitions) {
      if (partition.name == name) route.partitions.push_back(&partition);
    }
  }
  if (list.empty()) {
    for (const Partition& partition : input_.cluster.partitions) {
      if (partition.is_default) route.partitions.push_back(&partition);
    }
  }
  std::stable_sort(route.partitions.begin(), route.partitions.end(), [](const Partition* left, const Partition* right) {
    return left->priority_tier > right->priority_tier;
  });
  // A partition that is gone is looked at with the first tier, so that its jobs are told.
  route.tier = route.partitions.empty() ? input_.cluster.partitions.empty()
                                              ? 0
                                              : input_.cluster.partitions.front().priority_tier
                                        : route.partitions.front()->priority_tier;
  return routes_.emplace(list, std::move(route)).first->second;
}

void Pass::consider(const Job& job, const Route& route) {
  std::optional<Waiting> waiting;
  if (job.is_array_master()) {
    array_places_ = 0;
    for (const std::uint32_t task : job.array_pending) {
      std::optional<Waiting> one = start(job, task, route);
      if (!one) continue;
      const bool planned = one->place.has_value();
      if (!waiting) waiting = std::move(one);
      // The tasks behind it want places, too.
      if (!planned || ++array_places_ >= input_.policy.places_of_array) break;
    }
  } else {
    waiting = start(job, std::nullopt, route);
  }
  if (!waiting || waiting->why == Reason::None) return;
  KeepWaiting keep{job.id, waiting->why, std::nullopt, {}};
  if (waiting->place) {
    keep.expected_start = waiting->place->start;
    std::vector<std::string> names;
    for (const Footprint::Part& part : waiting->place->where.parts) names.push_back(input_.cluster.nodes[part.node].name);
    keep.expected_nodes = text::compress_hostlist_sorted(names);
  }
  decisions_.push_back(std::move(keep));
}

std::optional<Pass::Waiting> Pass::held_back(const Job& job) const {
  if (job.array_throttle == 0 || (!job.is_array_master() && !job.array_task)) return std::nullopt;
  const std::uint32_t array = number(array_of(job));
  std::uint32_t running = 0;
  if (const auto found = input_.array_running.find(array); found != input_.array_running.end()) running = found->second;
  if (const auto found = tasks_started_.find(array); found != tasks_started_.end()) running += found->second;
  if (running + (job.is_array_master() ? array_places_ : 0) < job.array_throttle) return std::nullopt;
  return Waiting{Reason::JobArrayTaskLimit, std::nullopt};
}

std::optional<Pass::Waiting> Pass::start(const Job& job, std::optional<std::uint32_t> task, const Route& route) {
  if (std::optional<Waiting> held = held_back(job)) return held;
  if (route.partitions.empty()) return Waiting{Reason::PartitionDown, std::nullopt};
  std::optional<Waiting> best;
  for (const Partition* partition : route.partitions) {
    if (&job != input_.asked && !quota_.admits(job, *partition)) continue;
    std::optional<Waiting> waiting = start_in(job, task, *partition);
    if (!waiting) return std::nullopt;
    if (!best || rank(waiting->why) > rank(best->why)) {
      best = std::move(waiting);
    } else if (waiting->place && (!best->place || waiting->place->start < best->place->start)) {
      best->place = std::move(waiting->place);
      best->in = waiting->in;
    }
  }
  if (!best) return Waiting{};  // it is not looked at in this pass
  // Only the earliest of its places is kept free for it.
  if (best->place && !best->claimed) {
    ahead_.plan(*best->place);
    ++places_[best->in];
  }
  return best;
}

Reason Pass::refusal(const Job& job, const Partition& partition, const LimitRange& limits) {
  if (&job != input_.asked) {
    if (partition.state == PartitionState::Down) return Reason::PartitionDown;
    if (partition.state == PartitionState::Inactive) return Reason::PartitionInactive;
  }
  if (partition.requires_reservation && job.spec.reservation.empty()) return Reason::Reservation;
  if (limits.least > partition.max_time && !(input_.gate != nullptr && input_.gate->may_exceed_time(job)))
    return Reason::PartitionTimeLimit;
  if (closed_.contains(&partition)) return Reason::Priority;
  const Reason why = input_.gate != nullptr ? input_.gate->why_not(job, partition, limits.most) : Reason::None;
  const bool by_limit = why != Reason::None && why != Reason::AccountNotAllowed && why != Reason::QosNotAllowed;
  if (by_limit && input_.policy.stop_at_association_limits) closed_.insert(&partition);
  return why;
}

const std::vector<std::uint32_t>& Pass::members_of(const Partition& partition) {
  const auto [entry, added] = members_.try_emplace(&partition);
  if (added) {
    for (const std::string& name : partition.nodes) {
      if (const auto index = input_.book.free().index_of(name)) entry->second.push_back(*index);
    }
    std::sort(entry->second.begin(), entry->second.end());
  }
  return entry->second;
}

Pass::Shape& Pass::shape_of(const Job& job, const Partition& partition, const LimitRange& limits, bool any_switches,
                            const Reservation* reservation) {
  const std::string request = request_key(job, partition);
  std::string key = shape_key(request, job, limits, any_switches, job.spec.begin > input_.now ? job.spec.begin : kNever);
  if (reservation != nullptr) key += reservation->name;
  const auto [shape, added] = shapes_.try_emplace(std::move(key));
  if (added) shape->second.placer = placer_of(request, job, partition);
  return shape->second;
}

const Placer* Pass::placer_of(const std::string& request_key, const Job& job, const Partition& partition) {
  const auto [placer, added] = placers_.try_emplace(request_key);
  if (!added) return placer->second.get();
  if (Result<ResourceRequest> request = resolve(job.spec, partition, input_.cluster.settings)) {
    placer->second =
        std::make_unique<Placer>(std::move(*request), partition, members_of(partition), input_.cluster, job.user);
  }
  return placer->second.get();
}

std::vector<std::uint32_t> Pass::foretold_nodes(const Job& job) const {
  std::vector<std::uint32_t> nodes;
  if (job.expected_start == kNever || job.expected_nodes.empty()) return nodes;
  for (const std::string& name : text::expand_hostlist(job.expected_nodes).value_or({}))
    if (const auto node = input_.book.free().index_of(name)) nodes.push_back(*node);
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

std::optional<Pass::Waiting> Pass::start_in(const Job& job, std::optional<std::uint32_t> task,
                                            const Partition& partition) {
  const auto limits = limits_in(job, partition);
  if (!limits) return Waiting{Reason::DeadLine};
  if (const Reason why = refusal(job, partition, *limits); why != Reason::None) return Waiting{why};
  const ReservationChoice choice = choose_reservations(barred_, job, input_.now);
  std::optional<Waiting> waiting{Waiting{choice.why}};
  for (const Reservation* reservation : choice.to_try) {
    waiting = start_within(job, task, partition, *limits, reservation, reservation == choice.to_try.back());
    if (!waiting) break;
  }
  return waiting;
}

// A limit that may shrink shrinks to what the partition allows, and to the deadline.
std::optional<LimitRange> Pass::limits_in(const Job& job, const Partition& partition) const {
  LimitRange range = limits_of(job, partition);
  if (range.flexible()) range.most = std::max(range.least, std::min(range.most, partition.max_time));
  return limits_at(range, job.spec.deadline, input_.now);
}

Pass::Asked Pass::ask(const Job& job, const Partition& partition, const LimitRange& limits,
                      const Reservation* reservation) {
  Asked asked;
  asked.partition = &partition;
  const Instant until = switches_wait_until(job, input_.cluster.settings);
  const bool switches = until != kNever, any_switches = switches && input_.now >= until;
  Shape& shape = shape_of(job, partition, limits, any_switches, reservation);
  asked.shape = &shape;
  if (!shape.placer) {
    asked.why = Reason::BadConstraints;
  } else if (!fits_partition(shape.placer->request(), partition, job, input_.gate) || !shape.placer->large_enough()) {
    asked.why = Reason::PartitionNodeLimit;
  } else {
    asked.question.emplace(LookAhead::Question{*shape.placer, limits, reservation, any_switches, std::nullopt,
                                               shape.earliest, job.spec.deadline, job.spec.begin, job.expected_start,
                                               foretold_nodes(job), nullptr});
    if (switches && !any_switches) asked.question->switches_until = until;
  }
  return asked;
}

std::optional<Pass::Waiting> Pass::start_within(const Job& job, std::optional<std::uint32_t> task,
                                                const Partition& partition, const LimitRange& limits,
                                                const Reservation* reservation, bool last) {
  // Who has nodes of his own does not wait for those who have not.
  if (blocked_.contains(&partition) && !input_.policy.backfill && !barred_.confines(reservation))
    return Waiting{Reason::Priority};
  const Asked asked = ask(job, partition, limits, reservation);
  if (asked.why != Reason::None) return Waiting{asked.why};
  const LookAhead::Question& question = *asked.question;
  if (!asked.shape->failed_now) {
    if (std::optional<LookAhead::Start> start = ahead_.place_now(question)) {
      if (input_.gate != nullptr)
        if (const Reason why = input_.gate->why_not_there(job, partition, start->limit, start->where); why != Reason::None)
          return Waiting{why};
      record_start(job, task, partition, std::move(*start), question);
      return std::nullopt;
    }
  }
  if (!last) return Waiting{Reason::Resources};
  if (Room room = make_room_for(job, task, partition, *asked.shape, question); room.found)
    return std::move(room.waiting);
  return wait(job, partition, *asked.shape, question);
}

void Pass::record_start(const Job& job, std::optional<std::uint32_t> task, const Partition& partition,
                        LookAhead::Start start, const LookAhead::Question& question) {
  const Hold& hold = question.placer.hold();
  ahead_.started(start, hold);
  if (task || job.array_task) ++tasks_started_[number(array_of(job))];
  StartJob made{job.id, task, std::move(start.where), hold, partition.name, blocked_.contains(&partition), {}, {}, {},
                std::nullopt, {}};
  if (input_.gate != nullptr) made.qos = input_.gate->started(job, partition, start.limit, made.where);
  if (question.reservation != nullptr) made.reservation = question.reservation->name;
  made.licenses = std::move(start.licenses);
  if (start.limit != limits_of(job, partition).most) made.limit = start.limit;
  decisions_.push_back(std::move(made));
}

Reason Pass::why_not_now(const Shape& shape, const LookAhead::Question& question) const {
  const std::vector<std::uint32_t>& required = shape.placer->required();
  const Minutes limit = input_.policy.backfill ? question.limits.least : question.limits.most;
  if (!ahead_.licenses_now(question, limit)) return Reason::Licenses;
  if (std::any_of(required.begin(), required.end(), [&](std::uint32_t node) { return barred_.down()[node]; })) {
    return Reason::ReqNodeNotAvail;
  }
  if (question.reservation == nullptr && !barred_.reservations().empty() &&
      barred_.during(input_.now, input_.now + limit, nullptr) != barred_.down() &&
      shape.placer->place(ahead_.now(), barred_.down(), input_.topology, question.any_switches)) {
    const bool maintained = barred_.maintained(input_.now, input_.now + limit);
    return maintained ? Reason::ReqNodeNotAvailMaintenance : Reason::ReqNodeNotAvailReserved;
  }
  return Reason::Resources;
}

bool Pass::keeps_place(const Job& job, const Partition& partition) const {
  const Policy& policy = input_.policy;
  if (&job == input_.asked) return true;
  if (job.priority < policy.min_priority) return false;
  if (policy.min_age.count() > 0 && input_.now - std::max(job.eligible, job.submitted) < policy.min_age) return false;
  if (!policy.backfill) return true;
  if (input_.gate != nullptr && !input_.gate->may_reserve(job, partition)) return false;
  if (job.is_array_master() && array_places_ >= policy.places_of_array) return false;
  if (policy.places_in_partition == 0) return true;
  const auto places = places_.find(&partition);
  return places == places_.end() || places->second < policy.places_in_partition;
}

// Keeps from the others what the job waits for: the nodes that it names, those of its reservation, else its partition's.
void Pass::keep_nodes(const Partition& partition, const LookAhead::Question& question) {
  const bool names_nodes = question.placer.required().size() >= question.placer.request().min_nodes;
  const bool inside = barred_.confines(question.reservation);
  if (!names_nodes && !inside) blocked_.insert(&partition);
  if (input_.policy.backfill) return;
  barred_.keep(names_nodes ? question.placer.required()
               : inside    ? barred_.nodes_of(*question.reservation)
                           : members_of(partition),
               question.reservation);
}

Pass::Waiting Pass::wait(const Job& job, const Partition& partition, Shape& shape, const LookAhead::Question& question) {
  if (!shape.failed_now) {
    shape.failed_now = true;
    shape.why = why_not_now(shape, question);
  }
  Waiting waiting{shape.why};
  const bool keeps = keeps_place(job, partition);
  if (waiting.why == Reason::Resources) {
    if (blocked_.contains(&partition) && !barred_.confines(question.reservation)) waiting.why = Reason::Priority;
    if (keeps) keep_nodes(partition, question);
  }
  // Who waits for a reservation's end, or for a licence, keeps nobody from other nodes than those foretold for him.
  if (keeps && !input_.policy.backfill && waiting.why != Reason::Resources && waiting.why != Reason::Priority)
    barred_.keep(question.foretold_nodes);
  if (keeps && !input_.policy.backfill && input_.policy.licenses) ahead_.keep_licenses(shape.placer->request());
  if (!keeps || !input_.policy.backfill) return waiting;
  if (waiting.why == Reason::Licenses && !input_.policy.licenses) return waiting;
  waiting.place = ahead_.foresee(question);
  waiting.in = &partition;
  shape.earliest = waiting.place ? waiting.place->start : input_.now + input_.policy.window + Seconds{1};
  return waiting;
}

}  // namespace minislurm::sched
