// What will be free when: the ends of running jobs, and the places planned for jobs that wait.
// Built for one pass and dropped after it.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "slurmctld/sched/barred.h"
#include "slurmctld/sched/license_timeline.h"
#include "slurmctld/sched/limit_range.h"
#include "slurmctld/sched/node_choice.h"
#include "slurmctld/sched/plan.h"
#include "slurmctld/sched/reserved_cores.h"

namespace minislurm::sched {

class LookAhead {
 public:
  LookAhead(const PassInput& input, const BarredNodes& barred);

  struct Place {
    Instant start{}, end{};
    Footprint where;
    std::vector<LicenseNeed> licenses;
  };
  struct Question {
    const Placer& placer;
    LimitRange limits;
    const Reservation* reservation = nullptr;
    bool any_switches = false;
    std::optional<Instant> switches_until;  // from then on --switches does not count
    Instant earliest{};                     // before it the answer is known to be no
    Instant deadline{};                     // kNever: none
    Instant not_before{};                   // --begin
    // What was foretold for the job. It keeps its nodes where nothing speaks for others, so that what was foretold for
    // those behind it can come true as well.
    Instant foretold{};
    std::vector<std::uint32_t> foretold_nodes;
    const NodeMask* taken = nullptr;        // nodes that other components of its heterogeneous job get
  };
  struct Start {
    Allocation where;
    std::vector<LicenseNeed> licenses;
    Minutes limit{0};
  };

  // What is free now, less what this pass has started.
  const FreeResources& now() const { return own_ ? *own_ : input_.book.free(); }
  // Can it start now and leave every planned place as it is? Where its limit is flexible: with the longest that does.
  std::optional<Start> place_now(const Question& question);
  // The licences that it would have now; nullopt: they are not free, or kept for others.
  std::optional<std::vector<LicenseNeed>> licenses_now(const Question& question, Minutes limit) const;
  void started(const Start& start, const Hold& hold);
  // The main pass keeps the licences of those who wait from those behind them.
  const LicenseTimeline& licenses() const { return licenses_; }
  void keep_licenses(const ResourceRequest& request) { licenses_.take(request.licenses, kNever); }

  // The first instant after now at which it could start, if that can be foreseen within the policy's bounds.
  std::optional<Place> foresee(const Question& question);
  void plan(Place place);
  std::size_t planned() const { return planned_.size(); }
  // `free`, but on nodes of planned places no more than a job of that limit leaves them as they are.
  FreeCounts sparing_plans(const FreeResources& free, Seconds limit);

 private:
  struct Release {
    Instant at{};
    const Footprint* what = nullptr;
  };
  // What is free now, and stays so for a job of that limit.
  struct Left {
    Seconds limit{0};
    FreeCounts counts;
    std::size_t planned = 0, started = 0;  // how many of each it knows of
  };

  NodeMask barred(const Question& question, Instant start, Instant end) const;
  // `mask` with all other nodes than those barred, too.
  static NodeMask only_foretold(NodeMask mask, const Question& question);
  std::optional<Allocation> place_now_for(const Question& question, Minutes limit, const FreeCounts& left) const;
  std::optional<Start> place_now_shorter(const Question& question);
  // Within them a planned place or a reservation begins.
  std::vector<Minutes> limits_between(const LimitRange& limits) const;
  void sort_releases();
  std::vector<Instant> instants(const Question& question);
  // `free` is what the jobs that run now leave at `start`, when so many of releases_ have happened.
  std::optional<Footprint> place_at(const FreeCounts& free, std::size_t released, Instant start,
                                    const Question& question) const;
  // REQUIRES: place_at() has found it.
  Place place_from(Instant start, Footprint where, const Question& question) const;
  // On each node the least that is free at any time from `start` to `end`, planned places counted.
  FreeCounts least_free(FreeCounts free, std::size_t released, Instant start, Instant end) const;
  std::size_t release_until(FreeCounts& free, std::size_t next, Instant until) const;
  const FreeCounts& left_for(Seconds limit);
  FreeCounts left_until(Instant end);

  const PassInput& input_;
  const BarredNodes& barred_;
  ReservedCores cores_;
  std::optional<FreeResources> own_;     // a copy only once something has started
  std::deque<Footprint> started_;        // what this pass started; releases_ points into it
  std::deque<Left> left_;                // by limit; a pass knows few
  std::vector<Release> releases_;
  bool releases_ready_ = false, sorted_ = false;
  std::vector<Place> planned_;
  LicenseTimeline licenses_;
  std::uint32_t tests_left_ = 0;
};

}  // namespace minislurm::sched
