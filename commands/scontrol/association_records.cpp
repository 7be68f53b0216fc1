#include "commands/scontrol/association_records.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <optional>
#include <span>

#include "commands/scontrol/record.h"
#include "commands/support/identity.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

using Use = wire::LimitUse;
using Names = std::vector<std::string>;  // of trackable resources, in the order of their numbers

struct CountRow {
  std::string_view key;
  Limit limit;
  std::uint32_t Use::*used;
};
struct TresRow {
  std::string_view key;
  Limit limit;
  TresCounts Use::*used;
};
// Limits for each job: nothing counts against them.
struct JobRow {
  std::string_view key;
  Limit limit;
};

constexpr CountRow kGroupJobs[] = {{"GrpJobs", Limit::GrpJobs, &Use::jobs},
                                   {"GrpJobsAccrue", Limit::GrpJobsAccrue, &Use::accruing}};
constexpr CountRow kGroupSubmit[] = {{"GrpSubmitJobs", Limit::GrpSubmitJobs, &Use::submitted}};
constexpr CountRow kMostJobs[] = {{"MaxJobs", Limit::MaxJobs, &Use::jobs},
                                  {"MaxJobsAccrue", Limit::MaxJobsAccrue, &Use::accruing},
                                  {"MaxSubmitJobs", Limit::MaxSubmitJobs, &Use::submitted}};
constexpr TresRow kGroupTres[] = {{"GrpTRES", Limit::GrpTres, &Use::tres},
                                  {"GrpTRESMins", Limit::GrpTresMins, &Use::minutes},
                                  {"GrpTRESRunMins", Limit::GrpTresRunMins, &Use::run_minutes}};
constexpr JobRow kJobTres[] = {{"MaxTRESPJ", Limit::MaxTresPerJob},
                               {"MaxTRESPN", Limit::MaxTresPerNode},
                               {"MaxTRESMinsPJ", Limit::MaxTresMinsPerJob}};

// What a QOS limits for each account, and for each user.
struct ShareOfQos {
  std::string_view heading, nobody;
  std::string Use::*name;
  CountRow counts[3];
  TresRow tres[2];
};
constexpr ShareOfQos kSharesOfQos[] = {
    {"Account Limits", "No Accounts", &Use::account,
     {{"MaxJobsPA", Limit::MaxJobsPerAccount, &Use::jobs},
      {"MaxJobsAccruePA", Limit::MaxJobsAccruePerAccount, &Use::accruing},
      {"MaxSubmitJobsPA", Limit::MaxSubmitPerAccount, &Use::submitted}},
     {{"MaxTRESPA", Limit::MaxTresPerAccount, &Use::tres},
      {"MaxTRESRunMinsPA", Limit::MaxTresRunMinsPerAccount, &Use::run_minutes}}},
    {"User Limits", "No Users", &Use::user,
     {{"MaxJobsPU", Limit::MaxJobsPerUser, &Use::jobs},
      {"MaxJobsAccruePU", Limit::MaxJobsAccruePerUser, &Use::accruing},
      {"MaxSubmitJobsPU", Limit::MaxSubmitPerUser, &Use::submitted}},
     {{"MaxTRESPU", Limit::MaxTresPerUser, &Use::tres},
      {"MaxTRESRunMinsPU", Limit::MaxTresRunMinsPerUser, &Use::run_minutes}}},
};

// Puts the lines of a record below each other, or one behind the other (-o).
class Lines {
 public:
  Lines(std::string first, bool one_line) : one_line_(one_line), text_(std::move(first)) {}
  void add(const std::string& line, std::size_t indent = 4) {
    text_ += one_line_ ? " " : "\n" + std::string(indent, ' ');
    text_ += line;
  }
  void append(const std::string& words) { text_ += words; }
  bool one_line() const { return one_line_; }
  std::string finish() && { return std::move(text_) + "\n"; }

 private:
  bool one_line_;
  std::string text_;
};

std::string fixed(double value, int digits) {
  char buffer[400];
  std::snprintf(buffer, sizeof buffer, "%.*f", digits, value);
  return buffer;
}

std::string count(std::optional<std::uint64_t> value) { return value ? std::to_string(*value) : ""; }
std::string limit_or_n(std::optional<std::uint64_t> value) { return value ? std::to_string(*value) : "N"; }

std::optional<std::uint64_t> count_in(const TresCounts* counts, const std::string& name) {
  if (counts == nullptr) return std::nullopt;
  const auto found = std::find_if(counts->begin(), counts->end(), [&](const auto& one) { return one.first == name; });
  return found == counts->end() ? std::nullopt : std::optional<std::uint64_t>(found->second);
}

