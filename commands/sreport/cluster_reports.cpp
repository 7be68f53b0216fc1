// How much of the cluster was used, and of its reservations.
#include <algorithm>
#include <map>

#include "commands/sreport/report.h"
#include "commands/sreport/reports.h"
#include "commands/sreport/usage.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sreport {
namespace {

struct Share {
  std::string_view header;
  double wire::ClusterUsageRow::*amount;
};

constexpr Share kShares[] = {
    {"Allocated", &wire::ClusterUsageRow::allocated}, {"Down", &wire::ClusterUsageRow::down},
    {"PLND Down", &wire::ClusterUsageRow::planned_down}, {"Idle", &wire::ClusterUsageRow::idle},
    {"Planned", &wire::ClusterUsageRow::planned}, {"Over Comm", &wire::ClusterUsageRow::overcommitted}};

std::string reservation_units(const Session& session) {
  if (session.time.unit <= 0) return "Usage reported in Percentage of Total";
  return "Usage reported in TRES " + std::string(session.time.title);
}

}  // namespace

int utilization(Session& session, const Query& query) {
  const Result<Usage> usage = ask_usage(session, query);
  if (!usage) return report_usage_error(session, usage.error());
  Report report;
  report.title = "Cluster Utilization";
  report.says_seconds = false;
  report.units = units_of(session, "CPU");
  report.format =
      std::string(usage->named ? "Cluster,TresName" : "Cluster") + ",Allocated,Down,PlannedDown,Idle,Planned,Reported";
  report.fields = {{"Allocated", 2, "Allocated", 8, 17}, {"Cluster", 2, "Cluster", 9}, {"Count", 2, "TRES Count", 10},
                   {"CPUCount", 2, "TRES Count", 10}, {"Down", 1, "Down", 8, 17}, {"Energy", 1, "Energy", 8, 17},
                   {"Idle", 1, "Idle", 8, 17}, {"OverCommitted", 1, "Over Comm", 8, 17},
                   {"Planned", 2, "Planned", 8, 17}, {"PlannedDown", 8, "PLND Down", 8, 17},
                   {"Reported", 3, "Reported", 8, 17}, {"Reserved", 3, "Planned", 8, 17},
                   {"TresCount", 5, "TRES Count", 10}, {"TresName", 5, "TRES Name", 14}};
  for (const std::string& tres : usage->tres) {
    for (const wire::ClusterUsageRow& row : usage->reply.cluster) {
      if (row.tres != tres || !usage->of_cluster) continue;
      Line line{{"Cluster", usage->reply.cluster_name}, {"TRES Name", tres}, {"TRES Count", std::to_string(row.count)}};
      for (const Share& share : kShares)
        line[std::string(share.header)] = format_amount(session.time, row.*share.amount, row.reported);
      line["Reported"] = format_amount(session.time, row.reported, usage->whole(tres, query));
      report.lines.push_back(std::move(line));
    }
  }
  return print(session, query, report);
}

int reservation_utilization(Session& session, const Query& query) {
  const Result<Usage> usage = ask_usage(session, query);
  if (!usage) return report_usage_error(session, usage.error());
  const Result<wire::ClusterReply> cluster = session.context.link().ask<wire::ClusterReply>(
      wire::RequestKind::QueryCluster, wire::QueryClusterRequest{wire::kReservations});
  if (!cluster) return report_usage_error(session, cluster.error());
  Report report;
  report.title = "Reservation Utilization";
  report.says_seconds = false;
  report.units = reservation_units(session);
  report.format = "Cluster,Name,Start,End,TresName,Allocated,Idle";
  report.fields = {{"Allocated", 2, "Allocated", 20, 29},
                   {"Associations", 2, "Associations", 15},
                   {"Cluster", 2, "Cluster", 9},
                   {"Count", 2, "TRES count", 10},
                   {"CPUCount", 2, "TRES count", 10},
                   {"CPUTime", 5, "TRES Time", 9, 17},
                   {"End", 1, "End", 19},
                   {"Flags", 1, "Flags", 20},
                   {"Idle", 1, "Idle", 20, 29},
                   {"Name", 2, "Name", 9},
                   {"Nodes", 2, "Nodes", 15},
                   {"ReservationId", 1, "Id", 8},
                   {"Start", 1, "Start", 19},
                   {"TotalTime", 1, "TotalTime", 9},
                   {"TresTime", 2, "TRES Time", 9, 17},
                   {"TresCount", 5, "TRES count", 10},
                   {"TresName", 5, "TRES Name", 14}};
  for (const Reservation& one : cluster->reservations) {
    if (!usage->of_cluster || !meant(query.names, one.name) || one.start >= query.until || one.end <= query.since)
      continue;
    const Result<std::vector<text::Tres>> held = text::parse_tres(one.tres);
    const double seconds = static_cast<double>((one.end - one.start).count());
    for (const text::Tres& tres : held ? *held : std::vector<text::Tres>{}) {
      if (usage->named && std::find(usage->tres.begin(), usage->tres.end(), tres.name) == usage->tres.end()) continue;
      const double whole = static_cast<double>(tres.count) * seconds;
      double used = 0;
      for (const wire::UsageRow& row : usage->reply.rows)
        if (row.reservation == one.name) used += amount_of(row.tres_seconds, tres.name);
      report.lines.push_back({{"Cluster", usage->reply.cluster_name}, {"Name", one.name},
                              {"Start", text::format_time_point(one.start)}, {"End", text::format_time_point(one.end)},
                              {"TRES Name", tres.name}, {"TRES count", std::to_string(tres.count)},
                              {"Allocated", format_amount(session.time, used, whole)},
                              {"Idle", format_amount(session.time, std::max(0.0, whole - used), whole)},
                              {"TRES Time", format_amount(session.time, whole, whole)}, {"Nodes", one.node_list},
                              {"Flags", text::join(one.flags, ",")}, {"Id", std::to_string(one.id)},
                              {"TotalTime", format_amount(session.time, seconds, seconds)}});
    }
  }
  return print(session, query, report);
}

}  // namespace minislurm::sreport
