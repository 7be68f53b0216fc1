#include "commands/sacctmgr/dump_lines.h"

#include <algorithm>
#include <cstdio>

#include "commands/sacctmgr/fields.h"
#include "libcommon/text/words.h"

namespace minislurm::sacctmgr {
namespace {

struct LimitKey {
  std::string_view name;
  Limit limit;
};

constexpr LimitKey kOfAssociation[] = {
    {"GrpTRESMins", Limit::GrpTresMins}, {"GrpTRESRunMins", Limit::GrpTresRunMins}, {"GrpTRES", Limit::GrpTres},
    {"GrpJobs", Limit::GrpJobs}, {"GrpJobsAccrue", Limit::GrpJobsAccrue}, {"GrpSubmitJobs", Limit::GrpSubmitJobs},
    {"GrpWall", Limit::GrpWall}, {"MaxTRESMinsPerJob", Limit::MaxTresMinsPerJob},
    {"MaxTRESPerJob", Limit::MaxTresPerJob}, {"MaxTRESPerNode", Limit::MaxTresPerNode}, {"MaxJobs", Limit::MaxJobs},
    {"MaxJobsAccrue", Limit::MaxJobsAccrue}, {"MaxSubmitJobs", Limit::MaxSubmitJobs},
    {"MaxWallDurationPerJob", Limit::MaxWallPerJob}, {"MinPrioThresh", Limit::MinPrioThreshold}};

constexpr LimitKey kOfQosGroups[] = {
    {"GrpJobsAccrue", Limit::GrpJobsAccrue}, {"GrpJobs", Limit::GrpJobs}, {"GrpSubmitJobs", Limit::GrpSubmitJobs},
    {"GrpTRES", Limit::GrpTres}, {"GrpTRESMins", Limit::GrpTresMins}, {"GrpTRESRunMins", Limit::GrpTresRunMins},
    {"GrpWall", Limit::GrpWall}};
constexpr LimitKey kOfQosJobs[] = {
    {"MaxJobsPA", Limit::MaxJobsPerAccount}, {"MaxJobsPU", Limit::MaxJobsPerUser},
    {"MaxJobsAccruePA", Limit::MaxJobsAccruePerAccount}, {"MaxJobsAccruePU", Limit::MaxJobsAccruePerUser},
    {"MaxSubmitJobsPA", Limit::MaxSubmitPerAccount}, {"MaxSubmitJobsPU", Limit::MaxSubmitPerUser},
    {"MaxTRESMinsPerJob", Limit::MaxTresMinsPerJob}, {"MaxTRESPerAccount", Limit::MaxTresPerAccount},
    {"MaxTRESPerJob", Limit::MaxTresPerJob}, {"MaxTRESPerNode", Limit::MaxTresPerNode},
    {"MaxTRESPerUser", Limit::MaxTresPerUser}, {"MaxTRESRunMinsPerAccount", Limit::MaxTresRunMinsPerAccount},
    {"MaxTRESRunMinsPerUser", Limit::MaxTresRunMinsPerUser}, {"MaxWallDurationPerJob", Limit::MaxWallPerJob},
    {"MinPrioThresh", Limit::MinPrioThreshold}, {"MinTRESPerJob", Limit::MinTresPerJob}};

std::string limits_text(const Limits& limits, std::span<const LimitKey> keys) {
  std::string out;
  for (const LimitKey& key : keys) {
    const std::optional<std::uint64_t> count = limits.count_of(key.limit);
    const std::string text = count ? std::to_string(*count) : limit_text(limits, key.limit);
    if (!text.empty()) out += ":" + std::string(key.name) + "=" + text;
  }
  return out;
}

std::string quoted(std::string_view key, const std::string& value) {
  return value.empty() ? std::string{} : ":" + std::string(key) + "='" + value + "'";
}

std::string factor(std::string_view key, std::uint32_t millionths) {
  char text[64];
  std::snprintf(text, sizeof text, ":%.*s=%f", static_cast<int>(key.size()), key.data(), millionths / 1000000.0);
  return text;
}

std::string association_text(const Association& one) {
  std::string out = quoted("Comment", one.comment) + quoted("DefaultQOS", one.default_qos);
  out += ":Fairshare=" + shares_text(one.shares) + limits_text(one.limits, kOfAssociation);
  if (one.priority != 0) out += ":Priority=" + std::to_string(one.priority);
  return out + quoted("QOS", text::join(one.qos, ","));
}

std::string qos_line(const Qos& qos) {
  std::string out = "QOS - '" + qos.name + "'" + quoted("Description", qos.description);
  out += quoted("Flags", text::join(qos.flags, ","));
  if (qos.grace_time.count() != 0) out += ":GraceTime=" + std::to_string(qos.grace_time.count());
  out += limits_text(qos.limits, kOfQosGroups);
  if (qos.limit_factor_millionths != 0) out += factor("LimitFactor", qos.limit_factor_millionths);
  out += limits_text(qos.limits, kOfQosJobs);
  out += quoted("Preempt", text::join(qos.preempt, ",")) + quoted("PreemptMode", qos.preempt_mode);
  if (qos.preempt_exempt_time) out += ":PreemptExemptTime=" + std::to_string(qos.preempt_exempt_time->count());
  if (qos.priority != 0) out += ":Priority=" + std::to_string(qos.priority);
  if (qos.usage_factor_millionths != 1000000) out += factor("UsageFactor", qos.usage_factor_millionths);
  if (qos.usage_threshold_millionths) out += factor("UsageThreshold", *qos.usage_threshold_millionths);
  return out;
}

class Writer {
 public:
  explicit Writer(const wire::AccountingReply& reply) : reply_(reply), tree_(reply.accounting) {}

