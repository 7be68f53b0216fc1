// scontrol top: jobs before the others that wait in the same partition under the same user, account and QOS. As in
// Slurm nobody else is affected: what the named jobs' nice values fall by, those of the others rise by altogether.
#include <algorithm>

#include "slurmctld/requests/context.h"
#include "slurmctld/requests/selector.h"

namespace minislurm::requests {
namespace {

constexpr std::int64_t kMostNice = 2147483645;

Code refusal(Context context, const Job& job) {
  if (!context.caller.is_operator) return Code::Disabled;
  if (job.state != JobState::Pending) return Code::JobNotPending;
  if (job.priority == 0) return Code::JobHeld;
  return job.partition.find(',') == std::string::npos ? Code::Success : Code::RequestedPartConfigUnavailable;
}

bool competes(const Job& one, const Job& other) {
  return other.state == JobState::Pending && other.priority != 0 && one.user == other.user &&
         one.partition == other.partition && one.spec.account == other.spec.account && one.spec.qos == other.spec.qos;
}

void move_by(Context context, Job& job, std::int64_t points) {
  job.priority = static_cast<std::uint32_t>(job.priority + points);
  job.spec.nice = static_cast<std::int32_t>(std::clamp(job.spec.nice - points, -kMostNice, kMostNice));
  if (job.spec.priority) job.spec.priority = job.priority;
  core::commit(context.turn, job);
}

// `chosen`: the first is to be first.
void raise(Context context, const std::vector<JobId>& chosen) {
  core::JobTable& jobs = context.state().jobs;
  const Job first = *jobs.find(chosen.front());
  std::vector<JobId> others;
  std::uint32_t floor = 0;
  for (const auto& [id, job] : jobs.all()) {
    if (!competes(first, job) || std::find(chosen.begin(), chosen.end(), id) != chosen.end()) continue;
    if (job.priority > 1) others.push_back(id);  // the last have nothing to give
    floor = std::max(floor, job.priority);
  }
  std::int64_t owed = 0;
  for (auto at = chosen.rbegin(); at != chosen.rend(); ++at) {
    Job& job = *jobs.find(*at);
    if (!competes(first, job)) continue;
    if (job.priority < floor) {
      owed += floor - job.priority;
      move_by(context, job, floor - job.priority);
    }
    floor = job.priority;
  }
  for (std::size_t at = 0; at < others.size() && owed > 0; ++at) {
    Job& job = *jobs.find(others[at]);
    const std::int64_t part = std::min(owed / static_cast<std::int64_t>(others.size() - at),
                                       static_cast<std::int64_t>(job.priority) - 1);
    if (part > 0) move_by(context, job, -part);
    owed -= part;
  }
}

}  // namespace

Outcome top_jobs(Context context, const std::vector<wire::JobSelector>& selectors) {
  wire::OutcomeList reply;
  std::vector<JobId> chosen;
  for (const wire::JobSelector& selector : selectors) {
    const Selection selection = select(context.state(), selector);
    Code code = selection.targets.empty() ? Code::InvalidJobId : Code::Success;
    for (const Target& target : selection.targets) {
      // A task that waits with its array goes up with all of it.
      const Code refused = refusal(context, *context.state().jobs.find(target.job));
      if (refused == Code::Success) chosen.push_back(target.job);
      else if (code == Code::Success) code = refused;
    }
    reply.codes.push_back(code);
  }
  if (!chosen.empty()) raise(context, chosen);
  core::want_pass(context.turn);
  return good(reply);
}

}  // namespace minislurm::requests
