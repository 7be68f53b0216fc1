#include "slurmctld/accounting/change.h"
#include "slurmctld/core/accounts.h"
#include "slurmctld/requests/context.h"

namespace minislurm::requests {
namespace {

accounting::Facts facts_of(const Context& context) {
  const core::ClusterState::Inside& state = context.state();
  accounting::Facts facts;
  facts.cluster = state.cluster.settings.cluster_name;
  facts.tres = core::tracked_resources(state);
  facts.now = context.now();
  for (const auto& [id, job] : state.jobs.all()) {
    if (is_finished(job.state)) continue;
    facts.jobs.push_back({id, job.association, job.spec.account, job.user_name, job.spec.qos});
  }
  return facts;
}

}  // namespace

Outcome change_accounting(Context context, wire::ChangeAccountingRequest request) {
  core::ClusterState::Inside& state = context.state();
  const core::Caller& caller = context.caller;
  const accounting::Actor actor{caller.user_name, caller.is_operator
                                                      ? AdminLevel::Administrator
                                                      : accounting::level_of(state.accounting, caller.user_name)};
  Result<accounting::Changed> changed = accounting::apply_change(state.accounting, request, actor, facts_of(context));
  if (!changed) return bad(changed.error());
  if (changed->done) {
    core::forget_usage(context.turn, changed->forget_usage, changed->forget_qos_usage);
    core::accounting_changed(context.turn);
  }
  return good(changed->reply);
}

}  // namespace minislurm::requests
