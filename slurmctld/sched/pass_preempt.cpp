// The part of a pass that asks whether a job could start if others went.
#include <algorithm>

#include "slurmctld/sched/pass.h"

namespace minislurm::sched {

bool Pass::is_making_room(const Job& job) const {
  return input_.preempt != nullptr && job.preemptor == job.id && number(job.id) != 0;
}

bool Pass::reclaims_licenses() const {
  return input_.preempt != nullptr && input_.preempt->enabled() && input_.preempt->settings().reclaim_licenses;
}

bool Pass::has_licenses(const ResourceRequest& request, std::span<const Victim* const> leaving) const {
  if (request.licenses.empty()) return true;
  std::unordered_map<std::string, std::uint32_t> free = input_.free_licenses;
  for (const Victim* one : leaving)
    for (const auto& [name, count] : one->licenses) free[name] += count;
  const auto has = [&](const LicenseNeed& need) { return free[need.name] >= need.count; };
  return request.any_license ? std::any_of(request.licenses.begin(), request.licenses.end(), has)
                             : std::all_of(request.licenses.begin(), request.licenses.end(), has);
}

// One who stands still keeps memory and generic resources.
Leaver Pass::leaver_of(const Victim& victim) const {
  const ResourceBook::Held* held = input_.book.held(victim.job->id);
  if (held == nullptr) return {};
  Leaver leaver{held->what, held->how};
  if (victim.leaving || input_.preempt->outcome(*victim.job, victim.partition) != PreemptOutcome::Suspend) return leaver;
  for (NodeAllocation& part : leaver.gives.nodes) {
    part.memory = {};
    part.gres.clear();
  }
  return leaver;
}

Pass::Room Pass::make_room_for(const Job& job, std::optional<std::uint32_t> task, const Partition& partition,
                               const Shape& shape, const LookAhead::Question& question) {
  if (input_.preempt == nullptr || !input_.preempt->enabled() || question.not_before > input_.now) return {};
  const PreemptRules& rules = *input_.preempt;
  const Minutes limit = question.limits.most;
  const bool licensed = ahead_.licenses_now(question, limit).has_value();
  if (!licensed && !reclaims_licenses()) return {};
  const bool told = is_making_room(job);
  const std::pair<const Shape*, std::string> key{&shape, rules.key_of(job)};
  if (!told && no_room_.contains(key)) return {};
  const std::vector<const Victim*> candidates = rules.candidates(job, partition, input_.holders, input_.now);
  if (!told && candidates.empty()) return {};

  FreeResources free = ahead_.now();
  std::vector<const Victim*> leaving;  // and give their licenses back
  for (const Victim& one : input_.holders) {
    if (!one.leaving) continue;
    const Leaver leaver = leaver_of(one);
    free.give_back(leaver.gives, leaver.how);
    leaving.push_back(&one);
  }
  std::vector<Leaver> leavers;
  for (const Victim* one : candidates) leavers.push_back(leaver_of(*one));
  const NodeMask mask = barred_.during(input_.now, input_.now + limit, question.reservation);
  const TryPlace place = [&](const FreeResources& when, std::span<const std::size_t> left) {
    std::vector<const Victim*> givers = leaving;
    for (const std::size_t one : left)
      if (rules.outcome(*candidates[one]->job, candidates[one]->partition) != PreemptOutcome::Suspend)
        givers.push_back(candidates[one]);
    if (!licensed && !has_licenses(shape.placer->request(), givers)) return std::optional<Allocation>{};
    return shape.placer->place(when, ahead_.sparing_plans(when, limit), mask, input_.topology, question.any_switches);
  };
  if (std::optional<Allocation> where = place(free, {})) {
    // Nobody has to go who has not been told.
    return told ? use_room(job, task, partition, question, std::move(*where), {}) : Room{};
  }
  const RoomOrder order{rules.settings().reorder_count, rules.settings().strict_order};
  std::optional<sched::Room> room = make_room(std::move(free), leavers, order, place);
  if (!room) {
    no_room_.insert(key);
    return {};
  }
  std::vector<const Victim*> victims;
  for (const std::size_t one : room->leavers) victims.push_back(candidates[one]);
  return use_room(job, task, partition, question, std::move(room->where), victims);
}

Pass::Room Pass::use_room(const Job& job, std::optional<std::uint32_t> task, const Partition& partition,
                          const LookAhead::Question& question, Allocation where,
                          const std::vector<const Victim*>& victims) {
  const Minutes limit = question.limits.most;
  if (input_.gate != nullptr && input_.gate->why_not_there(job, partition, limit, where) != Reason::None) return {};
  PreemptJobs going{job.id, {}};
  std::vector<JobId> still;
  Instant gone_by = input_.now + Seconds{1};
  for (const Victim* one : victims) {
    const bool stays = input_.preempt->outcome(*one->job, one->partition) == PreemptOutcome::Suspend;
    (stays ? still : going.victims).push_back(one->job->id);
    if (!stays) gone_by = std::max(gone_by, input_.now + input_.preempt->grace(*one->job, one->partition));
  }
  if (going.victims.empty() && !victims.empty()) {
    auto licenses = ahead_.licenses_now(question, limit);
    if (!licenses) return {};
    record_start(job, task, partition, {std::move(where), std::move(*licenses), limit}, question);
    std::get<StartJob>(decisions_.back()).suspends = std::move(still);
    return {true, std::nullopt};
  }
  for (const Victim& one : input_.holders)
    if (one.leaving && one.job->preemptor == job.id) gone_by = std::max(gone_by, one.gone_by);
  if (!going.victims.empty()) decisions_.push_back(std::move(going));
  // From now on the place is taken.
  Waiting waiting{Reason::Resources, std::nullopt, nullptr, true};
  waiting.place = LookAhead::Place{gone_by, gone_by + limit, ahead_.now().footprint(where, question.placer.hold()), {}};
  ahead_.started({std::move(where), {}, limit}, question.placer.hold());
  return {true, std::move(waiting)};
}

}  // namespace minislurm::sched
