// Which running jobs a waiting one may push aside, what becomes of them, and in which order they are taken.
// The rules are those of Slurm's document "Preemption" (preempt.html) and of slurm.conf(5): PreemptType, PreemptMode,
// PreemptExemptTime, PreemptParameters; the order among equals is what real controllers were seen to choose.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/model/accounting.h"
#include "libcommon/model/cluster.h"
#include "libcommon/model/job.h"

namespace minislurm::sched {

enum class PreemptOutcome : std::uint8_t { None, Suspend, Requeue, Cancel };

// A job that holds resources.
struct Victim {
  const Job* job = nullptr;
  const Partition* partition = nullptr;  // nullptr: it has gone
  bool leaving = false;                  // it has been told to go, or ends: its place costs nobody anything
  Instant gone_by{};                     // of one that leaves: as far as can be said
  std::vector<std::pair<std::string, std::uint32_t>> licenses;
};

class PreemptRules {
 public:
  // Both must outlive it.
  PreemptRules(const Settings& settings, std::span<const Qos> qos) : settings_(settings), qos_(qos) {}

  bool enabled() const { return settings_.preempt.type != PreemptType::None; }
  const PreemptSettings& settings() const { return settings_.preempt; }
  // Of a job in that partition, whoever comes. Requeue: where that can be done, else it is cancelled.
  PreemptOutcome outcome(const Job& job, const Partition* partition) const;
  // Between the warning and the end; of those that are requeued or cancelled.
  Seconds grace(const Job& job, const Partition* partition) const;
  // So long from its start it is left alone, unless it would be suspended.
  Seconds exempt(const Job& job, const Partition* partition) const;
  // May `waiting`, in partition `where`, have the place of `running` now?
  bool may_preempt(const Job& waiting, const Partition& where, const Victim& running, Instant now) const;
  // Those that it may have the places of, in the order in which they go.
  std::vector<const Victim*> candidates(const Job& waiting, const Partition& where, std::span<const Victim> running,
                                        Instant now) const;
  // What may_preempt() asks of a waiting job, beside its partition: jobs of the same key get the same answers.
  std::string key_of(const Job& waiting) const;

 private:
  const Qos* qos_of(const std::string& name) const;
  std::uint32_t mode_of(const Qos* qos) const;  // with the cluster's
  bool outranks(const Job& waiting, const Partition& where, const Victim& running) const;
  std::uint32_t rank(const Victim& running) const;
  bool goes_before(const Victim& left, const Victim& right) const;

  const Settings& settings_;
  std::span<const Qos> qos_;
};

}  // namespace minislurm::sched
