#include "slurmctld/sched/look_ahead.h"

#include <algorithm>
#include <cmath>

namespace minislurm::sched {
namespace {

// Up to so many instants are tried one by one; more are first tried in strides.
constexpr std::size_t kFewInstants = 32;

}  // namespace

LookAhead::LookAhead(const PassInput& input, const BarredNodes& barred)
    : input_(input),
      barred_(barred),
      cores_(input.cluster, input.book.free(), input.reservations),
      licenses_(input.free_licenses, input.now, input.policy.licenses, input.policy.resolution),
      tests_left_(input.policy.look_ahead_tests) {
  for (const RunningJob& running : input.running) licenses_.hold(running.licenses, running.end);
}

// For a job that would start then.
NodeMask LookAhead::barred(const Question& question, Instant start, Instant end) const {
  NodeMask mask = barred_.during(start, end, question.reservation);
  if (question.taken != nullptr) {
    if (mask.empty()) return *question.taken;
    for (std::size_t node = 0; node < mask.size(); ++node) mask[node] = mask[node] || (*question.taken)[node];
  }
  return mask;
}

std::optional<Footprint> LookAhead::place_at(const FreeCounts& free, std::size_t released, Instant start,
                                             const Question& question) const {
  const Instant end = start + question.limits.least;
  const bool any_switches =
      question.any_switches || (question.switches_until && start >= *question.switches_until);
  if (!licenses_.choose(question.placer.request(), start, end)) return std::nullopt;
  const auto overlaps = [&](const Place& place) { return place.start < end && start < place.end; };
  const NodeMask mask = barred(question, start, end);
  const auto place = [&](const FreeCounts& left) -> std::optional<Footprint> {
    if (input_.policy.busy_nodes) {
      NodeMask idle = mask;
      for (std::uint32_t node = 0; node < idle.size(); ++node) idle[node] = idle[node] || now().counts().jobs(node) == 0;
      if (auto where = question.placer.foresee(left, idle, input_.topology, any_switches)) return where;
    }
    if (start == question.foretold && !question.foretold_nodes.empty()) {
      auto where = question.placer.foresee(left, only_foretold(mask, question), input_.topology, any_switches);
      if (where) return where;
    }
    return question.placer.foresee(left, mask, input_.topology, any_switches);
  };
  if (cores_.empty() && std::none_of(planned_.begin(), planned_.end(), overlaps)) return place(free);
  FreeCounts least = least_free(free, released, start, end);
  cores_.take_from(least, question.reservation, start, end);
  return place(least);
}

NodeMask LookAhead::only_foretold(NodeMask mask, const Question& question) {
  NodeMask only(mask.size(), true);
  for (const std::uint32_t node : question.foretold_nodes) only[node] = mask[node];
  return only;
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

FreeCounts LookAhead::left_until(Instant end) {
  sort_releases();
  return least_free(now().counts(), 0, input_.now, end);
}

const FreeCounts& LookAhead::left_for(Seconds limit) {
  auto left = std::find_if(left_.begin(), left_.end(), [&](const Left& one) { return one.limit == limit; });
  if (left == left_.end()) left = left_.insert(left_.end(), Left{limit, {}, 0, 0});
  if (left->planned != planned_.size()) {
    left->counts = left_until(input_.now + limit);
    left->planned = planned_.size();
    left->started = started_.size();
  }
  // Counted as if they ran as long.
  for (; left->started < started_.size(); ++left->started) left->counts.take(started_[left->started]);
  return left->counts;
}

std::optional<std::vector<LicenseNeed>> LookAhead::licenses_now(const Question& question, Minutes limit) const {
  return licenses_.choose(question.placer.request(), input_.now, input_.now + limit);
}

std::optional<Allocation> LookAhead::place_now_for(const Question& question, Minutes limit,
                                                   const FreeCounts& left) const {
  const bool any_switches =
      question.any_switches || (question.switches_until && input_.now >= *question.switches_until);
  const NodeMask mask = barred(question, input_.now, input_.now + limit);
  const auto place_on = [&](const NodeMask& barred) -> std::optional<Allocation> {
    if (cores_.empty()) return question.placer.place(now(), left, barred, input_.topology, any_switches);
    const FreeResources open = cores_.left(now(), question.reservation, input_.now, input_.now + limit);
    FreeCounts open_and_left = left;
    for (std::uint32_t node = 0; node < open_and_left.node_count(); ++node) open_and_left.lower_to(open.counts(), node);
    return question.placer.place(open, open_and_left, barred, input_.topology, any_switches);
  };
  if (question.foretold <= input_.now && !question.foretold_nodes.empty())
    if (auto where = place_on(only_foretold(mask, question))) return where;
  return place_on(mask);
}

std::optional<LookAhead::Start> LookAhead::place_now(const Question& question) {
  if (question.not_before > input_.now) return std::nullopt;
  const Minutes most = question.limits.most;
  if (auto licenses = licenses_now(question, most)) {
    const FreeCounts& left = planned_.empty() ? now().counts() : left_for(most);
    if (auto where = place_now_for(question, most, left)) return Start{std::move(*where), std::move(*licenses), most};
  }
  // Only a pass that knows what will be can tell which shorter limit would do.
  if (!question.limits.flexible() || !input_.policy.backfill) return std::nullopt;
  return place_now_shorter(question);
}

std::optional<LookAhead::Start> LookAhead::place_now_shorter(const Question& question) {
  const auto attempt = [&](Minutes limit, const FreeCounts& left) -> std::optional<Start> {
    auto licenses = licenses_now(question, limit);
    if (!licenses) return std::nullopt;
    auto where = place_now_for(question, limit, left);
    if (!where) return std::nullopt;
    return Start{std::move(*where), std::move(*licenses), limit};
  };
  const Minutes least = question.limits.least;
  std::optional<Start> best = attempt(least, planned_.empty() ? now().counts() : left_for(least));
  if (!best) return std::nullopt;
  // The longer, the fewer places: halving finds the longest that has one.
  const std::vector<Minutes> limits = limits_between(question.limits);
  for (std::size_t low = 0, high = limits.size(); low < high;) {
    const std::size_t middle = low + (high - low) / 2;
    auto longer = attempt(limits[middle], left_until(input_.now + limits[middle]));
    if (longer) {
      best = std::move(longer);
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return best;
}

std::vector<Minutes> LookAhead::limits_between(const LimitRange& limits) const {
  std::vector<Minutes> between;
  const auto add = [&](Instant edge) {
    const auto limit = std::chrono::floor<Minutes>(edge - input_.now);
    if (limit > limits.least && limit < limits.most) between.push_back(limit);
  };
  for (const Place& place : planned_) add(place.start);
  for (const Reservation& reservation : barred_.reservations()) add(reservation.start);
  std::sort(between.begin(), between.end());
  between.erase(std::unique(between.begin(), between.end()), between.end());
  return between;
}

FreeCounts LookAhead::sparing_plans(const FreeResources& free, Seconds limit) {
  FreeCounts left = free.counts();
  for (const Place& place : planned_) {
    if (place.start >= input_.now + limit || place.end <= input_.now) continue;
    for (const Footprint::Part& part : place.where.parts) left.lower_to(left_for(limit), part.node);
  }
  return left;
}

void LookAhead::started(const Start& start, const Hold& hold) {
  if (!own_) own_ = input_.book.free();
  own_->take(start.where, hold);
  started_.push_back(own_->footprint(start.where, hold));
  releases_.push_back({input_.now + start.limit, &started_.back()});
  licenses_.take(start.licenses, input_.now + start.limit);
  sorted_ = false;
}

void LookAhead::plan(Place place) {
  place.end = round_up(place.end, input_.policy.resolution);
  licenses_.plan(place.licenses, place.start, place.end);
  planned_.push_back(std::move(place));
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
  if (question.not_before > input_.now) times.push_back(question.not_before);
  for (const Instant at : licenses_.instants(question.placer.request())) times.push_back(at);
  Instant last = input_.now + input_.policy.window;
  if (question.deadline != kNever) last = std::min(last, question.deadline - question.limits.least);
  times.erase(std::remove_if(times.begin(), times.end(), [&](Instant at) {
    return at <= input_.now || at < question.earliest || at < question.not_before || at > last;
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

LookAhead::Place LookAhead::place_from(Instant start, Footprint where, const Question& question) const {
  const Instant end = start + question.limits.least;
  return {start, end, std::move(where), *licenses_.choose(question.placer.request(), start, end)};
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
        return place_from(times[at], std::move(*earlier), question);
      }
    }
    return place_from(times[last], std::move(*where), question);
  }
  return std::nullopt;
}

}  // namespace minislurm::sched