// "GrpJobs=10(2) GrpJobsAccrue=N(0)".
std::string counts_line(std::span<const CountRow> rows, const Limits& limits, const Use& use) {
  std::string text;
  for (const CountRow& row : rows)
    text += (text.empty() ? "" : " ") + std::string(row.key) + "=" + limit_or_n(limits.count_of(row.limit)) + "(" +
            std::to_string(use.*row.used) + ")";
  return text;
}

// "GrpTRES=cpu=30(2),mem=N(300)": of every resource that the cluster counts.
std::string tres_line(const TresRow& row, const Limits& limits, const Use& use, const Names& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ",") + name + "=" + limit_or_n(count_in(limits.tres_of(row.limit), name)) + "(" +
            std::to_string(count_in(&(use.*row.used), name).value_or(0)) + ")";
  return std::string(row.key) + "=" + text;
}

// "MaxTRESPJ=cpu=8,node=2": only what is limited.
std::string job_tres_line(const JobRow& row, const Limits& limits, const Names& names) {
  std::string text;
  for (const std::string& name : names)
    if (const auto value = count_in(limits.tres_of(row.limit), name))
      text += (text.empty() ? "" : ",") + name + "=" + std::to_string(*value);
  return std::string(row.key) + "=" + text;
}

std::string group_wall(const Limits& limits, const Use& use) {
  return "GrpWall=" + limit_or_n(limits.count_of(Limit::GrpWall)) + "(" + fixed(use.wall_minutes, 2) + ")";
}

// "bob(1000)"; Slurm's number for "none" where the machine does not know the user.
std::string with_number(const std::string& user) {
  constexpr std::uint32_t kNoValue = 0xfffffffe;
  const auto id = find_user(user);
  return user + "(" + std::to_string(id ? static_cast<std::uint32_t>(*id) : kNoValue) + ")";
}

bool is_default(const AssociationBook& book, const Association& association) {
  const auto& users = book.accounting().accounting.users;
  return !association.user.empty() && std::any_of(users.begin(), users.end(), [&](const AccountingUser& user) {
    return user.name == association.user && user.default_account == association.account;
  });
}

std::string shares_line(const AssociationBook& book, const Association& association, const wire::ShareRow& row) {
  constexpr std::uint32_t kShownForParent = 0x7fffffff;
  const bool from_parent = association.shares == Association::kParentShares;
  return "SharesRaw/Norm/Level/Factor=" + std::to_string(from_parent ? kShownForParent : association.shares) + "/" +
         fixed(row.norm_shares, 2) + "/" + std::to_string(book.shares_of_level(association)) + "/" +
         fixed(row.fair_share, 2);
}

// All of the usage is the root's.
std::string usage_line(const wire::ShareRow& row) {
  return "UsageRaw/Norm/Efctv=" + fixed(row.raw_usage, 2) + "/" + fixed(row.parent == 0 ? 1 : row.norm_usage, 2) + "/" +
         fixed(row.effective_usage, 2);
}

std::string parent_line(const AssociationBook& book, const Association& association) {
  const Association* account = association.user.empty() ? book.above(association) : nullptr;
  return "ParentAccount=" + (account == nullptr ? "" : account->account + "(" + std::to_string(account->id) + ")") +
         " Lineage=" + book.lineage(association) + " DefAssoc=" + (is_default(book, association) ? "Yes" : "No");
}

// An association's: nothing at all stands where there is no limit.
std::string most_jobs_line(const Limits& limits, const Use& use) {
  std::string text;
  for (const CountRow& row : kMostJobs) {
    const auto limit = limits.count_of(row.limit);
    text += std::string(row.key) + "=" + count(limit) + (limit ? "(" + std::to_string(use.*row.used) + ") " : " ");
  }
  return text + "MaxWallPJ=" + count(limits.count_of(Limit::MaxWallPerJob));
}

// "WITHIN,CANCEL".
std::string preempt_mode(const Qos& qos) {
  std::string modes, within;
  for (const std::string_view word : text::split_list(qos.preempt_mode)) {
    if (text::iequals(word, "within")) within = "WITHIN";
    else if (!text::iequals(word, "cluster")) modes += (modes.empty() ? "" : ",") + text::upper(word);
  }
  if (modes.empty()) return within.empty() ? "OFF" : within;
  return within.empty() ? modes : within + "," + modes;
}

