#include <algorithm>

#include "slurmctld/core/steps.h"
#include "slurmctld/requests/context.h"

namespace minislurm::requests {
namespace {

constexpr std::size_t kMostParts = 128;  // components of a job

}  // namespace

Outcome create_het_step(Context context, wire::HetStepSpec request) {
  if (request.parts.empty() || request.parts.size() > kMostParts) return bad(Error{Code::InvalidJobId});
  const Job* first = context.state().jobs.find(request.parts.front().job);
  for (auto part = request.parts.begin(); part != request.parts.end(); ++part) {
    const Job* job = context.state().jobs.find(part->job);
    if (!job || number(job->het_job) == 0 || job->het_job != first->het_job) return bad(Error{Code::InvalidJobId});
    if (!context.may_run_in(*job)) return bad(Error{Code::AccessDenied});
    const auto same = [&](const wire::StepSpec& other) { return other.job == part->job; };
    if (std::any_of(request.parts.begin(), part, same)) return bad(Error{Code::InvalidJobId});
  }
  const Status made = core::create_het_step(context.turn, context.ticket, context.caller, request.parts);
  if (!made) return bad(made.error());
  return std::nullopt;
}

}  // namespace minislurm::requests
