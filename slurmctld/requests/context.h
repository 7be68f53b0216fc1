// What a request's handler works with, and what it gives back.
#pragma once

#include <optional>

#include "libcommon/wire/accounting_messages.h"
#include "libcommon/wire/codec.h"
#include "libcommon/wire/explanation.h"
#include "libcommon/wire/messages.h"
#include "slurmctld/core/turn.h"
#include "slurmctld/requests/privacy.h"

namespace minislurm::requests {

struct Context {
  core::Turn& turn;
  core::Ticket ticket{};
  const core::Caller& caller;

  core::ClusterState::Inside& state() const { return turn.state; }
  Instant now() const { return turn.now; }
  // Hold, change, cancel it: also who coordinates its account.
  bool may_change(const Job& job) const {
    return caller.is_operator || caller.user == job.user || coordinates(state(), caller, job.spec.account);
  }
  // See into it and talk to it.
  bool may_watch(const Job& job) const { return caller.is_operator || caller.user == job.user; }
  // Start processes in it, which run as its owner: nobody else, root neither, as in Slurm.
  bool may_run_in(const Job& job) const { return caller.user == job.user; }
};

// The reply; nullopt: it comes later, with the ticket, from the core.
using Outcome = std::optional<wire::Reply>;

template <class T>
Outcome good(const T& value) {
  return wire::Reply{Code::Success, {}, wire::encode(value)};
}
inline Outcome bad(const Error& error) { return wire::Reply{error.code, error.detail, {}}; }

Outcome submit(Context context, wire::SubmitRequest request);
Outcome await_job(Context context, wire::AwaitJobRequest request);
Outcome query_jobs(Context context, wire::ExplainJobsRequest request);
Outcome query_steps(Context context, wire::QueryJobsRequest request);
Outcome query_step_usage(Context context, wire::QueryStepUsageRequest request);
Outcome query_cluster(Context context, wire::QueryClusterRequest request);
Outcome query_stats(Context context, wire::QueryStatsRequest request);
Outcome cancel(Context context, wire::CancelRequest request);
Outcome act_on_jobs(Context context, wire::ActOnJobsRequest request);
Outcome top_jobs(Context context, const std::vector<wire::JobSelector>& selectors);  // of act_on_jobs
Outcome update(Context context, wire::UpdateRequest request);
Outcome create_step(Context context, wire::StepSpec request);
Outcome attach_step(Context context, wire::AttachStepRequest request);
Outcome complete_job(Context context, wire::CompleteJobRequest request);
Outcome query_accounting(Context context, wire::Empty request);
Outcome change_accounting(Context context, wire::ChangeAccountingRequest request);
Outcome query_shares(Context context, wire::Empty request);
Outcome query_priorities(Context context, wire::Empty request);
Outcome notify(Context context, wire::NotifyRequest request);
Outcome create_het_step(Context context, wire::HetStepSpec request);
Outcome set_debug(Context context, wire::SetDebugRequest request);

}  // namespace minislurm::requests
