#include "slurmctld/sched/explain.h"

#include <algorithm>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::sched {
namespace {

std::string count_of(std::uint64_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string{what} + (count == 1 ? "" : "s");
}

void add_once(std::vector<Obstacle>& found, Reason reason, std::string text) {
  const bool known = std::any_of(found.begin(), found.end(), [&](const Obstacle& one) { return one.text == text; });
  if (!known) found.push_back({reason, std::move(text)});
}

std::vector<std::uint32_t> without(const std::vector<std::uint32_t>& all, const std::vector<std::uint32_t>& some) {
  std::vector<std::uint32_t> left;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(left));
  return left;
}

std::string period_of(const Reservation& reservation) {
  return "from " + text::format_time_point(reservation.start) + " to " + text::format_time_point(reservation.end);
}

// All nodes that the request could have, were they empty.
std::vector<std::uint32_t> wanted_nodes(const Placer& placer) {
  std::vector<std::uint32_t> nodes;
  for (const auto& alternative : placer.eligible()) nodes.insert(nodes.end(), alternative.begin(), alternative.end());
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

bool overlap(const std::vector<std::uint32_t>& left, const std::vector<std::uint32_t>& right) {
  return without(left, right).size() != left.size();
}

void drop_gres(ResourceRequest& request) {
  request.gres_per_node.clear();
  request.gres_per_job.clear();
  request.gres_per_task.clear();
}

}  // namespace

Explainer::Explainer(const PassInput& input)
    : input_(input), barred_(input.cluster, input.book.free(), input.reservations), decisions_(plan(input)) {
  for (const Decision& decision : decisions_)
    if (const auto* keep = std::get_if<KeepWaiting>(&decision)) waiting_.emplace(number(keep->job), keep);
  for (std::size_t place = 0; place < input_.pending.size(); ++place) {
    const Job* job = input_.pending[place];
    const auto found = waiting_.find(number(job->id));
    if (found == waiting_.end() || !found->second->expected_start) continue;
    const std::vector<const Partition*> partitions = partitions_of(*job);
    const Minutes limit = partitions.empty() ? kUnlimited : limits_of(*job, *partitions.front()).least;
    Planned planned{job, *found->second->expected_start, *found->second->expected_start + limit, {}, place};
    planned.nodes = indexes_of(text::expand_hostlist(found->second->expected_nodes).value_or({}));
    planned_.push_back(std::move(planned));
  }
}

std::vector<const Partition*> Explainer::partitions_of(const Job& job) const {
  std::vector<const Partition*> partitions;
  for (const std::string_view name : text::split_list(job.partition.empty() ? job.spec.partition : job.partition))
    for (const Partition& partition : input_.cluster.partitions)
      if (partition.name == name) partitions.push_back(&partition);
  return partitions;
}

std::vector<std::uint32_t> Explainer::members_of(const Partition& partition) const {
  return indexes_of(partition.nodes);
}

std::string Explainer::names_of(const std::vector<std::uint32_t>& nodes) const {
  std::vector<std::string> names;
  for (const std::uint32_t node : nodes) names.push_back(input_.cluster.nodes[node].name);
  return text::compress_hostlist_sorted(names);
}

std::string Explainer::common(const std::vector<std::uint32_t>& left, const std::vector<std::uint32_t>& right) const {
  return names_of(without(left, without(left, right)));
}

std::size_t Explainer::place_of(const Job& job) const {
  const auto found = std::find_if(input_.pending.begin(), input_.pending.end(),
                                  [&](const Job* one) { return one->id == job.id; });
  return static_cast<std::size_t>(found - input_.pending.begin());
}

std::optional<Placer> Explainer::placer_of(const Job& job, const Partition& partition, ResourceRequest* resolved) const {
  const Result<ResourceRequest> request = resolve(job.spec, partition, input_.cluster.settings);
  if (!request) return std::nullopt;
  if (resolved != nullptr) *resolved = *request;
  return Placer{*request, partition, members_of(partition), input_.cluster, job.user};
}

Explanation Explainer::explain(const Job& job, const KeepWaiting* decision) const {
  Explanation explanation;
  const std::vector<const Partition*> partitions = partitions_of(job);
  if (partitions.empty()) explanation.obstacles.push_back({Reason::PartitionDown, "partition " + job.partition + ": it is gone"});
  for (const Partition* partition : partitions) explain_in(job, *partition, explanation.obstacles);
  if (const auto found = waiting_.find(number(job.id)); decision == nullptr && found != waiting_.end())
    decision = found->second;
  if (decision == nullptr || !decision->expected_start) return explanation;
  explanation.earliest = decision->expected_start;
  explanation.nodes = decision->expected_nodes;
  explanation.blockers = blockers_of(job, *decision->expected_start, decision->expected_nodes);
  return explanation;
}

