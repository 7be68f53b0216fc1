#include "commands/srun/run.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <tuple>
#include <utility>

#include "commands/srun/hostfile.h"
#include "commands/srun/mpi.h"
#include "commands/srun/parts.h"
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

// Each step in its component.
SessionEnd run_parts(Context& context, const std::vector<Part>& parts, std::vector<wire::StepSpec> steps, const Job& job,
                     const std::vector<Job>& components, SignalQueue& signals, Descriptors descriptors) {
  for (std::size_t at = 0; at < steps.size(); ++at) {
    const auto own = std::find_if(components.begin(), components.end(),
                                  [&](const Job& one) { return one.het_offset == parts[at].component; });
    steps[at].job = own == components.end() ? job.id : own->id;
  }
  const Options& options = parts.front().options;
  if (steps.size() == 1) return run_step(context, options, steps.front(), job, signals, descriptors);
  return run_het_step(context, options, wire::HetStepSpec{std::move(steps)}, job, signals, descriptors);
}

// In a heterogeneous job that srun runs in. Its components are asked for first.
int run_in_components(Context& context, const std::vector<Part>& parts, std::vector<wire::StepSpec> steps,
                      SignalQueue& signals, Descriptors descriptors) {
  const Result<KnownJob> known = query_job(context.link(), steps.front().job);
  if (!known || is_finished(known->job.state) || known->components.empty())  // said in the words of a single step
    return run_within(context, parts.front().options, steps.front(), signals, descriptors).exit_code;
  if (steps.size() > 1)
    return run_parts(context, parts, std::move(steps), known->job, known->components, signals, descriptors).exit_code;
  for (const Job& one : known->components)
    if (one.het_offset == parts.front().component) steps.front().job = one.id;
  return run_within(context, parts.front().options, steps.front(), signals, descriptors).exit_code;
}

// Outside of a job.
int run_alone(Context& context, const std::vector<Part>& parts, const std::vector<std::string>& arguments,
              std::vector<wire::StepSpec> steps, SignalQueue& signals, Descriptors descriptors) {
  const Options& options = parts.front().options;
  std::vector<JobSpec> jobs;
  for (const Part& part : parts) jobs.push_back(make_job(part.options, arguments, context));
  const AllocationOutcome outcome = allocate(context, signals, std::move(jobs), [](JobId) {});
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
  const SessionEnd end = run_parts(context, parts, std::move(steps), outcome.job, outcome.components, signals, descriptors);
  complete_job(context.link(), outcome.job.id, end.highest);
  return end.exit_code;
}

}  // namespace

namespace {

// The step that one part of the line asks for, checked as far as it can be here. None: it has been told why not.
std::optional<wire::StepSpec> step_of(Context& context, Options& options, const std::vector<std::string>& arguments,
                                      Descriptors descriptors) {
  if (options.pty && !steps::window_size(descriptors.in)) {
    error(context, "ioctl(TIOCGWINSZ): Inappropriate ioctl for device");
    error(context, "Not using a pseudo-terminal, disregarding --pty option");
    options.pty = false;
  }
  if (!files_are_good(context, options)) return std::nullopt;
  if (const Status named = apply_hostfile(context, options); !named) {
    error_lines(context, named.error().detail);
    return std::nullopt;
  }
  Result<wire::StepSpec> step = make_step(options, arguments, context);
  if (!step) {
    if (step.error().code == options::kFatalMix) fatal(context, step.error().detail);
    else error_lines(context, to_string(step.error()));
    return std::nullopt;
  }
  if (const auto size = options.pty ? steps::window_size(descriptors.in) : std::nullopt)
    std::tie(step->window_rows, step->window_columns) = std::pair<std::uint32_t, std::uint32_t>(*size);
  return std::move(*step);
}

// What is to be said of the options before anything is asked of the controller; the exit code, when that was all.
std::optional<int> settle_parts(Context& context, const options::OptionSet<Options>& set, const Status& read,
                                std::vector<Part>& parts) {
  if (!read && read.error().code == kRefusedGroup) {
    error_lines(context, read.error().detail);
    return failure_code(context);
  }
  for (Part& part : parts) {
    const Status of_this = &part == &parts.back() ? read : Status{};
    if (const std::optional<int> code = settle_job_options(context, of_this, set, kHelp, part.options)) return code;
  }
  const Options& options = parts.front().options;
  if (options.mpi && *options.mpi == "list") {
    context.out() << mpi_list();
    return kExitSuccess;
  }
  if (options.command.empty()) {
    fatal(context, "No command given to execute.");
    return failure_code(context);
  }
  return check_first(context, options);
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context, Descriptors descriptors) {
  const options::OptionSet<Options> set = option_set();
  std::vector<Part> parts;
  const Status read = read_parts(context, set, arguments, parts);
  if (const std::optional<int> code = settle_parts(context, set, read, parts)) return *code;
  std::vector<wire::StepSpec> steps;
  for (Part& part : parts) {
    std::optional<wire::StepSpec> step = step_of(context, part.options, arguments, descriptors);
    if (!step) return failure_code(context);
    steps.push_back(std::move(*step));
  }
  const Options& options = parts.front().options;
  SignalQueue signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  if (!options.job.empty()) {
    if (het_size(context) && options.job == context.env("SLURM_JOB_ID"))
      return run_in_components(context, parts, std::move(steps), signals, descriptors);
    if (parts.size() == 1) return run_within(context, options, steps.front(), signals, descriptors).exit_code;
    error(context, "Several components can only be run in a heterogeneous job.");
    return failure_code(context);
  }
  if (options.test_only) {
    int code = kExitSuccess;
    for (const Part& part : parts) code = std::max(code, test_only(context, make_job(part.options, arguments, context)));
    return code;
  }
  return run_alone(context, parts, arguments, std::move(steps), signals, descriptors);
}

}  // namespace minislurm::srun
