#include "commands/srun/run.h"

#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <tuple>
#include <utility>

#include "commands/srun/hostfile.h"
#include "commands/srun/mpi.h"
#include "commands/srun/request.h"
#include "commands/srun/step.h"
#include "commands/srun/stream_choice.h"
#include "commands/support/allocate/allocate.h"
#include "commands/support/job_command_line.h"
#include "commands/support/messages.h"
#include "commands/support/submission.h"
#include "libcommon/text/count.h"
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

// What needs no controller to be answered or refused.
std::optional<int> check_first(Context& context, const Options& options) {
  std::vector<std::string> lines = options.mpi ? mpi_objections(*options.mpi) : std::vector<std::string>{};
  if (options.het_group) lines.push_back("--het-group expected to be used within an HetJob allocation");
  if (options.no_allocate && options.spec.required_nodes.empty())
    lines.push_back("must specify a node list with -Z, --no-allocate.");
  for (const std::string& line : lines) error(context, line);
  if (!lines.empty()) return failure_code(context);
  if (options.no_allocate) info(context, "do not allocate resources");
  return std::nullopt;
}

// Why a file that all tasks share cannot be had; empty: it can, or the step is to see.
std::string file_problem(const StreamChoice& choice, const std::string& folder, bool input) {
  const std::string& name = choice.value;
  const bool is_file = choice.kind != StreamChoice::Kind::Srun && name != "none" && !text::parse_u32(name);
  if (!is_file || name.find('%') != std::string::npos) return {};
  const std::string path = name.front() == '/' ? name : folder + "/" + name;
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return input ? std::strerror(errno) : std::string();
  return !input && S_ISDIR(about.st_mode) ? std::strerror(EISDIR) : std::string();
}

bool files_are_good(Context& context, const Options& options) {
  const StepStreams streams = choose_streams(options);
  const std::string folder = work_dir(context, options);
  const std::pair<const char*, std::string> problems[] = {{"stdin", file_problem(streams.input, folder, true)},
                                                          {"stdout", file_problem(streams.output, folder, false)},
                                                          {"stderr", file_problem(streams.error, folder, false)}};
  for (const auto& [name, problem] : problems) {
    if (problem.empty()) continue;
    error(context, std::string("Could not open ") + name + " file: " + problem);
    return false;
  }
  return true;
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
      info(context, "Force Terminated JobId=" + id);
      info(context, "Job allocation " + id + " has been revoked");
      return failure_code(context);
    case AllocationEnd::Revoked:
      info(context, "Job allocation " + id + " has been revoked");
      info(context, "Job has been cancelled");
      return failure_code(context);
    case AllocationEnd::Granted: break;
  }
  step.job = outcome.job.id;
  const SessionEnd end = run_step(context, options, step, outcome.job, signals, descriptors);
  complete_job(context.link(), outcome.job.id, end.highest);
  return end.exit_code;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context, Descriptors descriptors) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  const Status read = read_options(context, set, arguments, options);
  if (const std::optional<int> code = settle_job_options(context, read, set, kHelp, options)) return *code;
  if (options.mpi && *options.mpi == "list") {
    context.out() << mpi_list();
    return kExitSuccess;
  }
  if (options.command.empty()) {
    fatal(context, "No command given to execute.");
    return failure_code(context);
  }
  if (const std::optional<int> code = check_first(context, options)) return *code;
  if (options.pty && !steps::window_size(descriptors.in)) {
    error(context, "ioctl(TIOCGWINSZ): Inappropriate ioctl for device");
    error(context, "Not using a pseudo-terminal, disregarding --pty option");
    options.pty = false;
  }
  if (!files_are_good(context, options)) return failure_code(context);
  if (const Status named = apply_hostfile(context, options); !named) {
    error_lines(context, named.error().detail);
    return failure_code(context);
  }
  Result<wire::StepSpec> step = make_step(options, arguments, context);
  if (!step) {
    if (step.error().code == options::kFatalMix) fatal(context, step.error().detail);
    else error_lines(context, to_string(step.error()));
    return failure_code(context);
  }
  if (const auto size = options.pty ? steps::window_size(descriptors.in) : std::nullopt)
    std::tie(step->window_rows, step->window_columns) = std::pair<std::uint32_t, std::uint32_t>(*size);
  SignalQueue signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  if (!options.job.empty()) return run_within(context, options, *step, signals, descriptors).exit_code;
  if (options.test_only) return test_only(context, make_job(options, arguments, context));
  return run_alone(context, options, arguments, std::move(*step), signals, descriptors);
}

}  // namespace minislurm::srun
