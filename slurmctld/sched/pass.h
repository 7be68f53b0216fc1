// One pass over the queue, in progress. See plan.h.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "slurmctld/sched/barred.h"
#include "slurmctld/sched/look_ahead.h"
#include "slurmctld/sched/node_choice.h"
#include "slurmctld/sched/plan.h"

namespace minislurm::sched {

class Pass {
 public:
  explicit Pass(const PassInput& input);
  std::vector<Decision> run();

 private:
  // The partitions of a job, the highest tier first.
  struct Route {
    std::vector<const Partition*> partitions;
    std::uint32_t tier = 0;
  };
  // What is known of a shape in this pass. Places only get scarcer, so that a no stays a no.
  struct Shape {
    std::unique_ptr<Placer> placer;  // nullptr: the request cannot be resolved
    bool failed_now = false;
    Reason why = Reason::Resources;
    Instant earliest{};
  };
  struct Waiting {
    Reason why = Reason::None;
    std::optional<LookAhead::Place> place;
  };

  const Route& route_of(const Job& job);
  void consider(const Job& job, const Route& route);
  // Starts the job, or one task of it, in one of its partitions, or says why not.
  std::optional<Waiting> start(const Job& job, std::optional<std::uint32_t> task, const Route& route);
  std::optional<Waiting> start_in(const Job& job, std::optional<std::uint32_t> task, const Partition& partition);
  // ... in the reservation, or, where that is nullptr, outside of all. `last`: nothing else is tried, so that it waits.
  std::optional<Waiting> start_within(const Job& job, std::optional<std::uint32_t> task, const Partition& partition,
                                      const Reservation* reservation, bool last);
  void record_start(const Job& job, std::optional<std::uint32_t> task, const Partition& partition, Allocation where,
                    const Shape& shape, Minutes limit);
  std::optional<Waiting> held_back(const Job& job) const;
  // The partition's nodes by their indexes, ascending.
  const std::vector<std::uint32_t>& members_of(const Partition& partition);
  Shape& shape_of(const Job& job, const Partition& partition, Minutes limit, bool any_switches,
                  const Reservation* reservation);
  Reason refusal(const Job& job, const Partition& partition, Minutes limit) const;
  Reason why_not_now(const Shape& shape, const LookAhead::Question& question) const;
  bool take_licenses(const ResourceRequest& request, bool really);
  Waiting wait(const Job& job, const Partition& partition, Shape& shape, LookAhead::Question question);

  const PassInput& input_;
  BarredNodes barred_;
  LookAhead ahead_;
  std::vector<Decision> decisions_;
  std::unordered_map<std::string, Route> routes_;
  std::unordered_map<std::string, Shape> shapes_;
  std::unordered_map<const Partition*, std::vector<std::uint32_t>> members_;
  std::unordered_set<const Partition*> blocked_;
  std::unordered_map<std::string, std::uint32_t> licenses_;
  bool licenses_copied_ = false;
  std::unordered_map<std::uint32_t, std::uint32_t> tasks_started_;  // by array, in this pass
};

}  // namespace minislurm::sched
