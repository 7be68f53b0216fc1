// What counts against limits, and whether one more job would break one.
// Source: "Resource Limits" of Slurm's documentation. Where several places limit the same thing, the first counts: the
// partition's QOS, the job's QOS (the other way round with OverPartQOS), the association with what it inherits. Limits
// of groups hold at every association on the way up to the root.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcommon/base/units.h"
#include "libcommon/model/accounting.h"
#include "libcommon/model/reason.h"
#include "slurmctld/accounting/inherited.h"

namespace minislurm::accounting {

// A job as limits see it.
struct CountedJob {
  std::uint32_t association = 0;  // 0: none
  std::uint32_t qos = 0, partition_qos = 0;  // 0: none
  std::string user, account;
  TresCounts tres;  // asked for; of a job that runs: what it has
  std::uint32_t nodes = 1;
  std::vector<std::string> node_names;  // of its place, where that is known; ascending
  Minutes time_limit = kUnlimited;
  Seconds left{0};  // of the time limit
  std::uint32_t tasks = 1;  // jobs that it stands for
};

// What was used and has not faded: of an association with all below it, or of a QOS.
struct PastUse {
  double wall_seconds = 0;
  std::vector<std::pair<std::string, double>> tres_seconds;
};

struct Counted {
  std::uint32_t jobs = 0, submitted = 0, accruing = 0;
  TresCounts tres, run_seconds;            // a node counts once, however many of the jobs share it
  std::map<std::string, std::uint32_t> nodes;  // jobs by node
};

struct LimitPlace;

class LimitBook {
 public:
  // `safe`: a job starts only where its whole time limit fits into what is left of GrpTRESMins. The accounting has to
  // outlive the book.
  LimitBook(const Accounting& accounting, bool safe) : accounting_(accounting), safe_(safe) {}

  void set_past_of_association(std::uint32_t id, PastUse past) { past_associations_[id] = std::move(past); }
  void set_past_of_qos(std::uint32_t id, PastUse past) { past_qos_[id] = std::move(past); }
  void count_running(const CountedJob& job);
  void count_submitted(const CountedJob& job);
  void count_accruing(const CountedJob& job, std::uint32_t tasks);

  // Reason::None: it may. `nodes` and `tres` are what it asks for or would get.
  Reason why_not_start(const CountedJob& job) const;
  // MaxSubmit and its like, and with a QOS that has DenyOnLimit whatever would keep it from ever starting.
  Reason why_not_submit(const CountedJob& job) const;
  // How many of its tasks may grow older in the queue, beside those that do already.
  std::uint32_t may_accrue(const CountedJob& job) const;
  // The least priority with which resources are kept for it (MinPrioThreshold); 0: any.
  std::uint32_t least_priority_to_reserve(const CountedJob& job) const;
  // Whether something that it is under has been used up (GrpTRESMins, GrpWall), so that it has to end.
  Reason why_end(const CountedJob& job) const;
  // What the cluster has, and each partition, for a QOS whose limits are percentages of that (Relative).
  void set_totals(TresCounts cluster) { totals_ = std::move(cluster); }
  // The strictest MaxWall that it is under; kUnlimited: none.
  Minutes longest(const CountedJob& job) const;

  const Counted* of_association(std::uint32_t id) const;
  const Counted* of_qos(std::uint32_t id) const;
  // nullptr: nothing was used.
  const PastUse* past_of_association(std::uint32_t id) const;
  const PastUse* past_of_qos(std::uint32_t id) const;
  // By QOS and name.
  using Named = std::map<std::pair<std::uint32_t, std::string>, Counted>;
  const Named& by_user() const { return qos_users_; }
  const Named& by_account() const { return qos_accounts_; }

 private:
  // Where limits hold for the job, the first to count first.
  std::vector<LimitPlace> places_of(const CountedJob& job) const;

  const Accounting& accounting_;
  bool safe_;
  TresCounts totals_;
  std::unordered_map<std::uint32_t, Counted> associations_, qos_;
  Named qos_users_, qos_accounts_;
  std::unordered_map<std::uint32_t, PastUse> past_associations_, past_qos_;

  template <class Change>
  void each_counter(const CountedJob& job, Change change);
};

}  // namespace minislurm::accounting
