// Why a waiting job waits: everything that stands in its way, not only the one reason that Slurm shows, and what has to
// end before it starts. Worked out when somebody asks, by the pass itself: a pass over the queue is planned, then each
// kind of obstacle is taken away in thought to see what that would change. Nothing is kept.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "slurmctld/sched/pass.h"

namespace minislurm::sched {

struct Obstacle {
  Reason reason = Reason::None;
  std::string text;
};

// Somebody who has to be gone: a running job, one that is planned before, or a reservation.
struct Blocker {
  std::string who;       // "JobId=7", "Reservation=maint"
  std::string nodes;     // of those that the job would get
  std::string licenses;  // of those that it would get: "matlab:2"
  Instant by{};
};

struct Explanation {
  std::vector<Obstacle> obstacles;
  std::optional<Instant> earliest;
  std::string nodes;               // at that instant
  std::vector<Blocker> blockers;   // by time
};

class Explainer {
 public:
  // `input` must outlive it; its policy is that of a forecast: every job of the queue is looked at.
  explicit Explainer(const PassInput& input);
  // What resources, nodes, partitions, reservations and other jobs have to do with it. The job need not be in the queue:
  // then `decision` is what a pass says of it.
  Explanation explain(const Job& job, const KeepWaiting* decision = nullptr) const;

 private:
  struct Planned {
    const Job* job = nullptr;
    Instant start{}, end{};
    std::vector<std::uint32_t> nodes;
    std::size_t place = 0;  // in the queue
  };

  void explain_in(const Job& job, const Partition& partition, std::vector<Obstacle>& found) const;
  void explain_room(const Job& job, const Partition& partition, const Placer& placer, const Reservation* reservation,
                    std::vector<Obstacle>& found) const;
  void explain_lacks(const Job& job, const Partition& partition, const Placer& placer, const NodeMask& mask,
                     std::vector<Obstacle>& found) const;
  void explain_reservations(const Job& job, const Partition& partition, const Placer& placer,
                            std::vector<Obstacle>& found) const;
  void explain_licenses(const Job& job, const ResourceRequest& request, std::vector<Obstacle>& found) const;
  void explain_rank(const Job& job, const Placer& placer, Instant until, std::vector<Obstacle>& found) const;
  void find_running(const Job& job, Instant start, const std::vector<std::uint32_t>& nodes,
                    std::vector<Blocker>& blockers) const;
  std::string licenses_left(const RunningJob& running, const ResourceRequest& request) const;
  // Who is on the job's future nodes, or has its licences, and is gone by then.
  std::vector<Blocker> blockers_of(const Job& job, Instant start, const std::string& nodes) const;
  std::optional<Placer> placer_of(const Job& job, const Partition& partition, ResourceRequest* resolved = nullptr) const;
  std::vector<std::uint32_t> members_of(const Partition& partition) const;
  std::vector<const Partition*> partitions_of(const Job& job) const;
  std::vector<std::uint32_t> indexes_of(const std::vector<std::string>& names) const;
  std::string common(const std::vector<std::uint32_t>& left, const std::vector<std::uint32_t>& right) const;
  std::string names_of(const std::vector<std::uint32_t>& nodes) const;
  std::size_t place_of(const Job& job) const;  // in the queue; behind all where it is not in it

  const PassInput& input_;
  BarredNodes barred_;
  std::vector<Decision> decisions_;
  std::unordered_map<std::uint32_t, const KeepWaiting*> waiting_;
  std::vector<Planned> planned_;  // in the queue's order
};

}  // namespace minislurm::sched
