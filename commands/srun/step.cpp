#include "commands/srun/step.h"

#include <algorithm>
#include <utility>

#include "commands/support/allocate/allocate.h"
#include "commands/support/allocate/wait.h"
#include "commands/support/messages.h"
#include "commands/support/submission.h"

namespace minislurm::srun {
namespace {

// There is no such job to run in: said in other words than a step that does not fit into it.
bool concerns_the_job(Code code) {
  constexpr Code kCodes[] = {Code::InvalidJobId, Code::AlreadyDone, Code::JobPending};
  return std::find(std::begin(kCodes), std::end(kCodes), code) != std::end(kCodes);
}

SessionEnd failed(const Context& context) {
  const int code = failure_code(context);
  return {code, ExitCode{static_cast<std::uint32_t>(code), 0}};
}

void report(Context& context, const std::string& job, const Error& failure) {
  if (concerns_the_job(failure.code)) {
    error(context, "Unable to confirm allocation for job " + job + ": " + to_string(failure));
    info(context, "Check SLURM_JOB_ID environment variable. Expired or invalid job " + job);
    return;
  }
  if (failure.code != Code::Generic && !failure.detail.empty()) error_lines(context, failure.detail);
  error(context, "Unable to create step for job " + job + ": " + to_string(failure));
}

}  // namespace

SessionEnd run_step(Context& context, const Options& options, const wire::StepSpec& spec, SignalQueue& signals,
                    Descriptors descriptors) {
  const std::string job =
      spec.array_task ? to_string(spec.job) + "_" + std::to_string(*spec.array_task) : to_string(spec.job);
  Result<std::unique_ptr<PendingCall>> call =
      context.link().start(wire::RequestKind::CreateStep, wire::encode(spec));
  if (!call) {
    report(context, job, call.error());
    return failed(context);
  }
  const Heard heard = wait_for(call->get(), signals);
  if (heard.signal != 0) {
    info(context, "Cancelled pending job step with signal " + std::to_string(heard.signal));
    report(context, job, Error{Code::Generic, std::string(text_of(Code::AlreadyDone))});
    return failed(context);
  }
  const Result<wire::StepReply> reply =
      *heard.answer ? wire::decode<wire::StepReply>(**heard.answer) : Result<wire::StepReply>(heard.answer->error());
  if (!reply) {
    report(context, job, reply.error());
    return failed(context);
  }
  if (reply->waited) info(context, "Step created for StepId=" + to_string(reply->step.id));
  Result<Descriptor> socket = connect_local(reply->socket_path, true);
  if (!socket) {
    error(context, "Unable to reach StepId=" + to_string(reply->step.id) + ": " + socket.error().detail);
    return failed(context);
  }
  context.err().flush();
  return Session(context, options, *reply, std::move(*socket), descriptors).run();
}

}  // namespace minislurm::srun
