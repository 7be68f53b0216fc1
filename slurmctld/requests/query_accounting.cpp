#include "slurmctld/core/accounts.h"
#include "slurmctld/core/start_limits.h"
#include "slurmctld/requests/context.h"

namespace minislurm::requests {

Outcome query_accounting(Context context, wire::Empty) {
  const core::ClusterState::Inside& state = context.state();
  wire::AccountingReply reply;
  reply.accounting = state.accounting;
  reply.cluster_name = state.cluster.settings.cluster_name;
  reply.tres = core::tracked_resources(state);
  reply.now = context.now();
  core::LimitUses uses = core::limit_uses(state, context.now());
  reply.association_use = std::move(uses.associations);
  reply.qos_use = std::move(uses.qos);
  keep_visible(state, context.caller, reply);
  return good(reply);
}

}  // namespace minislurm::requests
