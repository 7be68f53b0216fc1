// The cluster, its events and reservations, and what was changed: entities beside the accounting proper.
#include <algorithm>

#include "commands/sacctmgr/entity_rows.h"
#include "commands/support/identity.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sacctmgr {
namespace {

wire::ClusterReply ask_cluster(Session& session, std::uint32_t parts) {
  const Result<wire::ClusterReply> reply = session.context.link().ask<wire::ClusterReply>(
      wire::RequestKind::QueryCluster, wire::QueryClusterRequest{parts});
  return reply ? *reply : wire::ClusterReply{};
}

std::string config_value(const wire::ClusterReply& cluster, std::string_view key) {
  for (const auto& entry : cluster.config)
    if (text::iequals(entry.first, key)) return entry.second;
  return {};
}

std::string node_range(const wire::ClusterReply& cluster) {
  std::vector<std::string> names;
  for (const Node& node : cluster.nodes) names.push_back(node.name);
  return text::compress_hostlist(names);
}

std::string tres_in_all(const wire::ClusterReply& cluster) {
  std::vector<text::Tres> list{{"cpu", 0}, {"mem", 0}, {"node", 0}, {"billing", 0}};
  for (const Node& node : cluster.nodes) {
    list[0].count += node.cpus;
    list[1].count += node.memory.count;
    list[2].count += 1;
    list[3].count += node.cpus;
    for (const NodeGres& gres : node.gres) {
      const std::string name = "gres/" + gres.name;
      const auto known =
          std::find_if(list.begin(), list.end(), [&](const text::Tres& one) { return one.name == name; });
      if (known == list.end()) list.push_back({name, gres.count});
      else known->count += gres.count;
    }
  }
  return text::format_tres(list, text::TresOrder::ByName);
}

std::string state_text(const Node& node) {
  if (node.state == NodeState::Down) return node.drain ? "DOWN+DRAIN" : "DOWN";
  return node.fail ? "FAIL" : "DRAIN";
}

bool in_window(const Query& query, Instant from, Instant to) {
  if (query.until != kNever && from > query.until) return false;
  return query.since == kNever || to == kNever || to >= query.since;
}

}  // namespace

Rows cluster_rows(Asking asking) {
  const wire::AccountingReply& reply = asking.view.reply;
  if (!meant(asking.query.names, reply.cluster_name)) return {};
  constexpr std::string_view kProtocol = "11008";  // RPC number of the release whose commands these are
  const wire::ClusterReply cluster = ask_cluster(asking.session, wire::kNodes | wire::kConfig);
  Row row;
  for (const Association* one : asking.view.tree.walk())
    if (one->parent == 0) row.association = one;
  row.others = {{"ControlHost", "127.0.0.1"}, {"ControlPort", config_value(cluster, "SlurmctldPort")},
                {"RPC", std::string(kProtocol)}, {"ID", "0"}, {"FedState", "NA"}, {"Flags", "MultipleSlurmd"},
                {"NodeCount", std::to_string(cluster.nodes.size())}, {"Cluster Nodes", node_range(cluster)},
                {"TRES", tres_in_all(cluster)}, {"Class", "*N/A*"}};
  return {row};
}

