#include "commands/scontrol/act.h"

#include <string_view>

#include "commands/support/selectors.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::scontrol {
namespace {

using wire::JobAction;

bool is_option(std::string_view word) {
  return text::istarts_with(word, "incomplete") || text::istarts_with(word, "state=");
}

// "jobid=12" is the same as "12".
std::string_view without_key(std::string_view word) {
  return text::istarts_with(word, "jobid=") ? word.substr(6) : word;
}

// `trailer`: what Slurm prints once more of the last error behind some of these verbs; empty: nothing.
int act(Session& session, JobAction action, const Words& words, std::string_view trailer) {
  wire::ActOnJobsRequest request;
  request.action = action;
  std::vector<std::string> names;
  for (const std::string& word : words) {
    if (is_option(word)) continue;
    const Result<std::vector<wire::JobSelector>> ids = parse_job_selectors(without_key(word));
    if (!ids) {
      session.context.err() << text_of(Code::InvalidJobId) << " for job " << word << '\n';
      return 1;
    }
    for (const wire::JobSelector& id : *ids) {
      request.jobs.push_back(id);
      names.push_back(ids->size() == 1 ? std::string(without_key(word)) : to_string(id.job));
    }
  }
  const auto outcome = session.context.link().ask<wire::OutcomeList>(wire::RequestKind::ActOnJobs, request);
  if (!outcome) return fail(session, "", outcome.error());
  int result = 0;
  for (std::size_t index = 0; index < outcome->codes.size() && index < names.size(); ++index) {
    const Code code = outcome->codes[index];
    if (code == Code::Success) continue;
    result = 1;
    if (session.options.quiet) continue;
    session.context.err() << text_of(code) << " for job " << names[index] << '\n';
    if (!trailer.empty()) session.context.err() << trailer << text_of(code) << '\n';
  }
  return result;
}

constexpr std::string_view kSuspendError = "slurm_suspend error:";

}  // namespace

int hold(Session& session, const Words& jobs) { return act(session, JobAction::Hold, jobs, kSuspendError); }
int user_hold(Session& session, const Words& jobs) { return act(session, JobAction::UserHold, jobs, kSuspendError); }
int release(Session& session, const Words& jobs) { return act(session, JobAction::Release, jobs, kSuspendError); }
int requeue(Session& session, const Words& jobs) { return act(session, JobAction::Requeue, jobs, ""); }
int requeue_hold(Session& session, const Words& jobs) { return act(session, JobAction::RequeueHold, jobs, ""); }
int suspend(Session& session, const Words& jobs) { return act(session, JobAction::Suspend, jobs, ""); }
int resume(Session& session, const Words& jobs) { return act(session, JobAction::Resume, jobs, ""); }
int top(Session& session, const Words& jobs) { return act(session, JobAction::Top, jobs, "slurm_top_job error: "); }

}  // namespace minislurm::scontrol
