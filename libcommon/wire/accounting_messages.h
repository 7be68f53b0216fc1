// What sacctmgr, sreport, sshare and sprio ask.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/model/accounting.h"
#include "libcommon/model/job.h"

namespace minislurm::wire {

// What counts against the limits of an association, of a QOS, or of one user or account in a QOS: scontrol show
// assoc_mgr. Minutes are decayed usage; `run_minutes` is what running jobs may still use.
struct LimitUse {
  std::uint32_t id = 0;                          // association's or QOS's
  std::string user, account;                     // of a QOS: this row is for that user or account alone
  std::uint32_t jobs = 0, accruing = 0, submitted = 0;
  double wall_minutes = 0;
  TresCounts tres, minutes, run_minutes;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.id); visit(2, self.user); visit(3, self.account); visit(4, self.jobs); visit(5, self.accruing);
    visit(6, self.submitted); visit(7, self.wall_minutes); visit(8, self.tres); visit(9, self.minutes);
    visit(10, self.run_minutes);
  }
};

// QueryAccounting (its request is Empty).
struct AccountingReply {
  Accounting accounting;
  std::string cluster_name;
  std::vector<std::string> tres;                 // known to the cluster, in the order of their ids: "cpu", "mem"...
  Instant now{};
  std::vector<LimitUse> association_use, qos_use;  // only where something counts
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.accounting); visit(2, self.cluster_name); visit(3, self.tres); visit(4, self.now);
    visit(5, self.association_use); visit(6, self.qos_use);
  }
};

enum class AccountingEntity : std::uint32_t { Account = 1, User, Association, Qos, Coordinator, WcKey, Cluster };  // Cluster: the root's limits
enum class AccountingVerb : std::uint32_t { Add = 1, Modify, Delete };

// sacctmgr add|modify|delete. Keys and values as the user wrote them, prefixes of key names allowed as in Slurm; names
// of a bare list come as "name"="a,b". An unknown key: Code::UnsupportedUpdate with the word; a bad value: Code::InvalidValue with a
// sentence. Nothing is changed when there is an error, or when `commit` is false (sacctmgr asks its user first).
struct ChangeAccountingRequest {
  AccountingVerb verb{};
  AccountingEntity entity{};
  std::vector<std::pair<std::string, std::string>> where, set;
  bool commit = false;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.verb); visit(2, self.entity); visit(3, self.where); visit(4, self.set); visit(5, self.commit);
  }
};

struct ChangeAccountingReply {
  std::vector<std::string> objects;              // names of accounts, users or QOS that are added, changed or deleted
  std::vector<std::string> associations;         // "C = reference  A = foo                  U = bob", likewise
  std::vector<std::string> in_the_way;           // of a delete: what still depends on it (running jobs, default accounts)
  std::vector<std::string> unknown_users;        // of an add: not known to the machine (the command asks)
  std::vector<std::string> left_out;             // of an add: lines about what was asked for and is not added
  std::vector<std::string> wckeys;               // "C = reference  W = w2         U = bob", likewise
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.objects); visit(2, self.associations); visit(3, self.in_the_way); visit(4, self.unknown_users);
    visit(5, self.left_out); visit(6, self.wckeys);
  }
};

// QueryShares (sshare): the fair tree as it stands. Its request is Empty.
struct ShareRow {
  std::uint32_t association = 0, parent = 0;
  std::string account, user, partition;
  std::uint32_t shares = 1;
  double norm_shares = 0, raw_usage = 0, norm_usage = 0, effective_usage = 0;   // usage in TRES-seconds, decayed
  double level_fs = 0, fair_share = 0;           // infinite level: a user who has used nothing
  TresCounts run_seconds;                        // TRESRunMins, in seconds: what running jobs may still use
  std::vector<std::pair<std::string, double>> used_seconds;  // GrpTRESRaw, in seconds
  TresCounts group_minutes_limit;                // GrpTRESMins
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.association); visit(2, self.parent); visit(3, self.account); visit(4, self.user);
    visit(5, self.partition); visit(6, self.shares); visit(7, self.norm_shares); visit(8, self.raw_usage);
    visit(9, self.norm_usage); visit(10, self.effective_usage); visit(11, self.level_fs); visit(12, self.fair_share);
    visit(13, self.run_seconds); visit(14, self.used_seconds); visit(15, self.group_minutes_limit);
  }
};

