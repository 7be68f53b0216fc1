// What list shows as text of its own: configuration, statistics, runaway jobs.
#include <algorithm>

#include "commands/sacctmgr/entity_rows.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sacctmgr {
namespace {

constexpr std::string_view kShownKeys[] = {
    "AccountingStorageBackupHost", "AccountingStorageHost", "AccountingStorageParameters", "AccountingStoragePass",
    "AccountingStoragePort", "AccountingStorageType", "AuthType", "MessageTimeout", "PluginDir", "PrivateData",
    "SlurmUserId", "SLURM_CONF", "SLURM_VERSION", "TCPTimeout", "TrackWCKey"};

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string moment(Instant when) {
  return text::format_time_point(when, "%a %b %d %H:%M:%S %Y") + " (" +
         std::to_string(when.time_since_epoch().count()) + ")";
}

struct Counted {
  std::string name;
  std::uint32_t id = 0;
  std::uint64_t count = 0, microseconds = 0;
};

std::string counted_lines(const std::vector<wire::RpcCount>& rpcs, bool by_user) {
  std::vector<Counted> all;
  for (const wire::RpcCount& rpc : rpcs) {
    const std::string& name = by_user ? rpc.user_name : rpc.name;
    auto known = std::find_if(all.begin(), all.end(), [&](const Counted& one) { return one.name == name; });
    if (known == all.end()) known = all.insert(all.end(), {name, by_user ? rpc.user : rpc.kind, 0, 0});
    known->count += rpc.count;
    known->microseconds += rpc.total_usec;
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Counted& left, const Counted& right) { return left.count > right.count; });
  std::string out;
  for (const Counted& one : all) {
    const std::string id = std::to_string(one.id);
    const std::size_t id_width = by_user ? 10 : 5;
    out += "\t" + padded(one.name, by_user ? 20 : 25) + "(" +
           std::string(id.size() < id_width ? id_width - id.size() : 0, ' ') + id +
           ") count:" + padded(std::to_string(one.count), 6) +
           " ave_time:" + padded(std::to_string(one.microseconds / std::max<std::uint64_t>(one.count, 1)), 6) +
           " total_time:" + std::to_string(one.microseconds) + "\n";
  }
  return out;
}

}  // namespace

int print_configuration(Session& session, const wire::AccountingReply& reply) {
  const Result<wire::ClusterReply> cluster = session.context.link().ask<wire::ClusterReply>(
      wire::RequestKind::QueryCluster, wire::QueryClusterRequest{wire::kConfig});
  if (!cluster) {
    error(session.context, to_string(cluster.error()));
    return kExitFailure;
  }
  std::ostream& out = session.context.out();
  out << "Configuration data as of " << text::format_time_point(reply.now) << '\n';
  for (const std::string_view key : kShownKeys) {
    const auto found = std::find_if(cluster->config.begin(), cluster->config.end(),
                                    [key](const auto& entry) { return text::iequals(entry.first, key); });
    const bool secret = key == "AccountingStoragePass";
    out << padded(std::string(key), 22) << " = "
        << (secret || found == cluster->config.end() ? std::string("(null)") : found->second) << '\n';
  }
  return kExitSuccess;
}

int print_stats(Session& session) {
  const Result<wire::StatsReply> stats = session.context.link().ask<wire::StatsReply>(
      wire::RequestKind::QueryStats, wire::QueryStatsRequest{});
  if (!stats) {
    error(session.context, to_string(stats.error()));
    return kExitFailure;
  }
  constexpr std::string_view kRule = "*******************************************************************\n";
  session.context.out() << kRule << "sacctmgr show stats output at " << moment(stats->now)
                        << "\nData since                    " << moment(stats->since)
                        << "\nAll statistics are in microseconds\n"
                        << kRule << "\nRemote Procedure Call statistics by message type\n"
                        << counted_lines(stats->rpcs, false) << "\nRemote Procedure Call statistics by user\n"
                        << counted_lines(stats->rpcs, true);
  return kExitSuccess;
}

// The controller's queue and the history are one: no job is known to one of them only.
int print_runaway_jobs(Session& session, const wire::AccountingReply& reply) {
  session.context.out() << "Runaway Jobs: No runaway jobs found on cluster " << reply.cluster_name << '\n';
  return kExitSuccess;
}

}  // namespace minislurm::sacctmgr
