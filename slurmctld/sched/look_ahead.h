// What will be free when: the ends of running jobs, and the places planned for jobs that wait.
// Built for one pass and dropped after it.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "slurmctld/sched/barred.h"
#include "slurmctld/sched/node_choice.h"
#include "slurmctld/sched/plan.h"

namespace minislurm::sched {

class LookAhead {
 public:
  LookAhead(const PassInput& input, const BarredNodes& barred);

  struct Place {
    Instant start{}, end{};
    Footprint where;
  };
  struct Question {
    const Placer& placer;
    Seconds limit{0};
    const Reservation* reservation = nullptr;
    bool any_switches = false;
    std::optional<Instant> switches_until;  // from then on --switches does not count
    Instant earliest{};                     // before it the answer is known to be no
    const NodeMask* taken = nullptr;        // nodes that other components of its heterogeneous job get
  };

  // What is free now, less what this pass has started.
  const FreeResources& now() const { return own_ ? *own_ : input_.book.free(); }
  // Can it start now and leave every planned place as it is?
  std::optional<Allocation> place_now(const Question& question);
  void started(const Allocation& where, const Hold& hold, Seconds limit);

  // The first instant after now at which it could start, if that can be foreseen within the policy's bounds.
  std::optional<Place> foresee(const Question& question);
  void plan(Place place) { planned_.push_back(std::move(place)); }
  std::size_t planned() const { return planned_.size(); }

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

  NodeMask barred(const Question& question, Instant start) const;
  void sort_releases();
  std::vector<Instant> instants(const Question& question);
  // `free` is what the jobs that run now leave at `start`, when so many of releases_ have happened.
  std::optional<Footprint> place_at(const FreeCounts& free, std::size_t released, Instant start,
                                    const Question& question) const;
  // On each node the least that is free at any time from `start` to `end`, planned places counted.
  FreeCounts least_free(FreeCounts free, std::size_t released, Instant start, Instant end) const;
  std::size_t release_until(FreeCounts& free, std::size_t next, Instant until) const;
  const FreeCounts& left_for(Seconds limit);

  const PassInput& input_;
  const BarredNodes& barred_;
  std::optional<FreeResources> own_;     // a copy only once something has started
  std::deque<Footprint> started_;        // what this pass started; releases_ points into it
  std::deque<Left> left_;                // by limit; a pass knows few
  std::vector<Release> releases_;
  bool releases_ready_ = false, sorted_ = false;
  std::vector<Place> planned_;
  std::uint32_t tests_left_ = 0;
};

}  // namespace minislurm::sched
