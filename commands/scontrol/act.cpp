#include "commands/scontrol/act.h"

#include <optional>
#include <string_view>

#include "commands/support/selectors.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/messages.h"

namespace minislurm::scontrol {
namespace {

using wire::JobAction;

struct Chosen {
  wire::ActOnJobsRequest request;
  std::vector<std::string> names;  // of request.jobs, as written
  bool failed = false;
};

// What Slurm prints once more of the last error behind some of these verbs.
constexpr std::string_view kSuspendError = "slurm_suspend error:";

void complain(Session& session, Code code, const std::string& name, std::string_view trailer) {
  if (session.options.quiet) return;
  session.context.err() << text_of(code) << " for job " << name << '\n';
  if (!trailer.empty()) session.context.err() << trailer << text_of(code) << '\n';
}

// "jobname=x": every job of that name that has not ended. None is no error.
Status choose_by_name(Session& session, std::string_view name, Chosen& chosen) {
  const auto reply =
      session.context.link().ask<wire::JobsReply>(wire::RequestKind::QueryJobs, wire::QueryJobsRequest{});
  if (!reply) return reply.error();
  for (const Job& job : reply->jobs) {
    if (job.spec.name != name || is_finished(job.state)) continue;
    wire::JobSelector selector;
    selector.job = job.id;
    chosen.request.jobs.push_back(selector);
    chosen.names.push_back(to_string(job.id));
  }
  return {};
}

void choose_by_id(Session& session, std::string_view list, Chosen& chosen, std::string_view trailer) {
  const Result<std::vector<wire::JobSelector>> ids = parse_job_selectors(list);
  const bool good = ids && !ids->empty() && number(ids->front().job) != 0 && !ids->front().step;
  if (!good) {
    complain(session, Code::InvalidJobId, std::string(list), trailer);
    chosen.failed = true;
    return;
  }
  for (const wire::JobSelector& id : *ids) {
    chosen.request.jobs.push_back(id);
    chosen.names.push_back(ids->size() == 1 ? std::string(list) : to_string(id.job));
  }
}

std::string_view without_key(std::string_view word) {
  return text::istarts_with(word, "jobid=") ? word.substr(6) : word;
}

std::optional<std::string_view> name_in(std::string_view word) {
  for (const std::string_view key : {"jobname=", "name="})
    if (text::istarts_with(word, key)) return word.substr(key.size());
  return std::nullopt;
}

int act(Session& session, JobAction action, const Words& words, std::string_view trailer) {
  Chosen chosen;
  chosen.request.action = action;
  const bool requeues = action == JobAction::Requeue || action == JobAction::RequeueHold;
  for (const std::string& word : words) {
    if (requeues && text::iequals(word, "incomplete")) {
      chosen.request.incomplete = true;
    } else if (action == JobAction::RequeueHold && text::iequals(word, "State=SpecialExit")) {
      chosen.request.special_exit = true;
    } else if (const auto name = name_in(word); name && !trailer.empty()) {
      if (const Status found = choose_by_name(session, *name, chosen); !found) return fail(session, "", found.error());
    } else {
      choose_by_id(session, without_key(word), chosen, trailer);
    }
  }
  if (chosen.request.jobs.empty()) return chosen.failed ? 1 : 0;
  const auto outcome = session.context.link().ask<wire::OutcomeList>(wire::RequestKind::ActOnJobs, chosen.request);
  if (!outcome) return fail(session, "", outcome.error());
  for (std::size_t index = 0; index < outcome->codes.size() && index < chosen.names.size(); ++index) {
    if (outcome->codes[index] == Code::Success) continue;
    chosen.failed = true;
    const bool stops = action == JobAction::Suspend || action == JobAction::Resume;
    if (stops && outcome->codes[index] == Code::InvalidJobId && !session.options.quiet)  // Slurm's words for it
      session.context.err() << "Unexpected message received for job " << chosen.names[index] << '\n';
    else complain(session, outcome->codes[index], chosen.names[index], trailer);
  }
  for (const wire::NamedCode& part : outcome->refused) {
    chosen.failed = true;
    if (!session.options.quiet)
      session.context.err() << part.name << ": " << (part.code == Code::Success ? "No error" : text_of(part.code))
                            << '\n';
  }
  return chosen.failed ? 1 : 0;
}

}  // namespace

int hold(Session& session, const Words& jobs) { return act(session, JobAction::Hold, jobs, kSuspendError); }
int user_hold(Session& session, const Words& jobs) { return act(session, JobAction::UserHold, jobs, kSuspendError); }
int release(Session& session, const Words& jobs) { return act(session, JobAction::Release, jobs, kSuspendError); }
int requeue(Session& session, const Words& jobs) { return act(session, JobAction::Requeue, jobs, ""); }
int requeue_hold(Session& session, const Words& jobs) { return act(session, JobAction::RequeueHold, jobs, ""); }
int suspend(Session& session, const Words& jobs) { return act(session, JobAction::Suspend, jobs, ""); }
int resume(Session& session, const Words& jobs) { return act(session, JobAction::Resume, jobs, ""); }
int top(Session& session, const Words& jobs) { return act(session, JobAction::Top, jobs, ""); }

}  // namespace minislurm::scontrol
