// Who may use the cluster, under whose name and with which limits: accounts in a tree, users, the associations that
// tie a user to an account (and perhaps a partition), and qualities of service. What sacctmgr edits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/base/units.h"
#include "libcommon/model/limits.h"

namespace minislurm {

enum class AdminLevel : std::uint32_t { None = 0, Operator = 1, Administrator = 2 };

struct Account {
  std::string name, description, organization;
  std::vector<std::string> coordinators;         // user names
  std::vector<std::string> flags;                // "NoUsersAreCoords"...
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.name); visit(2, self.description); visit(3, self.organization); visit(4, self.coordinators);
    visit(5, self.flags);
  }
};

struct AccountingUser {
  std::string name, default_account, default_wckey;
  AdminLevel admin = AdminLevel::None;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.name); visit(2, self.default_account); visit(3, self.default_wckey); visit(4, self.admin);
  }
};

// A node of the tree: an account (user empty), or a user in an account.
struct Association {
  static constexpr std::uint32_t kParentShares = 0xffffffff;  // fairshare=parent
  std::uint32_t id = 0;                          // 1 is the root account's; never given twice
  std::uint32_t parent = 0;                      // association id; 0: the root
  std::string account, user, partition;          // partition empty: all
  std::uint32_t shares = 1;
  std::uint32_t priority = 0;
  Limits limits;                                 // its own; what it inherits is computed
  std::string default_qos;
  std::vector<std::string> qos;                  // its own list; empty: its parent's
  std::string comment;
  std::vector<std::string> flags;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.id); visit(2, self.parent); visit(3, self.account); visit(4, self.user); visit(5, self.partition);
    visit(6, self.shares); visit(7, self.priority); visit(8, self.limits); visit(9, self.default_qos);
    visit(10, self.qos); visit(11, self.comment); visit(12, self.flags);
  }
};

struct Qos {
  std::uint32_t id = 0;                          // 1 is "normal"
  std::string name, description;
  std::uint32_t priority = 0;
  std::vector<std::string> flags;                // in Slurm's words: "DenyOnLimit", "NoReserve"...
  std::vector<std::string> preempt;              // names of QOS whose jobs it may preempt
  std::string preempt_mode;                      // lower case; empty: the cluster's
  std::optional<Seconds> preempt_exempt_time;
  Seconds grace_time{0};
  std::uint32_t usage_factor_millionths = 1000000, limit_factor_millionths = 0;  // 0: not set
  std::optional<std::uint32_t> usage_threshold_millionths;
  Limits limits;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.id); visit(2, self.name); visit(3, self.description); visit(4, self.priority); visit(5, self.flags);
    visit(6, self.preempt); visit(7, self.preempt_mode); visit(8, self.preempt_exempt_time); visit(9, self.grace_time);
    visit(10, self.usage_factor_millionths); visit(11, self.limit_factor_millionths);
    visit(12, self.usage_threshold_millionths); visit(13, self.limits);
  }
};

struct WcKey {
  std::uint32_t id = 0;
  std::string name, user;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.id); visit(2, self.name); visit(3, self.user); }
};

// One change that sacctmgr made, for `sacctmgr show transactions`.
struct AccountingChange {
  Instant when{};
  std::string action, actor, where, info;        // "Add Accounts", "root"...
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.when); visit(2, self.action); visit(3, self.actor); visit(4, self.where); visit(5, self.info);
  }
};

struct Accounting {
  std::vector<Account> accounts;                 // "root" is always there
  std::vector<AccountingUser> users;
  std::vector<Association> associations;         // by id
  std::vector<Qos> qos;                          // by id; "normal" is always there
  std::vector<WcKey> wckeys;
  std::vector<AccountingChange> changes;         // oldest first, a bounded number
  std::uint32_t next_association = 2, next_qos = 2, next_wckey = 1;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.accounts); visit(2, self.users); visit(3, self.associations); visit(4, self.qos);
    visit(5, self.wckeys); visit(6, self.changes); visit(7, self.next_association); visit(8, self.next_qos);
    visit(9, self.next_wckey);
  }
};

}  // namespace minislurm
