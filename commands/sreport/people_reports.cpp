// Who used how much: by account, user and workload key.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "commands/sreport/report.h"
#include "commands/sreport/reports.h"
#include "commands/sreport/usage.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sreport {
namespace {

using Row = wire::UsageRow;
using Amounts = std::map<std::string, double>;  // by resource

const std::vector<Field>& people_fields() {
  static const std::vector<Field> kFields{
      {"Account", 2, "Account", 15},     {"Cluster", 2, "Cluster", 9},   {"Count", 2, "TRES Count", 10},
      {"CPUCount", 2, "TRES Count", 10}, {"Energy", 1, "Energy", 8, 17}, {"Login", 1, "Login", 9},
      {"Proper", 2, "Proper Name", 15},  {"QOS", 1, "QOS", 12},          {"TresCount", 5, "TRES Count", 10},
      {"TresName", 5, "TRES Name", 14},  {"Used", 1, "Used", 8, 17},     {"WCKey", 2, "WCKey", 15}};
  return kFields;
}

bool row_meant(const Query& query, const Row& row) {
  return meant(query.accounts, row.account) && meant(query.users, row.user) && meant(query.wckeys, row.wckey);
}

void add(Amounts& to, const Row& row) {
  for (const auto& [name, amount] : row.tres_seconds) to[name] += amount;
}

std::string with_tres(std::string format, const Usage& usage, bool energy) {
  if (usage.named) return format + ",TresName,Used";
  return format + (energy ? ",Used,Energy" : ",Used");
}

class Lines {
 public:
  Lines(Session& session, const Query& query, const Usage& usage) : session_(session), query_(query), usage_(usage) {}

  // One for each resource.
  void add(const Line& who, const Amounts& used) {
    for (const std::string& tres : usage_.tres) {
      const auto found = used.find(tres), energy = used.find("energy");
      const double whole = usage_.whole(tres, query_);
      Line line = who;
      line["Cluster"] = usage_.reply.cluster_name;
      line["TRES Name"] = tres;
      line["Used"] = format_amount(session_.time, found == used.end() ? 0 : found->second, whole);
      line["Energy"] = format_amount(session_.time, energy == used.end() ? 0 : energy->second, 0);
      for (const wire::ClusterUsageRow& row : usage_.reply.cluster)
        if (row.tres == tres) line["TRES Count"] = std::to_string(row.count);
      all_.push_back(std::move(line));
    }
  }
  std::vector<Line> take() { return std::move(all_); }

 private:
  Session& session_;
  const Query& query_;
  const Usage& usage_;
  std::vector<Line> all_;
};

Line person(const std::string& login) {
  return {{"Login", login}, {"Proper Name", login.empty() ? "" : proper_name(login)}};
}

double first_of(const Usage& usage, const Amounts& used) {
  const auto found = used.find(usage.tres.front());
  return found == used.end() ? 0 : found->second;
}

Report people_report(Session& session, std::string title, std::string format) {
  Report report;
  report.title = std::move(title);
  report.units = units_of(session, "CPU");
  report.fields = people_fields();
  report.format = std::move(format);
  return report;
}

// The accounts as a walk of their tree, with how deep each stands and what stands above.
struct Node {
  std::string account, parent;
  std::size_t depth = 0;
};

void walk(const Accounting& accounting, const Association& from, const std::string& parent, std::size_t depth,
          std::vector<Node>& nodes) {
  if (nodes.size() > accounting.associations.size()) return;
  nodes.push_back({from.account, parent, depth});
  std::vector<const Association*> children;
  for (const Association& one : accounting.associations)
    if (one.user.empty() && one.parent == from.id && one.id != from.id) children.push_back(&one);
  std::sort(children.begin(), children.end(),
            [](const Association* left, const Association* right) { return left->account < right->account; });
  for (const Association* child : children) walk(accounting, *child, from.account, depth + 1, nodes);
}

std::vector<Node> account_tree(Session& session, const Usage& usage) {
  std::vector<Node> nodes;
  const Result<wire::AccountingReply> known =
      session.context.link().ask<wire::AccountingReply>(wire::RequestKind::QueryAccounting, wire::Empty{});
  if (known)
    for (const Association& one : known->accounting.associations)
      if (one.user.empty() && one.parent == 0) walk(known->accounting, one, {}, 0, nodes);
  // Accounts that were removed since.
  for (const Row& row : usage.reply.rows)
    if (std::none_of(nodes.begin(), nodes.end(), [&](const Node& node) { return node.account == row.account; }))
      nodes.push_back({row.account, nodes.empty() ? "" : nodes.front().account, 1});
  return nodes;
}

}  // namespace

int account_by_user(Session& session, const Query& query) {
  const Result<Usage> usage = ask_usage(session, query);
  if (!usage) return report_usage_error(session, usage.error());
  const std::vector<Node> nodes = account_tree(session, *usage);
  std::map<std::string, Amounts> of_account;
  std::map<std::string, std::map<std::string, Amounts>> of_user;
  const auto parent_of = [&](const std::string& account) {
    for (const Node& node : nodes)
      if (node.account == account) return node.parent;
    return std::string{};
  };
  for (const Row& row : usage->reply.rows) {
    if (!meant(query.users, row.user) || !meant(query.wckeys, row.wckey)) continue;
    add(of_user[row.account][row.user], row);
    std::size_t steps = 0;
    for (std::string account = row.account; !account.empty() && steps <= nodes.size();
         account = parent_of(account), ++steps)
      add(of_account[account], row);
  }
  Lines lines{session, query, *usage};
  for (const Node& node : nodes) {
    if (of_account.count(node.account) == 0 || !meant(query.accounts, node.account)) continue;
    const std::string indent = query.tree ? std::string(node.depth, ' ') : "";
    Line who = person("");
    who["Account"] = indent + node.account;
    lines.add(who, of_account[node.account]);
    for (const auto& [user, used] : of_user[node.account]) {
      Line line = person(user);
      line["Account"] = (query.tree ? indent + " " : "") + node.account;
      lines.add(line, used);
    }
  }
  Report report = people_report(session, "Cluster/Account/User Utilization",
                                with_tres("Cluster,Account,Login,Proper", *usage, true));
  report.lines = lines.take();
  return print(session, query, report);
}

