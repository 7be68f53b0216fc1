#include "slurmctld/requests/handle.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "slurmctld/requests/context.h"

namespace minislurm::requests {
namespace {

template <class Request, Outcome (*handler)(Context, Request)>
Outcome decoded(Context context, const std::string& payload) {
  Result<Request> request = wire::decode<Request>(payload);
  if (!request) return bad(request.error());
  return handler(context, std::move(*request));
}

// Rights beyond "anyone": an owner's are checked where the job is known.
struct Row {
  wire::RequestKind kind;
  Outcome (*handle)(Context, const std::string& payload);
};

constexpr Row kRows[] = {
    {wire::RequestKind::Submit, &decoded<wire::SubmitRequest, &submit>},
    {wire::RequestKind::AwaitJob, &decoded<wire::AwaitJobRequest, &await_job>},
    {wire::RequestKind::QueryJobs, &decoded<wire::ExplainJobsRequest, &query_jobs>},
    {wire::RequestKind::QuerySteps, &decoded<wire::QueryJobsRequest, &query_steps>},
    {wire::RequestKind::QueryStepUsage, &decoded<wire::QueryStepUsageRequest, &query_step_usage>},
    {wire::RequestKind::QueryCluster, &decoded<wire::QueryClusterRequest, &query_cluster>},
    {wire::RequestKind::QueryStats, &decoded<wire::QueryStatsRequest, &query_stats>},
    {wire::RequestKind::Cancel, &decoded<wire::CancelRequest, &cancel>},
    {wire::RequestKind::ActOnJobs, &decoded<wire::ActOnJobsRequest, &act_on_jobs>},
    {wire::RequestKind::Update, &decoded<wire::UpdateRequest, &update>},
    {wire::RequestKind::CreateStep, &decoded<wire::StepSpec, &create_step>},
    {wire::RequestKind::CreateHetStep, &decoded<wire::HetStepSpec, &create_het_step>},
    {wire::RequestKind::AttachStep, &decoded<wire::AttachStepRequest, &attach_step>},
    {wire::RequestKind::CompleteJob, &decoded<wire::CompleteJobRequest, &complete_job>},
    {wire::RequestKind::QueryAccounting, &decoded<wire::Empty, &query_accounting>},
    {wire::RequestKind::ChangeAccounting, &decoded<wire::ChangeAccountingRequest, &change_accounting>},
    {wire::RequestKind::QueryShares, &decoded<wire::Empty, &query_shares>},
    {wire::RequestKind::QueryPriorities, &decoded<wire::Empty, &query_priorities>},
    {wire::RequestKind::Notify, &decoded<wire::NotifyRequest, &notify>},
    {wire::RequestKind::SetDebug, &decoded<wire::SetDebugRequest, &set_debug>},
};

Outcome dispatch(Context context, const wire::Request& request) {
  if (request.version != wire::kProtocolVersion) return bad(Error{Code::ProtocolVersion});
  const auto* row = std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& one) { return one.kind == request.kind; });
  if (row == std::end(kRows)) return bad(Error{Code::CommunicationsReceive});
  return row->handle(context, request.payload);
}

}  // namespace

core::Effects handle(core::ClusterState& state, core::Ticket ticket, const core::Caller& caller,
                     const wire::Request& request, Instant now) {
  core::Turn turn{state.inside(), now};
  Outcome outcome = dispatch(Context{turn, ticket, caller}, request);
  if (outcome) core::answer(turn, ticket, std::move(*outcome));
  return core::finish(turn);
}

}  // namespace minislurm::requests
