// One pass over the queue, in progress. See plan.h.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "slurmctld/sched/barred.h"
#include "slurmctld/sched/het.h"
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
  void record_start(const Job& job, std::optional<std::uint32_t> task, const Partition& partition, Allocation where,
                    const Shape& shape, Minutes limit);
  std::optional<Waiting> held_back(const Job& job) const;
  // What a job asks of the look ahead in a partition. The question is there where `why` is None.
  struct Asked {
    Reason why = Reason::None;
    const Partition* partition = nullptr;
    Minutes limit{0};
    Shape* shape = nullptr;
    std::optional<LookAhead::Question> question;
  };
  Asked ask(const Job& job, const Partition& partition);
  // A heterogeneous job: all its components or none. In pass_het.cpp.
  struct HetCase;
  void consider_het(const Job& component);
  std::vector<const Job*> components_of(JobId het_job);
  void keep_for_het(const HetCase& het);
  bool start_het(HetCase& het);
  bool may_start_together(HetCase& het, std::span<const HetChoice<Allocation>> places);
  void het_waits(HetCase& het);
  // The partition's nodes by their indexes, ascending.
  const std::vector<std::uint32_t>& members_of(const Partition& partition);
  Shape& shape_of(const Job& job, const Partition& partition, Minutes limit, bool any_switches);
  Reason refusal(const Job& job, const Partition& partition, Minutes limit) const;
  Reason why_not_now(const Shape& shape, const LookAhead::Question& question) const;
  bool take_licenses(const ResourceRequest& request, bool really);
  Waiting wait(const Partition& partition, Shape& shape, LookAhead::Question question);

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
  std::unordered_map<std::uint32_t, std::vector<const Job*>> het_jobs_;  // those that wait, by their first component
  bool het_jobs_known_ = false;
  std::unordered_set<std::uint32_t> het_seen_;
};

}  // namespace minislurm::sched
