// What the controller keeps of accounts, ready to be looked up: associations by number, what counts against each,
// and what an association takes from the accounts above it.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "libcommon/wire/accounting_messages.h"

namespace minislurm::scontrol {

class AssociationBook {
 public:
  // `limits_count`: AccountingStorageEnforce has limits; without, Slurm counts no jobs and nothing that they hold.
  AssociationBook(wire::AccountingReply accounting, wire::SharesReply shares, bool limits_count);
  AssociationBook(AssociationBook&&) = default;  // a copy would look up in the first one's lists

  const wire::AccountingReply& accounting() const { return accounting_; }
  const std::vector<wire::ShareRow>& shares() const { return shares_.rows; }

  const Association* association(std::uint32_t id) const;            // nullptr: unknown
  const Association* above(const Association& association) const;   // nullptr: the root's
  // Of an association or a QOS as a whole; all zero where nothing counts.
  const wire::LimitUse& use_of_association(std::uint32_t id) const;
  const wire::LimitUse& use_of_qos(std::uint32_t id) const;
  // "/", "/acct/", "/acct/0-bob/debug/".
  std::string lineage(const Association& association) const;
  // Its own limits, and those for one job or one user from above where it has none.
  Limits limits(const Association& association) const;
  std::uint32_t priority(const Association& association) const;
  // Shares of all that compete with it; 0: it has none of its own (fairshare=parent).
  std::uint64_t shares_of_level(const Association& association) const;

 private:
  const Association* competes_below(const Association& association) const;

  wire::AccountingReply accounting_;
  wire::SharesReply shares_;
  wire::LimitUse nothing_;
  std::unordered_map<std::uint32_t, const Association*> by_id_;
  std::unordered_map<std::uint32_t, const wire::LimitUse*> association_use_, qos_use_;
  std::unordered_map<std::uint32_t, std::uint64_t> level_shares_;  // by the number of the account above
};

}  // namespace minislurm::scontrol