int account_by_qos(Session& session, const Query& query) {
  const Result<Usage> usage = ask_usage(session, query);
  if (!usage) return report_usage_error(session, usage.error());
  std::map<std::pair<std::string, std::string>, Amounts> sums;
  for (const Row& row : usage->reply.rows)
    if (row_meant(query, row) && meant(query.qos, row.qos)) add(sums[{row.account, row.qos}], row);
  Lines lines{session, query, *usage};
  for (const auto& [names, used] : sums) lines.add({{"Account", names.first}, {"QOS", names.second}}, used);
  Report report =
      people_report(session, "Cluster/Account/QOS Utilization", with_tres("Cluster,Account,QOS", *usage, true));
  report.lines = lines.take();
  return print(session, query, report);
}

namespace {

// Sums by two names, the greatest first.
int by_pairs(Session& session, const Query& query, Report report,
             const std::function<std::pair<std::string, std::string>(const Row&)>& key, const std::string& second,
             const Usage& usage, std::size_t most) {
  std::map<std::pair<std::string, std::string>, Amounts> sums;
  std::map<std::string, std::set<std::string>> joined;  // with `group`: all of the second name
  for (const Row& row : usage.reply.rows) {
    if (!row_meant(query, row)) continue;
    std::pair<std::string, std::string> names = key(row);
    joined[names.first].insert(names.second);
    if (query.group) names.second.clear();
    add(sums[names], row);
  }
  std::vector<std::pair<std::pair<std::string, std::string>, Amounts>> sorted(sums.begin(), sums.end());
  std::stable_sort(sorted.begin(), sorted.end(), [&](const auto& left, const auto& right) {
    return first_of(usage, left.second) > first_of(usage, right.second);
  });
  Lines lines{session, query, usage};
  std::set<std::string> shown;  // users: each counts once, whatever the number of its lines
  for (const auto& [names, used] : sorted) {
    if (shown.count(names.first) == 0 && shown.size() >= most) continue;
    shown.insert(names.first);
    Line line = person(names.first);
    if (query.group) {
      const std::set<std::string>& all = joined[names.first];
      line[second] = text::join(std::vector<std::string>(all.begin(), all.end()), ",");
    } else {
      line[second] = names.second;
    }
    lines.add(line, used);
  }
  report.lines = lines.take();
  return print(session, query, report);
}

constexpr std::size_t kAll = 1000000;

}  // namespace

int user_by_account(Session& session, const Query& query) {
  const Result<Usage> usage = ask_usage(session, query);
  if (!usage) return report_usage_error(session, usage.error());
  return by_pairs(
      session, query,
      people_report(session, "Cluster/User/Account Utilization",
                    with_tres("Cluster,Login,Proper,Account", *usage, true)),
      [](const Row& row) {
        return std::pair{row.user, row.account};
      },
      "Account", *usage, kAll);
}

int user_by_wckey(Session& session, const Query& query) {
  const Result<Usage> usage = ask_usage(session, query);
  if (!usage) return report_usage_error(session, usage.error());
  Usage keyed = *usage;
  std::erase_if(keyed.reply.rows, [](const Row& row) { return row.wckey.empty(); });
  return by_pairs(
      session, query,
      people_report(session, "Cluster/User/WCKey Utilization", with_tres("Cluster,Login,Proper,WCKey", keyed, false)),
      [](const Row& row) {
        return std::pair{row.user, row.wckey};
      },
      "WCKey", keyed, kAll);
}

int wckey_by_user(Session& session, const Query& query) {
  const Result<Usage> usage = ask_usage(session, query);
  if (!usage) return report_usage_error(session, usage.error());
  std::map<std::string, std::map<std::string, Amounts>> keys;
  std::map<std::string, Amounts> of_key;
  for (const Row& row : usage->reply.rows) {
    if (row.wckey.empty() || !row_meant(query, row)) continue;
    add(keys[row.wckey][row.user], row);
    add(of_key[row.wckey], row);
  }
  Lines lines{session, query, *usage};
  for (const auto& [key, users] : keys) {
    Line who = person("");
    who["WCKey"] = key;
    lines.add(who, of_key[key]);
    for (const auto& [user, used] : users) {
      Line line = person(user);
      line["WCKey"] = key;
      lines.add(line, used);
    }
  }
  Report report =
      people_report(session, "Cluster/WCKey/User Utilization", with_tres("Cluster,WCKey,Login,Proper", *usage, false));
  report.lines = lines.take();
  return print(session, query, report);
}

int top_usage(Session& session, const Query& query) {
  const Result<Usage> usage = ask_usage(session, query);
  if (!usage) return report_usage_error(session, usage.error());
  return by_pairs(
      session, query,
      people_report(session, "Top " + std::to_string(query.top) + " Users",
                    with_tres("Cluster,Login,Proper,Account", *usage, true)),
      [](const Row& row) {
        return std::pair{row.user, row.account};
      },
      "Account", *usage, query.top);
}

}  // namespace minislurm::sreport
