#include "slurmctld/sched/pass.h"

#include <algorithm>
#include <set>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"
#include "slurmctld/sched/shape.h"

namespace minislurm::sched {
namespace {

Minutes limit_of(const Job& job, const Partition& partition) {
  if (job.time_limit) return *job.time_limit;
  return partition.default_time.value_or(partition.max_time);
}

JobId array_of(const Job& job) { return number(job.array_job) != 0 ? job.array_job : job.id; }

// The reason shown where several partitions refuse: waiting in one of them beats being refused by the others.
int rank(Reason why) {
  switch (why) {
    case Reason::Resources: return 3;
    case Reason::Priority: return 2;
    case Reason::ReqNodeNotAvail:
    case Reason::ReqNodeNotAvailReserved: return 1;
    default: return 0;
  }
}

bool fits_partition(const ResourceRequest& request, const Partition& partition) {
  const std::uint32_t most = partition.max_nodes != 0
                                 ? std::min(partition.max_nodes, static_cast<std::uint32_t>(partition.nodes.size()))
                                 : static_cast<std::uint32_t>(partition.nodes.size());
  if (request.min_nodes > most) return false;
  return request.max_nodes == 0 || request.max_nodes >= partition.min_nodes;
}

}  // namespace

Pass::Pass(const PassInput& input)
    : input_(input), barred_(input.cluster, input.book.free(), input.reservations), ahead_(input, barred_) {}

std::vector<Decision> Pass::run() {
  std::set<std::uint32_t, std::greater<>> tiers;
  for (const Partition& partition : input_.cluster.partitions) tiers.insert(partition.priority_tier);
  const std::size_t depth = input_.policy.backfill ? input_.policy.looked_at : input_.policy.main_depth;
  std::size_t waiting = 0;
  for (const std::uint32_t tier : tiers) {
    for (const Job* job : input_.pending) {
      if (waiting >= depth) return std::move(decisions_);
      const Route& route = route_of(*job);
      if (tiers.size() > 1 && route.tier != tier) continue;
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
    for (const std::uint32_t task : job.array_pending) {
      waiting = start(job, task, route);
      if (waiting) break;
    }
  } else {
    waiting = start(job, std::nullopt, route);
  }
  if (!waiting) return;
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
  if (running < job.array_throttle) return std::nullopt;
  return Waiting{Reason::JobArrayTaskLimit, std::nullopt};
}

std::optional<Pass::Waiting> Pass::start(const Job& job, std::optional<std::uint32_t> task, const Route& route) {
  if (std::optional<Waiting> held = held_back(job)) return held;
  if (route.partitions.empty()) return Waiting{Reason::PartitionDown, std::nullopt};
  std::optional<Waiting> best;
  for (const Partition* partition : route.partitions) {
    std::optional<Waiting> waiting = start_in(job, task, *partition);
    if (!waiting) return std::nullopt;
    if (!best || rank(waiting->why) > rank(best->why)) {
      best = std::move(waiting);
    } else if (waiting->place && (!best->place || waiting->place->start < best->place->start)) {
      best->place = std::move(waiting->place);
    }
  }
  // Only the earliest of its places is kept free for it.
  if (best->place) ahead_.plan(*best->place);
  return best;
}

Reason Pass::refusal(const Job& job, const Partition& partition, Minutes limit) const {
  if (partition.state == PartitionState::Down) return Reason::PartitionDown;
  if (partition.state == PartitionState::Inactive) return Reason::PartitionInactive;
  if (partition.requires_reservation && job.spec.reservation.empty()) return Reason::Reservation;
  if (limit > partition.max_time && !(input_.gate != nullptr && input_.gate->may_exceed_time(job)))
    return Reason::PartitionTimeLimit;
  return input_.gate != nullptr ? input_.gate->why_not(job, partition, limit) : Reason::None;
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

Pass::Shape& Pass::shape_of(const Job& job, const Partition& partition, Minutes limit, bool any_switches) {
  std::string key = shape_key(job, partition, limit, any_switches);
  const auto known = shapes_.find(key);
  if (known != shapes_.end()) return known->second;
  Shape shape;
  if (Result<ResourceRequest> request = resolve(job.spec, partition, input_.cluster.settings)) {
    shape.placer = std::make_unique<Placer>(std::move(*request), partition, members_of(partition), input_.cluster, job.user);
  }
  return shapes_.emplace(std::move(key), std::move(shape)).first->second;
}

bool Pass::take_licenses(const ResourceRequest& request, bool really) {
  if (request.licenses.empty()) return true;
  if (!licenses_copied_) {
    licenses_ = input_.free_licenses;
    licenses_copied_ = true;
  }
  const auto has = [&](const LicenseNeed& need) {
    const auto found = licenses_.find(need.name);
    return found != licenses_.end() && found->second >= need.count;
  };
  if (request.any_license) {
    const auto one = std::find_if(request.licenses.begin(), request.licenses.end(), has);
    if (one == request.licenses.end()) return false;
    if (really) licenses_[one->name] -= one->count;
    return true;
  }
  if (!std::all_of(request.licenses.begin(), request.licenses.end(), has)) return false;
  for (const LicenseNeed& need : request.licenses) {
    if (really) licenses_[need.name] -= need.count;
  }
  return true;
}

Pass::Asked Pass::ask(const Job& job, const Partition& partition) {
  Asked asked;
  asked.partition = &partition;
  asked.limit = limit_of(job, partition);
  const auto no = [&asked](Reason why) {
    asked.why = why;
    return std::move(asked);
  };
  if (const Reason why = refusal(job, partition, asked.limit); why != Reason::None) return no(why);
  const Instant until = switches_wait_until(job, input_.cluster.settings);
  const bool switches = until != kNever, any_switches = switches && input_.now >= until;
  Shape& shape = shape_of(job, partition, asked.limit, any_switches);
  asked.shape = &shape;
  if (!shape.placer) return no(Reason::BadConstraints);
  const ResourceRequest& request = shape.placer->request();
  if (!fits_partition(request, partition) || !shape.placer->large_enough()) return no(Reason::PartitionNodeLimit);

  LookAhead::Question& question = asked.question.emplace(
      LookAhead::Question{*shape.placer, asked.limit, nullptr, any_switches, std::nullopt, shape.earliest});
  if (switches && !any_switches) question.switches_until = until;
  if (!job.spec.reservation.empty()) {
    question.reservation = barred_.find(job.spec.reservation);
    if (question.reservation == nullptr) return no(Reason::ReservationDeleted);
    if (question.reservation->start > input_.now) return no(Reason::Reservation);
    if (question.reservation->end <= input_.now) return no(Reason::ReservationInvalid);
  }
  if (!take_licenses(request, false)) return no(Reason::Licenses);
  return asked;
}

std::optional<Pass::Waiting> Pass::start_in(const Job& job, std::optional<std::uint32_t> task,
                                            const Partition& partition) {
  if (!input_.policy.backfill && blocked_.contains(&partition)) {
    const Reason why = refusal(job, partition, limit_of(job, partition));
    return Waiting{why != Reason::None ? why : Reason::Priority, std::nullopt};
  }
  const Asked asked = ask(job, partition);
  if (asked.why != Reason::None) return Waiting{asked.why, std::nullopt};
  Shape& shape = *asked.shape;
  if (!shape.failed_now) {
    if (std::optional<Allocation> where = ahead_.place_now(*asked.question)) {
      if (input_.gate != nullptr)
        if (const Reason why = input_.gate->why_not_there(job, partition, asked.limit, *where); why != Reason::None)
          return Waiting{why, std::nullopt};
      record_start(job, task, partition, std::move(*where), shape, asked.limit);
      return std::nullopt;
    }
  }
  return wait(partition, shape, *asked.question);
}

void Pass::record_start(const Job& job, std::optional<std::uint32_t> task, const Partition& partition,
                        Allocation where, const Shape& shape, Minutes limit) {
  const Hold& hold = shape.placer->hold();
  ahead_.started(where, hold, limit);
  take_licenses(shape.placer->request(), true);
  if (task || job.array_task) ++tasks_started_[number(array_of(job))];
  std::string qos = input_.gate != nullptr ? input_.gate->started(job, partition, limit, where) : std::string{};
  decisions_.push_back(StartJob{job.id, task, std::move(where), hold, partition.name, blocked_.contains(&partition),
                                std::move(qos)});
}

Reason Pass::why_not_now(const Shape& shape, const LookAhead::Question& question) const {
  const std::vector<std::uint32_t>& required = shape.placer->required();
  if (std::any_of(required.begin(), required.end(), [&](std::uint32_t node) { return barred_.down()[node]; })) {
    return Reason::ReqNodeNotAvail;
  }
  if (question.reservation == nullptr && !barred_.reservations().empty() &&
      barred_.during(input_.now, input_.now + question.limit, nullptr) != barred_.down() &&
      shape.placer->place(ahead_.now(), barred_.down(), input_.topology, question.any_switches)) {
    return Reason::ReqNodeNotAvailReserved;
  }
  return Reason::Resources;
}

Pass::Waiting Pass::wait(const Partition& partition, Shape& shape, LookAhead::Question question) {
  const bool blocked = blocked_.contains(&partition);
  const bool first = !shape.failed_now;
  if (first) {
    shape.failed_now = true;
    shape.why = why_not_now(shape, question);
  }
  Waiting waiting{shape.why, std::nullopt};
  if (waiting.why == Reason::Resources) {
    if (blocked) waiting.why = Reason::Priority;
    // A job that names its nodes keeps only those from the others, not the whole partition.
    const bool names_nodes = shape.placer->required().size() >= shape.placer->request().min_nodes;
    if (!names_nodes) blocked_.insert(&partition);
    if (!input_.policy.backfill) barred_.keep(names_nodes ? shape.placer->required() : members_of(partition));
  }
  if (!input_.policy.backfill) return waiting;
  waiting.place = ahead_.foresee(question);
  shape.earliest = waiting.place ? waiting.place->start : input_.now + input_.policy.window + Seconds{1};
  return waiting;
}

}  // namespace minislurm::sched
