#include "commands/srun/run.h"

#include <csignal>
#include <tuple>
#include <utility>

#include "commands/srun/request.h"
#include "commands/srun/step.h"
#include "commands/support/allocate/allocate.h"
#include "commands/support/job_command_line.h"
#include "commands/support/messages.h"
#include "commands/support/submission.h"
#include "libcommon/text/time_point.h"

namespace minislurm::srun {
namespace {

constexpr options::HelpText kHelp = {"srun", "[OPTION...] PROGRAM [ARGUMENT...]",
                                     "Runs a program as tasks, in the job it is called in or in a new one."};

// --test-only: when the job would start.
int test_only(Context& context, JobSpec job) {
  wire::SubmitRequest request;
  request.spec = std::move(job);
  request.test_only = true;
  const Result<wire::SubmitReply> reply = context.link().ask<wire::SubmitReply>(wire::RequestKind::Submit, request);
  if (!reply) {
    report_refusal(context, "allocation failure", reply.error());
    return failure_code(context);
  }
  info(context, "Job " + to_string(reply->id) + " to start at " + text::format_time_point(reply->start) + " using " +
                    std::to_string(reply->cpus) + " processors on nodes " + reply->nodes + " in partition " +
                    reply->partition);
  return kExitSuccess;
}

// Outside of a job.
int run_alone(Context& context, const Options& options, const std::vector<std::string>& arguments,
              wire::StepSpec step, SignalQueue& signals, Descriptors descriptors) {
  const AllocationOutcome outcome =
      allocate(context, signals, make_job(options, arguments, context), [](JobId) {});
  const std::string id = to_string(outcome.job.id);
  switch (outcome.end) {
    case AllocationEnd::Refused:
      report_refusal(context, "Unable to allocate resources", outcome.error);
      return immediate_failure_code(context, outcome.error, options.spec.immediate);
    case AllocationEnd::Interrupted:
      info(context, "Job allocation " + id + " has been revoked");
      info(context, "Force Terminated job " + id);
      return failure_code(context);
    case AllocationEnd::Revoked:
      info(context, "Job allocation " + id + " has been revoked");
      info(context, "Job has been cancelled");
      return failure_code(context);
    case AllocationEnd::Granted: break;
  }
  step.job = outcome.job.id;
  const SessionEnd end = run_step(context, options, step, signals, descriptors);
  complete_job(context.link(), outcome.job.id, end.highest);
  return end.exit_code;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context, Descriptors descriptors) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  const Status read = read_options(context, set, arguments, options);
  if (const std::optional<int> code = settle_job_options(context, read, set, kHelp, options)) return *code;
  if (options.command.empty()) {
    fatal(context, "No command given to execute.");
    return failure_code(context);
  }
  Result<wire::StepSpec> step = make_step(options, arguments, context);
  if (!step) {
    error(context, step.error().code == Code::InvalidJobId ? step.error().detail : to_string(step.error()));
    return failure_code(context);
  }
  if (options.pty)
    if (const auto size = window_size(descriptors.in))
      std::tie(step->window_rows, step->window_columns) = std::pair<std::uint32_t, std::uint32_t>(*size);
  SignalQueue signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  if (!options.job.empty()) return run_step(context, options, *step, signals, descriptors).exit_code;
  if (options.test_only) return test_only(context, make_job(options, arguments, context));
  return run_alone(context, options, arguments, std::move(*step), signals, descriptors);
}

}  // namespace minislurm::srun
