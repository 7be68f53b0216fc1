#include "commands/srun/step.h"

#include <algorithm>
#include <utility>

#include "commands/srun/allocation_check.h"
#include "commands/srun/local_program.h"
#include "commands/srun/local_variables.h"
#include "commands/srun/own_programs.h"
#include "commands/support/allocate/allocate.h"
#include "commands/support/allocate/wait.h"
#include "commands/support/messages.h"
#include "commands/support/submission.h"
#include "libcommon/model/job_state.h"

namespace minislurm::srun {
namespace {

// Between attempts to reach a controller that went away while the step waited.
constexpr int kRetryMilliseconds = 1000;

// There is no such job to run in: said in other words than a step that does not fit into it.
bool concerns_the_job(Code code) {
  constexpr Code kCodes[] = {Code::InvalidJobId, Code::JobPending};
  return std::find(std::begin(kCodes), std::end(kCodes), code) != std::end(kCodes);
}

bool connection_lost(const Error& error) {
  return error.code == Code::CommunicationsReceive || error.code == Code::CommunicationsConnection ||
         error.code == Code::ControllerConnect;
}

std::string job_text(const wire::StepSpec& spec) {
  return spec.array_task ? to_string(spec.job) + "_" + std::to_string(*spec.array_task) : to_string(spec.job);
}

SessionEnd failed(const Context& context) {
  const int code = failure_code(context);
  return {code, ExitCode{static_cast<std::uint32_t>(code), 0}};
}

void point_to_the_variable(Context& context, const std::string& job) {
  info(context, "Check SLURM_JOB_ID environment variable. Expired or invalid job " + job);
}

void report(Context& context, const std::string& job, const Error& failure) {
  if (concerns_the_job(failure.code)) {
    error(context, "Unable to confirm allocation for job " + job + ": " + to_string(failure));
    return point_to_the_variable(context, job);
  }
  if (failure.code != Code::Generic && !failure.detail.empty()) error_lines(context, failure.detail);
  error(context, "Unable to create step for job " + job + ": " + to_string(failure));
}

// The step, however long it has to wait; a controller that is restarted meanwhile is asked again. None: a signal came,
// which has been told.
std::optional<Result<std::string>> create(Context& context, wire::RequestKind kind, const std::string& payload,
                                          const std::string& job, SignalQueue& signals) {
  bool has_waited = false;
  while (true) {
    Result<std::unique_ptr<PendingCall>> call = context.link().start(kind, payload);
    if (!call && !(has_waited && connection_lost(call.error()))) return Result<std::string>(call.error());
    const Heard heard = call ? wait_for(call->get(), signals) : wait_for(nullptr, signals, kRetryMilliseconds);
    if (heard.signal != 0) {
      info(context, "Cancelled pending job step with signal " + std::to_string(heard.signal));
      report(context, job, Error{Code::Generic, std::string(text_of(Code::AlreadyDone))});
      return std::nullopt;
    }
    if (heard.nothing()) continue;
    if (*heard.answer) return Result<std::string>(**heard.answer);
    if (!connection_lost(heard.answer->error())) return Result<std::string>(heard.answer->error());
    has_waited = true;
    if (wait_for(nullptr, signals, kRetryMilliseconds).signal != 0) return std::nullopt;
  }
}

// False: the step is not to run.
bool prolog_allows(Context& context, const std::string& program, const wire::StepReply& reply,
                   const std::string& variables) {
  if (program.empty()) return true;
  const LocalRun ran = run_local(program, variables);
  if (ran.status == 0) return true;
  if (!ran.exited) error(context, "script did not exit normally");
  error(context, "srun prolog failed rc = " + std::to_string(ran.status) + ". Aborting step.");
  info(context, "StepId=" + to_string(reply.step.id) + " aborted before step completely launched.");
  wire::CancelRequest cancel;
  cancel.jobs.push_back({reply.step.id.job, {}, reply.step.id.step});
  static_cast<void>(context.link().call(wire::RequestKind::Cancel, wire::encode(cancel)));
  return false;
}

void run_epilog(Context& context, const std::string& program, const std::string& variables) {
  if (program.empty()) return;
  const LocalRun ran = run_local(program, variables);
  if (!ran.exited) error(context, "script did not exit normally");
  if (ran.status != 0) error(context, "srun epilog failed status=" + std::to_string(ran.status));
}

// Carries the streams of what was made, which is a step or the parts of one.
SessionEnd attend(Context& context, const Options& options, const std::vector<wire::StepReply>& made,
                  const wire::StepSpec& spec, const Job& job, Descriptors descriptors) {
  const wire::StepReply& first = made.front();
  if (first.waited) info(context, "Step created for StepId=" + to_string(first.step.id));
  const OwnPrograms programs = own_programs(context, options);
  if (!prolog_allows(context, programs.prolog, first, local_variables(spec, job, first, "prolog_srun"))) {
    run_epilog(context, programs.epilog, local_variables(spec, job, first, "epilog_srun"));
    return failed(context);
  }
  std::vector<StepPart> parts;
  for (const wire::StepReply& part : made) {
    Result<Descriptor> socket = connect_local(part.socket_path, true);
    if (!socket) {
      error(context, "Unable to reach StepId=" + to_string(part.step.id) + ": " + socket.error().detail);
      return failed(context);
    }
    parts.push_back(StepPart{part, std::move(*socket)});
  }
  context.err().flush();
  const SessionEnd end = Session(context, options, std::move(parts), descriptors).run();
  run_epilog(context, programs.epilog, local_variables(spec, job, first, "epilog_srun"));
  return end;
}

}  // namespace

SessionEnd run_step(Context& context, const Options& options, const wire::StepSpec& spec, const Job& job,
                    SignalQueue& signals, Descriptors descriptors) {
  const auto answer =
      create(context, wire::RequestKind::CreateStep, wire::encode(spec), job_text(spec), signals);
  if (!answer) return failed(context);
  const auto made = *answer ? wire::decode<wire::StepReply>(**answer) : Result<wire::StepReply>(answer->error());
  if (!made) {
    report(context, job_text(spec), made.error());
    return failed(context);
  }
  return attend(context, options, {*made}, spec, job, descriptors);
}

SessionEnd run_het_step(Context& context, const Options& options, const wire::HetStepSpec& spec, const Job& job,
                        SignalQueue& signals, Descriptors descriptors) {
  const std::string name = to_string(job.id);
  const auto answer = create(context, wire::RequestKind::CreateHetStep, wire::encode(spec), name, signals);
  if (!answer) return failed(context);
  const auto made = *answer ? wire::decode<wire::HetStepReply>(**answer) : Result<wire::HetStepReply>(answer->error());
  if (!made || made->parts.empty()) {
    report(context, name, made ? Error{Code::CommunicationsReceive} : made.error());
    return failed(context);
  }
  return attend(context, options, made->parts, spec.parts.front(), job, descriptors);
}

SessionEnd run_within(Context& context, const Options& options, const wire::StepSpec& spec, SignalQueue& signals,
                      Descriptors descriptors) {
  Job job;
  if (!spec.array_task) {
    Result<KnownJob> known = query_job(context.link(), spec.job);
    if (known) job = std::move(known->job);
    else if (concerns_the_job(known.error().code)) return report(context, job_text(spec), known.error()), failed(context);
    if (known && is_finished(job.state)) {
      error(context, "Slurm job " + job_text(spec) + " has expired");
      point_to_the_variable(context, job_text(spec));
      return failed(context);
    }
  }
  const std::vector<std::string> lines = objections(job, spec);
  for (const std::string& line : lines) error(context, line);
  return lines.empty() ? run_step(context, options, spec, job, signals, descriptors) : failed(context);
}

}  // namespace minislurm::srun