struct SharesReply {
  std::vector<ShareRow> rows;                    // in the order of a walk of the tree
  std::string cluster_name;
  std::vector<std::string> tres;
  bool fair_tree = true;
  Instant now{};
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.rows); visit(2, self.cluster_name); visit(3, self.tres); visit(4, self.fair_tree); visit(5, self.now);
  }
};

// QueryPriorities (sprio): each factor of a pending job, between 0 and 1, and its weight.
struct PriorityRow {
  std::uint32_t job_id = 0, user_id = 0;
  std::string job_text, user, account, qos, partition;    // job_text as squeue -o %i
  std::uint32_t priority = 0;
  double age = 0, association = 0, fair_share = 0, size = 0, partition_factor = 0, qos_factor = 0;
  std::vector<std::pair<std::string, double>> tres;
  std::int32_t nice = 0, admin = 0, site = 0;
  bool set_by_admin = false;                     // a priority given by hand: the factors say nothing
  std::uint64_t sluid = 0;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.job_id); visit(2, self.user_id); visit(3, self.job_text); visit(4, self.user); visit(5, self.account);
    visit(6, self.qos); visit(7, self.partition); visit(8, self.priority); visit(9, self.age);
    visit(10, self.association); visit(11, self.fair_share); visit(12, self.size); visit(13, self.partition_factor);
    visit(14, self.qos_factor); visit(15, self.tres); visit(16, self.nice); visit(17, self.admin); visit(18, self.site);
    visit(19, self.set_by_admin); visit(20, self.sluid);
  }
};

struct PriorityWeights {
  std::uint32_t age = 0, association = 0, fair_share = 0, size = 0, partition = 0, qos = 0;
  std::vector<std::pair<std::string, double>> tres;
  std::string tres_text;                         // PriorityWeightTRES as it was written
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.age); visit(2, self.association); visit(3, self.fair_share); visit(4, self.size);
    visit(5, self.partition); visit(6, self.qos); visit(7, self.tres); visit(8, self.tres_text);
  }
};

struct PrioritiesReply {
  std::vector<PriorityRow> rows;
  PriorityWeights weights;
  std::string cluster_name;
  bool multifactor = true;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.rows); visit(2, self.weights); visit(3, self.cluster_name); visit(4, self.multifactor);
  }
};

// QueryUsage (sreport): what was used in whole hours of [since, until), from the jobs' history.
struct QueryUsageRequest {
  Instant since{}, until{};
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) { visit(1, self.since); visit(2, self.until); }
};

// What the jobs of one account, user, wckey, QOS and size used; TRES-seconds.
struct UsageRow {
  std::string account, user, wckey, qos, partition, reservation;
  std::uint32_t cpus = 0;                        // of each of those jobs
  std::uint64_t jobs = 0;
  std::vector<std::pair<std::string, double>> tres_seconds;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.account); visit(2, self.user); visit(3, self.wckey); visit(4, self.qos); visit(5, self.partition);
    visit(6, self.reservation); visit(7, self.cpus); visit(8, self.jobs); visit(9, self.tres_seconds);
  }
};

// Of one trackable resource of the cluster; TRES-seconds. They sum up to `reported`.
struct ClusterUsageRow {
  std::string tres;
  std::uint64_t count = 0;
  double allocated = 0, down = 0, planned_down = 0, idle = 0, planned = 0, overcommitted = 0, reported = 0;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.tres); visit(2, self.count); visit(3, self.allocated); visit(4, self.down);
    visit(5, self.planned_down); visit(6, self.idle); visit(7, self.planned); visit(8, self.overcommitted);
    visit(9, self.reported);
  }
};

struct UsageReply {
  std::vector<UsageRow> rows;
  std::vector<ClusterUsageRow> cluster;
  std::string cluster_name;
  Instant now{};
  double seconds = 0;                            // of the time asked for: those the history covers
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.rows); visit(2, self.cluster); visit(3, self.cluster_name); visit(4, self.now);
    visit(5, self.seconds);
  }
};

}  // namespace minislurm::wire
