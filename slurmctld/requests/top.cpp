// scontrol top: jobs before the others that wait in the same partition under the same user, account and QOS. As in
// Slurm nobody else is affected: what the named jobs' nice values fall by, those of the others rise by altogether, as
// far as they can.
#include <algorithm>
#include <limits>

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

// By equal parts of what is owed. One that would stay level with the raised ones, or has less than its part, is put just
// below them; what it gives or gets by that counts for those after it.
void lower(Context context, const std::vector<JobId>& others, std::int64_t owed, std::int64_t lowest) {
  for (std::size_t at = 0; at < others.size(); ++at) {
    Job& job = *context.state().jobs.find(others[at]);
    const std::int64_t part = owed / static_cast<std::int64_t>(others.size() - at), left = job.priority - part;
    const std::int64_t now = owed < 0 || left < 1 || left >= lowest ? std::max<std::int64_t>(1, lowest - 1) : left;
    owed -= job.priority - now;
    if (now != job.priority) move_by(context, job, now - job.priority);
  }
}

// `chosen`: the first is to be first. Each rises to the highest of the others, the second and later ones at most to just
// below the one before.
void raise(Context context, const std::vector<JobId>& chosen) {
  core::JobTable& jobs = context.state().jobs;
  const Job first = *jobs.find(chosen.front());
  std::vector<JobId> others;
  std::int64_t highest = 0;
  for (const auto& [id, job] : jobs.all()) {
    if (!competes(first, job) || std::find(chosen.begin(), chosen.end(), id) != chosen.end()) continue;
    if (job.priority > 1) others.push_back(id);  // the last have nothing to give
    highest = std::max<std::int64_t>(highest, job.priority);
  }
  if (others.empty()) return;
  std::int64_t owed = 0, lowest = std::numeric_limits<std::int64_t>::max();
  for (const JobId id : chosen) {
    Job& job = *jobs.find(id);
    const std::int64_t wanted = std::max<std::int64_t>({1, job.priority, std::min(highest, lowest - 1)});
    owed += wanted - job.priority;
    if (wanted != job.priority) move_by(context, job, wanted - job.priority);
    lowest = wanted;
  }
  lower(context, others, owed, lowest);
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