  std::vector<DumpBlock> write() {
    DumpBlock head;
    for (const Qos& qos : reply_.accounting.qos) head.push_back(qos_line(qos));
    const Association* root = nullptr;
    for (const Association* one : tree_.walk())
      if (one->parent == 0) root = one;
    head.push_back("Cluster - '" + reply_.cluster_name + "'" +
                   (root == nullptr ? std::string{} : association_text(*root)));
    blocks_.push_back(head);
    if (root != nullptr) children_of(*root, 0);
    return std::move(blocks_);
  }

 private:
  void children_of(const Association& parent, std::size_t depth) {
    std::vector<const Association*> users, accounts;
    for (const Association* one : tree_.walk())
      if (one->parent == parent.id && one->id != parent.id) (one->user.empty() ? accounts : users).push_back(one);
    if ((users.empty() && accounts.empty()) || depth > tree_.walk().size()) return;
    blocks_.push_back({"Parent - '" + parent.account + "'"});
    for (const Association* one : users) blocks_.push_back({user_line(*one)});
    for (const Association* one : accounts) blocks_.push_back({account_line(*one)});
    for (const Association* one : accounts) children_of(*one, depth + 1);
  }

  std::string user_line(const Association& one) const {
    std::string out = "User - '" + one.user + "'" + quoted("Partition", one.partition);
    for (const AccountingUser& user : reply_.accounting.users) {
      if (user.name != one.user) continue;
      out += quoted("DefaultAccount", user.default_account) + quoted("DefaultWCKey", user.default_wckey);
      if (user.admin != AdminLevel::None) out += quoted("AdminLevel", admin_text(user.admin));
    }
    std::vector<std::string> coordinated, keys;
    for (const Account& account : reply_.accounting.accounts)
      if (std::find(account.coordinators.begin(), account.coordinators.end(), one.user) != account.coordinators.end())
        coordinated.push_back(account.name);
    for (const WcKey& key : reply_.accounting.wckeys)
      if (key.user == one.user) keys.push_back(key.name);
    return out + quoted("Coordinator", text::join(coordinated, ",")) + quoted("WCKeys", text::join(keys, ",")) +
           association_text(one);
  }

  std::string account_line(const Association& one) const {
    std::string out = "Account - '" + one.account + "'";
    for (const Account& account : reply_.accounting.accounts)
      if (account.name == one.account)
        out += ":Description='" + account.description + "':Organization='" + account.organization + "'";
    return out + association_text(one);
  }

  const wire::AccountingReply& reply_;
  Tree tree_;
  std::vector<DumpBlock> blocks_;
};

// Up to a colon that stands in no quotes; the quotes go.
std::string take_word(std::string_view& rest) {
  std::string word;
  char open = 0;
  std::size_t at = 0;
  for (; at < rest.size(); ++at) {
    const char c = rest[at];
    if (open != 0 ? c == open : c == '\'' || c == '"') {
      open = open != 0 ? '\0' : c;
    } else if (c == ':' && open == 0) {
      break;
    } else {
      word += c;
    }
  }
  rest.remove_prefix(std::min(rest.size(), at + 1));
  return word;
}

}  // namespace

std::vector<DumpBlock> dump_blocks(const wire::AccountingReply& reply) { return Writer(reply).write(); }

Result<std::optional<DumpLine>> read_dump_line(std::string_view line) {
  line = text::trim(line);
  if (line.empty() || line.front() == '#') return std::optional<DumpLine>{};
  const std::size_t dash = line.find('-');
  if (dash == std::string_view::npos) return Error::generic("Misformatted line: " + std::string(line));
  DumpLine read;
  read.title = std::string(text::trim(line.substr(0, dash)));
  std::string_view rest = text::trim(line.substr(dash + 1));
  read.name = take_word(rest);
  while (!rest.empty()) {
    const std::string word = take_word(rest);
    const std::size_t equal = word.find('=');
    if (word.empty()) continue;
    if (equal == std::string::npos) return Error::generic("Misformatted line: " + std::string(line));
    read.settings.emplace_back(word.substr(0, equal), word.substr(equal + 1));
  }
  return std::optional<DumpLine>{std::move(read)};
}

}  // namespace minislurm::sacctmgr