void Explainer::explain_in(const Job& job, const Partition& partition, std::vector<Obstacle>& found) const {
  const std::string in = "partition " + partition.name + ": ";
  const LimitRange limits = limits_of(job, partition);
  if (partition.state == PartitionState::Down) add_once(found, Reason::PartitionDown, in + "State=DOWN");
  if (partition.state == PartitionState::Inactive) add_once(found, Reason::PartitionInactive, in + "State=INACTIVE");
  if (partition.requires_reservation && job.spec.reservation.empty())
    add_once(found, Reason::Reservation, in + "only jobs with a reservation (ReqResv=YES)");
  if (limits.least > partition.max_time && !(input_.gate != nullptr && input_.gate->may_exceed_time(job))) {
    add_once(found, Reason::PartitionTimeLimit, in + "TimeLimit=" + text::format_minutes_padded(limits.least) +
                                                    " is more than MaxTime=" + text::format_minutes_padded(partition.max_time));
  }
  ResourceRequest request;
  const std::optional<Placer> placer = placer_of(job, partition, &request);
  if (!placer) return add_once(found, Reason::BadConstraints, in + "the request cannot be read any more");
  const std::size_t most = partition.max_nodes != 0 ? std::min<std::size_t>(partition.max_nodes, partition.nodes.size())
                                                    : partition.nodes.size();
  if (request.min_nodes > most) {
    add_once(found, Reason::PartitionNodeLimit,
             in + count_of(request.min_nodes, "node") + " needed, " + std::to_string(most) + " is the most that it gives");
  } else if (!placer->large_enough()) {
    add_once(found, Reason::PartitionNodeLimit, in + "all of its nodes together could not hold the job");
  }
  explain_licenses(job, request, found);
  const Reservation* reservation = job.spec.reservation.empty() ? nullptr : barred_.find(job.spec.reservation);
  if (!job.spec.reservation.empty() && reservation == nullptr)
    add_once(found, Reason::ReservationDeleted, "reservation " + job.spec.reservation + ": it is gone");
  if (reservation != nullptr && (reservation->start > input_.now || reservation->end <= input_.now))
    add_once(found, Reason::Reservation, "reservation " + reservation->name + ": " + period_of(*reservation));
  explain_room(job, partition, *placer, reservation, found);
  if (reservation == nullptr) explain_reservations(job, partition, *placer, found);
  explain_rank(job, *placer, input_.now + limits.least, found);
}

void Explainer::explain_licenses(const Job& job, const ResourceRequest& request, std::vector<Obstacle>& found) const {
  const auto free = [&](const LicenseNeed& need) {
    const auto at = input_.free_licenses.find(need.name);
    return at == input_.free_licenses.end() ? 0U : at->second;
  };
  const auto missing = [&](const LicenseNeed& need) { return free(need) < need.count; };
  if (request.any_license && !std::all_of(request.licenses.begin(), request.licenses.end(), missing)) return;
  for (const LicenseNeed& need : request.licenses) {
    if (!missing(need)) continue;
    std::uint32_t total = 0;
    for (const License& license : input_.cluster.licenses) total += license.name == need.name ? license.total : 0;
    add_once(found, Reason::Licenses, "license " + need.name + ": " + std::to_string(free(need)) + " of " +
                                          std::to_string(total) + " free, " + std::to_string(need.count) + " needed" +
                                          (request.any_license ? " (one of " + job.spec.licenses + ")" : ""));
  }
}

