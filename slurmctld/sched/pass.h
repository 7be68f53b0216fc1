// One pass over the queue, in progress. See plan.h.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "slurmctld/sched/barred.h"
#include "slurmctld/sched/het.h"
#include "slurmctld/sched/look_ahead.h"
#include "slurmctld/sched/make_room.h"
#include "slurmctld/sched/node_choice.h"
#include "slurmctld/sched/plan.h"
#include "slurmctld/sched/test_quota.h"

namespace minislurm::sched {

class Pass {
 public:
  explicit Pass(const PassInput& input);
  std::vector<Decision> run();
  // What the pass knows when it has run.
  LookAhead& ahead() { return ahead_; }
  const BarredNodes& barred() const { return barred_; }

 private:
  // The partitions of a job, the highest tier first.
  struct Route {
    std::vector<const Partition*> partitions;
    std::uint32_t tier = 0;
  };
  // What is known of a shape in this pass. Places only get scarcer, so that a no stays a no.
  struct Shape {
    const Placer* placer = nullptr;  // nullptr: the request cannot be resolved
    bool failed_now = false;
    Reason why = Reason::Resources;
    Instant earliest{};
  };
  struct Waiting {
    Reason why = Reason::None;
    std::optional<LookAhead::Place> place{};
    const Partition* in = nullptr;  // of the place
    bool claimed = false;           // the place is kept for it already
  };
  // What others who go can do for a job.
  struct Room {
    bool found = false;
    std::optional<Waiting> waiting;  // for them; none: it has started
  };

  const Route& route_of(const Job& job);
  void consider(const Job& job, const Route& route);
  // Starts the job, or one task of it, in one of its partitions, or says why not.
  std::optional<Waiting> start(const Job& job, std::optional<std::uint32_t> task, const Route& route);
  std::optional<Waiting> start_in(const Job& job, std::optional<std::uint32_t> task, const Partition& partition);
  // ... in the reservation, or, where that is nullptr, outside of all. `last`: nothing else is tried, so that it waits.
  std::optional<Waiting> start_within(const Job& job, std::optional<std::uint32_t> task, const Partition& partition,
                                      const LimitRange& limits, const Reservation* reservation, bool last);
  void record_start(const Job& job, std::optional<std::uint32_t> task, const Partition& partition,
                    LookAhead::Start start, const LookAhead::Question& question);
  // What a job asks of the look ahead in a partition. The question is there where `why` is None.
  struct Asked {
    Reason why = Reason::None;
    const Partition* partition = nullptr;
    Shape* shape = nullptr;
    std::optional<LookAhead::Question> question;
  };
  // REQUIRES: the partition does not refuse the job. `reservation`: where it would run, or nullptr.
  Asked ask(const Job& job, const Partition& partition, const LimitRange& limits, const Reservation* reservation);
  std::optional<Waiting> held_back(const Job& job) const;
  // The nodes that were foretold for the job, ascending; empty: none were.
  std::vector<std::uint32_t> foretold_nodes(const Job& job) const;
  // A heterogeneous job: all its components or none. In pass_het.cpp.
  struct HetCase;
  void consider_het(const Job& component);
  std::vector<const Job*> components_of(JobId het_job);
  void keep_for_het(const HetCase& het);
  Reason ask_everywhere(const Job& job, std::vector<Asked>& asked);
  bool start_het(HetCase& het);
  bool may_start_together(HetCase& het, std::span<HetChoice<LookAhead::Start>> places);
  void het_waits(HetCase& het);
  // The partition's nodes by their indexes, ascending.
  const std::vector<std::uint32_t>& members_of(const Partition& partition);
  // nullptr: the request cannot be resolved.
  const Placer* placer_of(const std::string& request_key, const Job& job, const Partition& partition);
  Shape& shape_of(const Job& job, const Partition& partition, const LimitRange& limits, bool any_switches,
                  const Reservation* reservation);
  // Those that the job can do with there; nullopt: its deadline is too near for any.
  std::optional<LimitRange> limits_in(const Job& job, const Partition& partition) const;
  Reason refusal(const Job& job, const Partition& partition, const LimitRange& limits);
  Reason why_not_now(const Shape& shape, const LookAhead::Question& question) const;
  Waiting wait(const Job& job, const Partition& partition, Shape& shape, const LookAhead::Question& question);
  void keep_nodes(const Partition& partition, const LookAhead::Question& question);
  // Whether what the job waits for is kept from those behind it.
  bool keeps_place(const Job& job, const Partition& partition) const;
  // pass_preempt.cpp
  bool is_making_room(const Job& job) const;  // others do, for it
  bool reclaims_licenses() const;
  // With what is free and what those give back who leave, or have been told to.
  bool has_licenses(const ResourceRequest& request, std::span<const Victim* const> leaving) const;
  Leaver leaver_of(const Victim& victim) const;
  Room make_room_for(const Job& job, std::optional<std::uint32_t> task, const Partition& partition, const Shape& shape,
                     const LookAhead::Question& question);
  Room use_room(const Job& job, std::optional<std::uint32_t> task, const Partition& partition,
                const LookAhead::Question& question, Allocation where, const std::vector<const Victim*>& victims);

  const PassInput& input_;
  BarredNodes barred_;
  LookAhead ahead_;
  std::vector<Decision> decisions_;
  std::unordered_map<std::string, Route> routes_;
  std::unordered_map<std::string, std::unique_ptr<Placer>> placers_;  // by request_key(): limits aside
  std::unordered_map<std::string, Shape> shapes_;
  std::unordered_map<const Partition*, std::vector<std::uint32_t>> members_;
  std::unordered_set<const Partition*> blocked_;
  std::unordered_set<const Partition*> closed_;  // nobody else starts in them
  std::unordered_map<const Partition*, std::uint32_t> places_;  // planned
  std::unordered_map<std::uint32_t, std::uint32_t> tasks_started_;  // by array, in this pass
  std::uint32_t array_places_ = 0;  // planned for the array at hand
  TestQuota quota_;
  std::set<std::pair<const Shape*, std::string>> no_room_;  // shapes and preemptors' keys that found none
  std::unordered_map<std::uint32_t, std::vector<const Job*>> het_jobs_;  // those that wait, by their first component
  bool het_jobs_known_ = false;
  std::unordered_set<std::uint32_t> het_seen_;
};

}  // namespace minislurm::sched
