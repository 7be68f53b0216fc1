// The accounting's word in scheduling: limits of associations and QOS, and which of them a partition takes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "libcommon/wire/accounting_messages.h"
#include "slurmctld/accounting/limit_book.h"
#include "slurmctld/core/state.h"
#include "slurmctld/sched/start_gate.h"

namespace minislurm::core {

// What the job counts as. `tres` is ReqTRES or AllocTRES as shown.
accounting::CountedJob counted(const ClusterState::Inside& state, const Job& job, const Partition* partition,
                               const std::string& tres);
// With what runs, and what was used before; `without`: a job that is not to count.
accounting::LimitBook limit_book(const ClusterState::Inside& state, Instant now, JobId without = {});
// As submission_book() counts it: only where something counts.
struct LimitUses {
  std::vector<wire::LimitUse> associations, qos;
};
LimitUses limit_uses(const ClusterState::Inside& state, Instant now);
// With what has been submitted and has not ended, too.
accounting::LimitBook submission_book(const ClusterState::Inside& state, Instant now);
bool enforces(const ClusterState::Inside& state, AccountingEnforce what);

// Whether the partition's list of accounts takes the job (where associations are enforced), and that of QOS.
bool takes_account(const ClusterState::Inside& state, const Partition& partition, std::string_view account);
bool takes_qos(const Partition& partition, std::string_view qos);
// Both, as far as they are enforced. Errors: Code::InvalidAccount, InvalidQos.
Status partition_takes(const ClusterState::Inside& state, const Partition& partition, std::string_view account,
                       std::string_view qos);

// Slurm's sentence where a job waits because its partition does not take its account or QOS; else empty.
std::string why_partition_refuses(const ClusterState::Inside& state, const Job& job, Reason why);

class StartLimits : public sched::StartGate {
 public:
  StartLimits(const ClusterState::Inside& state, Instant now);
  Reason why_not(const Job& job, const Partition& partition, Minutes limit) override;
  Reason why_not_there(const Job& job, const Partition& partition, Minutes limit, const Allocation& where) override;
  std::string started(const Job& job, const Partition& partition, Minutes limit, const Allocation& where) override;
  bool may_exceed_time(const Job& job) const override;
  bool may_go_below_nodes(const Job& job) const override;
  bool may_exceed_nodes(const Job& job) const override;
  bool may_reserve(const Job& job, const Partition& partition) const override;
  std::unique_ptr<sched::StartGate> copy() const override { return std::make_unique<StartLimits>(*this); }

 private:
  struct Choice {
    Reason why = Reason::None;
    const Qos* qos = nullptr;
  };
  // The first QOS of the job's list that lets it start.
  Choice choose(const Job& job, const Partition& partition, accounting::CountedJob counts) const;
  accounting::CountedJob with(const Job& job, const Partition& partition, Minutes limit, const Allocation& where) const;
  // UsageThreshold of a QOS that enforces it.
  bool is_below_threshold(const Job& job, const Qos& qos) const;
  // Nothing is enforced, the partition takes every QOS, and the job has one.
  bool is_free(const Job& job, const Partition& partition) const;

  const ClusterState::Inside& state_;
  bool limited_;
  mutable std::optional<std::unordered_map<std::uint32_t, double>> fair_shares_;  // worked out when asked for
  accounting::LimitBook book_;
};

}  // namespace minislurm::core
