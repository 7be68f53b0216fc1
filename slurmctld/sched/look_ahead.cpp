#include "slurmctld/sched/look_ahead.h"

#include <algorithm>
#include <cmath>

namespace minislurm::sched {
namespace {

// Up to so many instants are tried one by one; more are first tried in strides.
constexpr std::size_t kFewInstants = 32;

}  // namespace

LookAhead::LookAhead(const PassInput& input, const BarredNodes& barred)
    : input_(input), barred_(barred), tests_left_(input.policy.look_ahead_tests) {}

// For a job that would start then.
NodeMask LookAhead::barred(const Question& question, Instant start) const {
  NodeMask mask = barred_.during(start, start + question.limit, question.reservation);
  if (question.taken != nullptr) {
    if (mask.empty()) return *question.taken;
    for (std::size_t node = 0; node < mask.size(); ++node) mask[node] = mask[node] || (*question.taken)[node];
  }
  return mask;
}

std::optional<Footprint> LookAhead::place_at(const FreeCounts& free, std::size_t released, Instant start,
                                             const Question& question) const {
  const Instant end = start + question.limit;
  const bool any_switches =
      question.any_switches || (question.switches_until && start >= *question.switches_until);
  const auto overlaps = [&](const Place& place) { return place.start < end && start < place.end; };
  const NodeMask mask = barred(question, start);
  if (std::none_of(planned_.begin(), planned_.end(), overlaps)) {
    return question.placer.foresee(free, mask, input_.topology, any_switches);
  }
  return question.placer.foresee(least_free(free, released, start, end), mask, input_.topology, any_switches);
}

FreeCounts LookAhead::least_free(FreeCounts free, std::size_t released, Instant start, Instant end) const {
  std::vector<const Place*> begins, ends;
  for (const Place& place : planned_) {
    if (place.start >= end || place.end <= start) continue;
    ends.push_back(&place);
    if (place.start <= start) {
      free.take(place.where);
    } else {
      begins.push_back(&place);
    }
  }
  FreeCounts least = free;
  std::sort(begins.begin(), begins.end(), [](const Place* left, const Place* right) { return left->start < right->start; });
  std::sort(ends.begin(), ends.end(), [](const Place* left, const Place* right) { return left->end < right->end; });
  auto ended = ends.begin();
  // Only where a place begins can less be free than before.
  for (const Place* place : begins) {
    released = release_until(free, released, place->start);
    for (; (*ended)->end <= place->start; ++ended) free.give_back((*ended)->where);
    free.take(place->where);
    for (const Footprint::Part& part : place->where.parts) least.lower_to(free, part.node);
  }
  return least;
}

const FreeCounts& LookAhead::left_for(Seconds limit) {
  auto left = std::find_if(left_.begin(), left_.end(), [&](const Left& one) { return one.limit == limit; });
  if (left == left_.end()) left = left_.insert(left_.end(), Left{limit, {}, 0, 0});
  if (left->planned != planned_.size()) {
    sort_releases();
    left->counts = least_free(now().counts(), 0, input_.now, input_.now + limit);
    left->planned = planned_.size();
    left->started = started_.size();
  }
  // Counted as if they ran as long.
  for (; left->started < started_.size(); ++left->started) left->counts.take(started_[left->started]);
  return left->counts;
}

std::optional<Allocation> LookAhead::place_now(const Question& question) {
  const bool any_switches =
      question.any_switches || (question.switches_until && input_.now >= *question.switches_until);
  const NodeMask mask = barred(question, input_.now);
  const FreeCounts& left = planned_.empty() ? now().counts() : left_for(question.limit);
  return question.placer.place(now(), left, mask, input_.topology, any_switches);
}

void LookAhead::started(const Allocation& where, const Hold& hold, Seconds limit) {
  if (!own_) own_ = input_.book.free();
  own_->take(where, hold);
  started_.push_back(own_->footprint(where, hold));
  releases_.push_back({input_.now + limit, &started_.back()});
  sorted_ = false;
}

void LookAhead::sort_releases() {
  if (!releases_ready_) {
    releases_ready_ = true;
    for (const RunningJob& running : input_.running) {
      const ResourceBook::Held* held = input_.book.held(running.job->id);
      // One that overstays its limit may end any moment.
      if (held != nullptr) releases_.push_back({std::max(running.end, input_.now + Seconds{1}), &held->counted});
    }
  }
  if (sorted_) return;
  std::stable_sort(releases_.begin(), releases_.end(),
                   [](const Release& left, const Release& right) { return left.at < right.at; });
  sorted_ = true;
}

std::vector<Instant> LookAhead::instants(const Question& question) {
  std::vector<Instant> times;
  for (const Release& release : releases_) times.push_back(release.at);
  for (const Place& place : planned_) times.push_back(place.end);
  for (const Reservation& reservation : barred_.reservations()) {
    times.push_back(&reservation == question.reservation ? reservation.start : reservation.end);
  }
  if (question.switches_until) times.push_back(*question.switches_until);
  if (question.taken != nullptr) times.push_back(question.earliest);  // which suits another component
  const Instant last = input_.now + input_.policy.window;
  times.erase(std::remove_if(times.begin(), times.end(), [&](Instant at) {
    return at <= input_.now || at < question.earliest || at > last;
  }), times.end());
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

std::size_t LookAhead::release_until(FreeCounts& free, std::size_t next, Instant until) const {
  for (; next < releases_.size() && releases_[next].at <= until; ++next) {
    free.give_back(*releases_[next].what);
  }
  return next;
}

std::optional<LookAhead::Place> LookAhead::foresee(const Question& question) {
  if (tests_left_ == 0 || planned_.size() >= input_.policy.planned) return std::nullopt;
  sort_releases();
  const std::vector<Instant> times = instants(question);
  const std::size_t stride =
      times.size() <= kFewInstants ? 1 : static_cast<std::size_t>(std::sqrt(static_cast<double>(times.size())));
  FreeCounts reached = now().counts();  // as of the last instant known not to do
  std::size_t released = 0;
  for (std::size_t first = 0; first < times.size() && tests_left_ > 0; first += stride) {
    const std::size_t last = std::min(first + stride, times.size()) - 1;
    FreeCounts ahead = reached;
    const std::size_t ahead_released = release_until(ahead, released, times[last]);
    --tests_left_;
    std::optional<Footprint> where = place_at(ahead, ahead_released, times[last], question);
    if (!where) {
      reached = std::move(ahead);
      released = ahead_released;
      continue;
    }
    for (std::size_t at = first; at < last && tests_left_ > 0; ++at) {
      released = release_until(reached, released, times[at]);
      --tests_left_;
      if (auto earlier = place_at(reached, released, times[at], question)) {
        return Place{times[at], times[at] + question.limit, std::move(*earlier)};
      }
    }
    return Place{times[last], times[last] + question.limit, std::move(*where)};
  }
  return std::nullopt;
}

}  // namespace minislurm::sched