// How many nodes have room now, and of those that have none, what they lack.
void Explainer::explain_room(const Job& job, const Partition& partition, const Placer& placer,
                             const Reservation* reservation, std::vector<Obstacle>& found) const {
  const ResourceRequest& request = placer.request();
  const FreeCounts& free = input_.book.free().counts();
  const std::string in = "partition " + partition.name + ": ";
  NodeMask mask = barred_.down();
  if (reservation != nullptr) mask = barred_.during(input_.now, input_.now + Minutes{1}, reservation);
  std::vector<std::uint32_t> down;
  for (const std::uint32_t node : wanted_nodes(placer))
    if (barred_.down()[node]) down.push_back(node);
  if (placer.place(input_.book.free(), mask, input_.topology)) return;
  if (!down.empty()) {
    const bool named = overlap(placer.required(), down);
    add_once(found, named ? Reason::ReqNodeNotAvail : Reason::NodeDown, in + names_of(down) + " down or draining");
  }
  const Placer::Room room = placer.room(free, mask);
  const std::vector<std::uint32_t> busy = without(placer.required(), room.nodes);
  if (!busy.empty() && !overlap(busy, down)) add_once(found, Reason::Resources, in + names_of(busy) + " asked for, but in use");
  const std::size_t size = partition.nodes.size();
  if (room.nodes.size() < request.min_nodes) {
    add_once(found, Reason::Resources, in + std::to_string(room.nodes.size()) + " of " + count_of(size, "node") +
                                           " have room, " + std::to_string(request.min_nodes) + " needed");
  } else if (!request.tasks_from_nodes && room.tasks < request.ntasks) {
    add_once(found, Reason::Resources, in + "room for " + std::to_string(room.tasks) + " of " +
                                           count_of(request.ntasks, "task") + " of " + count_of(request.cpus_per_task, "CPU"));
  }
  explain_lacks(job, partition, placer, mask, found);
}

// What would be different if it asked for less.
void Explainer::explain_lacks(const Job& job, const Partition& partition, const Placer& placer, const NodeMask& mask,
                              std::vector<Obstacle>& found) const {
  const ResourceRequest& request = placer.request();
  const FreeCounts& free = input_.book.free().counts();
  const Placer::Room room = placer.room(free, mask);
  const auto lacking = [&](void (*change)(ResourceRequest&), const std::string& what) {
    ResourceRequest less = request;
    change(less);
    const Placer other{less, partition, members_of(partition), input_.cluster, job.user};
    const std::vector<std::uint32_t> more = without(other.room(free, mask).nodes, room.nodes);
    if (!more.empty()) return add_once(found, Reason::Resources, what + " not free on " + names_of(more));
    const bool enough = room.nodes.size() >= request.min_nodes && (request.tasks_from_nodes || room.tasks >= request.ntasks);
    if (enough && other.place(input_.book.free(), mask, input_.topology))
      add_once(found, Reason::Resources, what + " not free on enough nodes together");
  };
  if (request.memory_kind != MemoryKind::None) {
    const bool all = request.memory_kind == MemoryKind::WholeNode;
    constexpr std::string_view kPer[] = {"", " per node", " per CPU", " per GPU", ""};
    lacking([](ResourceRequest& less) { less.memory_kind = MemoryKind::None; },
            all ? "memory: all of a node's" : "memory: " + std::to_string(request.memory.count) + "M" +
                                                  std::string{kPer[static_cast<std::size_t>(request.memory_kind)]});
  }
  const auto gres_text = [&](const std::vector<GresNeed>& needs, std::string_view per) {
    for (const GresNeed& need : needs) {
      lacking(&drop_gres, "gres/" + need.name + (need.type.empty() ? "" : ":" + need.type) + ": " +
                              std::to_string(need.count) + std::string{per});
    }
  };
  gres_text(request.gres_per_node, " per node");
  gres_text(request.gres_per_task, " per task");
  gres_text(request.gres_per_job, " in all");
  if (request.exclusive) lacking([](ResourceRequest& less) { less.exclusive = false; }, "--exclusive: whole nodes");
  if (request.contiguous) lacking([](ResourceRequest& less) { less.contiguous = false; }, "--contiguous: neighbours");
  if (request.switches != 0)
    lacking([](ResourceRequest& less) { less.switches = 0; }, "--switches=" + std::to_string(request.switches) + ": so near");
}

void Explainer::explain_reservations(const Job& job, const Partition& partition, const Placer& placer,
                                     std::vector<Obstacle>& found) const {
  const Instant end = input_.now + limits_of(job, partition).least;
  const NodeMask mask = barred_.during(input_.now, end, nullptr);
  if (placer.place(input_.book.free(), mask, input_.topology)) return;
  const std::vector<std::uint32_t> wanted = wanted_nodes(placer);
  for (const Reservation& reservation : input_.reservations) {
    if (reservation.end <= input_.now || reservation.start >= end) continue;
    const std::string taken = common(wanted, indexes_of(reservation.nodes));
    if (taken.empty()) continue;
    add_once(found, Reason::ReqNodeNotAvailReserved,
             "reservation " + reservation.name + ": " + taken + " " + period_of(reservation));
  }
}

