#include <algorithm>

#include "libcommon/text/preempt_mode.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"
#include "slurmctld/core/nodes.h"
#include "slurmctld/core/reservations.h"
#include "slurmctld/core/statistics.h"
#include "slurmctld/requests/context.h"
#include "slurmctld/sched/reservation_rules.h"

namespace minislurm::requests {
namespace {

// The configuration in force, and with it what belongs to this run of the controller.
std::vector<std::pair<std::string, std::string>> config_now(const core::ClusterState::Inside& state) {
  constexpr std::uint64_t kLeastDbdMessages = 10000;
  const std::size_t nodes = state.cluster.nodes.size();
  const std::uint64_t messages = std::uint64_t{state.cluster.settings.max_job_count} * 2 + nodes * 4;
  std::vector<std::pair<std::string, std::string>> config = state.cluster.shown_config;
  const auto add = [&config](const std::string& key, std::string value) {
    for (const auto& pair : config)
      if (pair.first == key) return;
    const auto next = std::find_if(config.begin(), config.end(),
                                   [&key](const auto& pair) { return text::icompare(pair.first, key) > 0; });
    config.emplace(next, key, std::move(value));
  };
  add("BOOT_TIME", text::format_time_point(state.booted));
  add("HASH_VAL", "Match");  // there is one configuration file, so that no node can have another
  add("MaxDBDMsgs", std::to_string(std::max(kLeastDbdMessages, messages)));
  add("MaxNodeCount", std::to_string(nodes));
  add("MULTIPLE_SLURMD", "yes");
  add("NEXT_JOB_ID", std::to_string(number(state.next_job)));
  return config;
}

// Each with the PreemptMode in force.
std::vector<Partition> partitions_now(const core::ClusterState::Inside& state) {
  std::vector<Partition> partitions = state.cluster.partitions;
  for (Partition& partition : partitions) {
    const auto own = text::parse_preempt_mode(partition.preempt_mode);
    const std::uint32_t mode =
        partition.preempt_mode.empty() ? state.cluster.settings.preempt.mode : own.value_or(0);
    partition.preempt_mode = text::format_preempt_mode(mode);
  }
  return partitions;
}

}  // namespace

Outcome query_cluster(Context context, wire::QueryClusterRequest request) {
  const core::ClusterState::Inside& state = context.state();
  const auto wants = [&](std::uint32_t part) { return (request.parts & part) != 0; };
  if (wants(wire::kNodes) && hides(state, context.caller, Private::Nodes)) return bad(Error{Code::AccessDenied});
  if (wants(wire::kPartitions) && hides(state, context.caller, Private::Partitions)) return bad(Error{Code::AccessDenied});
  wire::ClusterReply reply;
  reply.now = context.now();
  reply.booted = state.booted;
  reply.cluster_name = state.cluster.settings.cluster_name;
  if (wants(wire::kNodes)) reply.nodes = core::shown_nodes(state, context.now());
  if (wants(wire::kPartitions)) reply.partitions = partitions_now(state);
  if (wants(wire::kReservations)) {
    for (const Reservation& one : state.reservations)
      if (sees_reservation(state, context.caller, one)) reply.reservations.push_back(one);
    for (Reservation& reservation : reply.reservations) {
      const Seconds length = reservation.end - reservation.start;
      if (reservation.float_start.count() > 0) reservation.start = context.now() + reservation.float_start;
      reservation.end = reservation.start + length;
      reservation.active = sched::is_active(reservation, context.now());
    }
  }
  if (wants(wire::kLicenses)) {
    reply.licenses = state.cluster.licenses;
    for (License& license : reply.licenses) {
      license.reserved = core::reserved_licenses(state, license.name, context.now());
      if (const auto used = state.used_licenses.find(license.name); used != state.used_licenses.end()) license.used = used->second;
    }
  }
  if (wants(wire::kTopology)) reply.topologies = state.cluster.topologies;
  if (wants(wire::kConfig)) reply.config = config_now(state);
  return good(reply);
}

Outcome query_stats(Context context, wire::QueryStatsRequest request) {
  if (request.reset) {
    if (!context.caller.is_operator) return bad(Error{Code::AccessDenied});
    context.state().statistics = {};
    context.state().statistics.since = context.now();
  }
  return good(core::statistics_of(context.state(), context.now()));
}

}  // namespace minislurm::requests
