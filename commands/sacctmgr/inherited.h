// An association as sacctmgr shows it: what it has of its own, and from above where it says nothing.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "libcommon/model/accounting.h"

namespace minislurm::sacctmgr {

class Tree {
 public:
  explicit Tree(const Accounting& accounting);

  const Association* parent_of(const Association& association) const;  // nullptr: the root
  // How many accounts stand above; the root's own is 0, a user is one below the account.
  std::size_t depth_of(const Association& association) const;
  // "/", "/acct/", "/acct/0-bob/", "/acct/0-bob/debug/".
  std::string lineage_of(const Association& association) const;
  // As a walk: an account, its users, the accounts below it, each by name.
  const std::vector<const Association*>& walk() const { return walk_; }
  bool is_below(const Association& association, const Association& ancestor) const;

 private:
  std::unordered_map<std::uint32_t, const Association*> by_id_;
  std::vector<const Association*> walk_;
};

struct Inherited {
  Limits limits;
  std::uint32_t priority = 0;
  std::string default_qos;
  std::vector<std::string> qos;
};

// `from_above` false: its own only, as with WOPLimits.
Inherited inherited(const Tree& tree, const Association& association, bool from_above);

}  // namespace minislurm::sacctmgr