// Those before it in the queue whose places it would touch if it started now.
void Explainer::explain_rank(const Job& job, const Placer& placer, Instant until, std::vector<Obstacle>& found) const {
  const std::size_t place = place_of(job);
  const std::vector<std::uint32_t> wanted = wanted_nodes(placer);
  constexpr std::size_t kNamed = 8;
  std::size_t count = 0;
  std::string ids;
  for (const Planned& planned : planned_) {
    if (planned.place >= place || planned.job->id == job.id) break;
    if (planned.start >= until || !overlap(wanted, planned.nodes)) continue;
    if (++count > kNamed) continue;
    ids += (ids.empty() ? "" : ",") + to_string(planned.job->id);
  }
  if (count == 0) return;
  if (count > kNamed) ids += " and " + std::to_string(count - kNamed) + " more";
  add_once(found, Reason::Priority, "planned before it: JobId=" + ids);
}

std::vector<std::uint32_t> Explainer::indexes_of(const std::vector<std::string>& names) const {
  std::vector<std::uint32_t> nodes;
  for (const std::string& name : names)
    if (const auto node = input_.book.free().index_of(name)) nodes.push_back(*node);
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

// Those that a running job leaves of the ones that are missing.
std::string Explainer::licenses_left(const RunningJob& running, const ResourceRequest& request) const {
  std::string left;
  for (const LicenseNeed& held : running.licenses) {
    const auto wants = [&](const LicenseNeed& need) {
      const auto free = input_.free_licenses.find(need.name);
      return need.name == held.name && (free == input_.free_licenses.end() || free->second < need.count);
    };
    if (std::any_of(request.licenses.begin(), request.licenses.end(), wants))
      left += (left.empty() ? "" : ",") + held.name + ":" + std::to_string(held.count);
  }
  return left;
}

// Of the running jobs that end by then those without whose end there would still be no room, or no licence.
void Explainer::find_running(const Job& job, Instant start, const std::vector<std::uint32_t>& nodes,
                             std::vector<Blocker>& blockers) const {
  ResourceRequest request;
  const std::vector<const Partition*> partitions = partitions_of(job);
  const std::optional<Placer> placer = partitions.empty() ? std::nullopt : placer_of(job, *partitions.front(), &request);
  if (!placer) return;
  std::vector<std::pair<Instant, const RunningJob*>> holders;
  FreeCounts free = input_.book.free().counts();
  for (const RunningJob& running : input_.running) {
    const ResourceBook::Held* held = input_.book.held(running.job->id);
    const Instant by = std::max(running.end, input_.now + Seconds{1});
    if (held == nullptr || by > start) continue;
    holders.emplace_back(by, &running);
    free.give_back(held->counted);
  }
  std::stable_sort(holders.begin(), holders.end(), [](const auto& left, const auto& right) { return left.first > right.first; });
  NodeMask mask(input_.cluster.nodes.size(), true);
  for (const std::uint32_t node : nodes) mask[node] = false;
  for (const auto& [by, running] : holders) {
    const Footprint& what = input_.book.held(running->job->id)->counted;
    std::vector<std::uint32_t> on;
    for (const Footprint::Part& part : what.parts) on.push_back(part.node);
    std::sort(on.begin(), on.end());
    free.take(what);
    // Is there room beside it?
    const bool beside = !overlap(nodes, on) || placer->foresee(free, mask, input_.topology, true);
    if (!beside) free.give_back(what);
    Blocker blocker{"JobId=" + to_string(running->job->id), beside ? std::string{} : common(nodes, on),
                    licenses_left(*running, request), by};
    if (!blocker.nodes.empty() || !blocker.licenses.empty()) blockers.push_back(std::move(blocker));
  }
}

std::vector<Blocker> Explainer::blockers_of(const Job& job, Instant start, const std::string& list) const {
  const std::vector<std::uint32_t> nodes = indexes_of(text::expand_hostlist(list).value_or({}));
  std::vector<Blocker> blockers;
  find_running(job, start, nodes, blockers);
  const std::size_t place = place_of(job);
  for (const Planned& planned : planned_) {
    if (planned.place >= place || planned.job->id == job.id) break;
    if (planned.end > start || !overlap(nodes, planned.nodes)) continue;
    blockers.push_back({"JobId=" + to_string(planned.job->id), common(nodes, planned.nodes), {}, planned.end});
  }
  for (const Reservation& reservation : input_.reservations) {
    if (reservation.name == job.spec.reservation || reservation.end > start || reservation.end <= input_.now) continue;
    const std::string kept = common(nodes, indexes_of(reservation.nodes));
    if (!kept.empty()) blockers.push_back({"Reservation=" + reservation.name, kept, {}, reservation.end});
  }
  std::stable_sort(blockers.begin(), blockers.end(), [](const Blocker& left, const Blocker& right) { return left.by < right.by; });
  return blockers;
}

}  // namespace minislurm::sched
