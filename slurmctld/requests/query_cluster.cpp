#include "slurmctld/core/nodes.h"
#include "slurmctld/core/statistics.h"
#include "slurmctld/requests/context.h"

namespace minislurm::requests {

Outcome query_cluster(Context context, wire::QueryClusterRequest request) {
  const core::ClusterState::Inside& state = context.state();
  const auto wants = [&](std::uint32_t part) { return (request.parts & part) != 0; };
  wire::ClusterReply reply;
  reply.now = context.now();
  reply.booted = state.booted;
  reply.cluster_name = state.cluster.settings.cluster_name;
  if (wants(wire::kNodes)) reply.nodes = core::shown_nodes(state, context.now());
  if (wants(wire::kPartitions)) reply.partitions = state.cluster.partitions;
  if (wants(wire::kReservations)) {
    reply.reservations = state.reservations;
    for (Reservation& reservation : reply.reservations)
      reservation.active = reservation.start <= context.now() && context.now() < reservation.end;
  }
  if (wants(wire::kLicenses)) {
    reply.licenses = state.cluster.licenses;
    for (License& license : reply.licenses)
      if (const auto used = state.used_licenses.find(license.name); used != state.used_licenses.end()) license.used = used->second;
  }
  if (wants(wire::kTopology)) reply.topologies = state.cluster.topologies;
  if (wants(wire::kConfig)) reply.config = state.cluster.shown_config;
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