// What is known: since when the cluster has been so, and the nodes that are out of service now.
Rows event_rows(Asking asking) {
  const Query& query = asking.query;
  const wire::AccountingReply& reply = asking.view.reply;
  if (!meant(query.clusters, reply.cluster_name)) return {};
  const wire::ClusterReply cluster = ask_cluster(asking.session, wire::kNodes);
  const auto wants = [&query](std::string_view word) {
    return query.events.empty() || std::any_of(query.events.begin(), query.events.end(),
                                               [&](const std::string& one) { return stands_for(one, word, 1); });
  };
  Rows rows;
  if (wants("Cluster") && query.nodes.empty() && query.users.empty() && in_window(query, cluster.booted, kNever)) {
    rows.emplace_back();
    rows.back().others = {{"Cluster", reply.cluster_name}, {"TimeStart", text::format_time_point(cluster.booted)},
                          {"TimeEnd", "Unknown"}, {"Reason", "Cluster Registered TRES"}, {"Event", "Cluster"},
                          {"EventRaw", "1"}, {"TRES", tres_in_all(cluster)}, {"Cluster Nodes", node_range(cluster)}};
  }
  for (const Node& node : cluster.nodes) {
    if (node.state != NodeState::Down && !node.drain && !node.fail) continue;
    if (!wants("Node") || !meant(query.nodes, node.name) || !meant(query.users, node.reason_user)) continue;
    if (!meant(query.reasons, node.reason) || !in_window(query, node.reason_at, kNever)) continue;
    rows.emplace_back();
    rows.back().others = {{"Cluster", reply.cluster_name},
                          {"NodeName", node.name},
                          {"TimeStart", text::format_time_point(node.reason_at)},
                          {"TimeEnd", "Unknown"},
                          {"State", state_text(node)},
                          {"Reason", node.reason},
                          {"User", node.reason_user + "(" + std::to_string(number(node.reason_by)) + ")"},
                          {"Event", "Node"},
                          {"EventRaw", "2"}};
  }
  return rows;
}

Rows reservation_rows(Asking asking) {
  const Query& query = asking.query;
  Rows rows;
  for (const Reservation& one : ask_cluster(asking.session, wire::kReservations).reservations) {
    if (!meant(query.names, one.name) || !meant(query.ids, std::to_string(one.id))) continue;
    if (!in_window(query, one.start, one.end)) continue;
    rows.emplace_back();
    rows.back().others = {{"Cluster", asking.view.reply.cluster_name}, {"Name", one.name},
                          {"TRES", one.tres}, {"TimeStart", text::format_time_point(one.start)},
                          {"TimeEnd", text::format_time_point(one.end)}, {"UnusedWall", "0.000000"},
                          {"ID", std::to_string(one.id)}, {"NodeName", one.node_list},
                          {"Flags", text::join(one.flags, ",")}, {"Comment", one.comment}};
  }
  return rows;
}

Rows transaction_rows(Asking asking) {
  const Query& query = asking.query;
  Rows rows;
  for (const AccountingChange& one : asking.view.reply.accounting.changes) {
    if (!meant(query.actors, one.actor) || !in_window(query, one.when, one.when)) continue;
    const bool wanted = query.actions.empty() || meant(query.actions, one.action);
    if (!wanted) continue;
    rows.emplace_back();
    rows.back().others = {{"Time", text::format_time_point(one.when)}, {"Action", one.action}, {"Actor", one.actor},
                          {"Where", one.where}, {"Info", one.info}};
  }
  return rows;
}

// Accounts that nobody can use, and users who may not run anything.
Rows problem_rows(Asking asking) {
  const wire::AccountingReply& reply = asking.view.reply;
  const std::vector<Association>& all = reply.accounting.associations;
  Rows rows;
  const auto add = [&](const std::string& cluster, const std::string& account, const std::string& user,
                       std::string_view problem) {
    rows.emplace_back();
    rows.back().others = {
        {"Cluster", cluster}, {"Account", account}, {"User", user}, {"Problem", std::string(problem)}};
  };
  const auto has = [&all](const std::string& account, bool users) {
    return std::any_of(all.begin(), all.end(),
                       [&](const Association& one) { return one.account == account && !(users && one.user.empty()); });
  };
  for (const Account& account : reply.accounting.accounts) {
    if (!meant(asking.query.accounts, account.name)) continue;
    if (!has(account.name, false)) add("", account.name, "", "Account has no Associations");
    else if (!has(account.name, true)) add(reply.cluster_name, account.name, "", "Account has no users");
  }
  for (const AccountingUser& user : reply.accounting.users) {
    if (!meant(asking.query.users, user.name)) continue;
    if (std::none_of(all.begin(), all.end(), [&](const Association& one) { return one.user == user.name; }))
      add("", "", user.name, "User has no Associations");
    else if (!find_user(user.name)) add("", "", user.name, "User does not have a uid");
  }
  return rows;
}

Rows no_rows(Asking) { return {}; }

}  // namespace minislurm::sacctmgr