void add_shares(Lines& lines, const ShareOfQos& share, const Qos& qos, const wire::AccountingReply& accounting) {
  lines.add(std::string(share.heading) + (lines.one_line() ? "=" : ""));
  bool any = false;
  for (const Use& use : accounting.qos_use) {
    const std::string& name = use.*share.name;
    if (use.id != qos.id || name.empty()) continue;
    any = true;
    const std::string shown = share.name == &Use::user ? with_number(name) : name;
    const std::string counts = counts_line(share.counts, qos.limits, use);
    lines.add(lines.one_line() ? shown + "={" + counts : shown, 6);
    if (!lines.one_line()) lines.add(counts, 8);
    for (const TresRow& row : share.tres) lines.add(tres_line(row, qos.limits, use, accounting.tres), 8);
    if (lines.one_line()) lines.append("}");
  }
  if (any) return;
  if (lines.one_line()) lines.append(std::string(share.nobody));
  else lines.add(std::string(share.nobody), 8);
}

// What a QOS used, decayed, in TRES-seconds; it is told to the minute.
double raw_usage(const Use& use) {
  constexpr double kSecondsPerMinute = 60;
  return kSecondsPerMinute * static_cast<double>(count_in(&use.minutes, "billing").value_or(0));
}

}  // namespace

std::string assoc_mgr_user(const AccountingUser& user) {
  constexpr std::string_view kLevels[] = {"None", "Operator", "Administrator"};
  const auto level = static_cast<std::size_t>(user.admin);
  return "UserName=" + with_number(user.name) + " DefAccount=" + or_null(user.default_account) +
         " DefWckey=" + user.default_wckey + " AdminLevel=" +
         std::string(level < std::size(kLevels) ? kLevels[level] : "Unknown") + "\n";
}

std::string assoc_mgr_association(const AssociationBook& book, const wire::ShareRow& row, bool one_line) {
  const Association* association = book.association(row.association);
  if (association == nullptr) return {};
  const Use& use = book.use_of_association(association->id);
  const Limits limits = book.limits(*association);
  const Names& names = book.accounting().tres;
  Lines lines("ClusterName=" + book.accounting().cluster_name + " Account=" + association->account + " UserName=" +
                  (association->user.empty() ? "" : with_number(association->user)) +
                  " Partition=" + association->partition + " Priority=" + std::to_string(book.priority(*association)) +
                  " ID=" + std::to_string(association->id),
              one_line);
  lines.add(shares_line(book, *association, row));
  lines.add(usage_line(row));
  lines.add(parent_line(book, *association));
  lines.add(counts_line(kGroupJobs, limits, use));
  lines.add(counts_line(kGroupSubmit, limits, use) + " " + group_wall(limits, use));
  for (const TresRow& tres : kGroupTres) lines.add(tres_line(tres, limits, use, names));
  lines.add(most_jobs_line(limits, use));
  for (const JobRow& tres : kJobTres) lines.add(job_tres_line(tres, limits, names));
  lines.add("MinPrioThresh=" + count(limits.count_of(Limit::MinPrioThreshold)));
  lines.add("Comment=" + or_null(association->comment));
  return std::move(lines).finish();
}

std::string assoc_mgr_qos(const AssociationBook& book, const Qos& qos, bool one_line) {
  const Use& use = book.use_of_qos(qos.id);
  const Names& names = book.accounting().tres;
  Lines lines("QOS=" + qos.name + "(" + std::to_string(qos.id) + ")", one_line);
  lines.add("UsageRaw=" + fixed(raw_usage(use), 6));
  lines.add(counts_line(kGroupJobs, qos.limits, use) + " " + counts_line(kGroupSubmit, qos.limits, use) + " " +
            group_wall(qos.limits, use));
  for (const TresRow& tres : kGroupTres) lines.add(tres_line(tres, qos.limits, use, names));
  lines.add("MaxWallPJ=" + count(qos.limits.count_of(Limit::MaxWallPerJob)));
  for (const JobRow& tres : kJobTres) lines.add(job_tres_line(tres, qos.limits, names));
  lines.add("MinPrioThresh=" + count(qos.limits.count_of(Limit::MinPrioThreshold)) + " ");
  lines.add(job_tres_line({"MinTRESPJ", Limit::MinTresPerJob}, qos.limits, names));
  lines.add("PreemptMode=" + preempt_mode(qos));
  lines.add("Priority=" + std::to_string(qos.priority));
  for (const ShareOfQos& share : kSharesOfQos) add_shares(lines, share, qos, book.accounting());
  return std::move(lines).finish();
}

}  // namespace minislurm::scontrol
