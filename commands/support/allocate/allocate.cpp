#include "commands/support/allocate/allocate.h"

#include <iterator>
#include <utility>

#include "commands/support/allocate/wait.h"
#include "commands/support/messages.h"
#include "libcommon/model/job_state.h"

namespace minislurm {
namespace {

// A request that can start at once has started by then; one that has not is told to the user.
constexpr int kQuietMilliseconds = 300;
// Between attempts to reach a controller that went away.
constexpr int kRetryMilliseconds = 1000;

bool connection_lost(const Error& error) {
  return error.code == Code::CommunicationsReceive || error.code == Code::CommunicationsConnection ||
         error.code == Code::ControllerConnect;
}

class Waiter {
 public:
  Waiter(Context& context, SignalQueue& signals, JobId id, const std::function<void(JobId)>& on_pending)
      : context_(context), signals_(signals), id_(id), on_pending_(on_pending) {}

  // `explained`: the controller has said why the job cannot start at once. `is_het`: it never does, as in Slurm, where
  // such jobs are left to the backfill pass.
  AllocationOutcome wait(bool explained, bool is_het) {
    if (is_het) tell();
    Result<KnownJob> known = query_job(context_.link(), id_);
    if (!known) return refused(known.error());
    if (known->job.state != JobState::Pending) return arrived(std::move(*known));
    if (explained) tell();
    wire::AwaitJobRequest request;
    request.job = id_;
    while (true) {
      Result<std::unique_ptr<PendingCall>> call =
          context_.link().start(wire::RequestKind::AwaitJob, wire::encode(request));
      if (!call && !connection_lost(call.error())) return refused(call.error());
      const Heard heard = listen(call ? call->get() : nullptr);
      if (heard.signal != 0) return interrupted();
      if (heard.nothing() || (!*heard.answer && connection_lost(heard.answer->error()))) {
        if (pause()) return interrupted();
        continue;
      }
      if (!*heard.answer) return refused(heard.answer->error());
      known = query_job(context_.link(), id_);
      if (!known) return refused(known.error());
      return arrived(std::move(*known));
    }
  }

 private:
  Heard listen(PendingCall* call) {
    Heard heard;
    if (call == nullptr) return heard;
    if (!told_) heard = wait_for(call, signals_, kQuietMilliseconds);
    if (!heard.nothing()) return heard;
    tell();
    return wait_for(call, signals_);
  }

  // True: a signal came meanwhile.
  bool pause() { return wait_for(nullptr, signals_, kRetryMilliseconds).signal != 0; }

  void tell() {
    if (std::exchange(told_, true)) return;
    on_pending_(id_);
    info(context_, "job " + to_string(id_) + " queued and waiting for resources");
  }

  AllocationOutcome refused(const Error& error) { return {AllocationEnd::Refused, error, {}, {}, told_, {}}; }

  AllocationOutcome interrupted() {
    cancel_job(context_.link(), id_);
    AllocationOutcome outcome{AllocationEnd::Interrupted, {}, {}, {}, told_, {}};
    outcome.job.id = id_;
    return outcome;
  }

  AllocationOutcome arrived(KnownJob known) {
    const JobState state = known.job.state;
    const bool holds = state == JobState::Running || state == JobState::Suspended;
    AllocationOutcome outcome{holds ? AllocationEnd::Granted : AllocationEnd::Revoked, {}, std::move(known.job),
                              std::move(known.cluster_name), told_, std::move(known.components)};
    if (!holds) return outcome;
    if (told_) info(context_, "job " + to_string(id_) + " has been allocated resources");
    return outcome;
  }

  Context& context_;
  SignalQueue& signals_;
  JobId id_;
  const std::function<void(JobId)>& on_pending_;
  bool told_ = false;
};

}  // namespace

AllocationOutcome allocate(Context& context, SignalQueue& signals, std::vector<JobSpec> specs,
                           const std::function<void(JobId)>& on_pending) {
  wire::SubmitRequest request;
  request.spec = std::move(specs.front());
  request.components.assign(std::make_move_iterator(specs.begin() + 1), std::make_move_iterator(specs.end()));
  Result<wire::SubmitReply> reply = context.link().ask<wire::SubmitReply>(wire::RequestKind::Submit, request);
  if (!reply) return {AllocationEnd::Refused, reply.error(), {}, {}, false, {}};
  for (const std::string& line : reply->messages) info(context, line);
  return Waiter(context, signals, reply->id, on_pending).wait(!reply->messages.empty(), !request.components.empty());
}

Result<KnownJob> query_job(ControllerLink& link, JobId job) {
  wire::QueryJobsRequest request;
  request.jobs.push_back({job, {}, std::nullopt});
  Result<wire::JobsReply> reply = link.ask<wire::JobsReply>(wire::RequestKind::QueryJobs, request);
  if (!reply) return reply.error();
  KnownJob known;
  known.cluster_name = std::move(reply->cluster_name);
  for (const Job& found : reply->jobs)
    if (number(found.het_job) != 0 && found.het_job == job) known.components.push_back(found);
  for (Job& found : reply->jobs) {
    if (found.id != job) continue;
    known.job = std::move(found);
    return known;
  }
  return Error{Code::InvalidJobId};
}

void cancel_job(ControllerLink& link, JobId job) {
  wire::CancelRequest request;
  request.jobs.push_back({job, {}, std::nullopt});
  static_cast<void>(link.call(wire::RequestKind::Cancel, wire::encode(request)));
}

void complete_job(ControllerLink& link, JobId job, ExitCode exit_code) {
  wire::CompleteJobRequest request;
  request.job = job;
  request.exit_code = exit_code;
  static_cast<void>(link.call(wire::RequestKind::CompleteJob, wire::encode(request)));
}

}  // namespace minislurm
