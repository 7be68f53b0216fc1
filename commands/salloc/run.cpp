#include "commands/salloc/run.h"

#include <algorithm>
#include <csignal>
#include <map>
#include <utility>
#include <vector>

#include "commands/salloc/command_process.h"
#include "commands/salloc/environment.h"
#include "commands/salloc/options.h"
#include "commands/support/allocate/allocate.h"
#include "commands/support/allocate/wait.h"
#include "commands/support/job_command_line.h"
#include "commands/support/messages.h"
#include "commands/support/submission.h"
#include "libcommon/model/job_state.h"
#include "libcommon/text/hostlist.h"

namespace minislurm::salloc {
namespace {

constexpr options::HelpText kHelp = {"salloc", "[OPTION...] [COMMAND [ARGUMENT...]]",
                                     "Gets an allocation and runs a command in it, a shell if none is given."};
constexpr const char* kDefaultShell = "/bin/sh";
constexpr int kRetryMilliseconds = 1000;  // between attempts to reach a controller that went away

JobSpec make_job(const Options& options, const std::vector<std::string>& arguments, const Context& context) {
  JobSpec spec = make_job_spec(context, JobKind::Allocation, options, arguments);
  if (spec.name.empty()) spec.name = options.no_shell ? "no-shell" : "interactive";
  return spec;
}

// The end of the job, whenever it comes. A controller that went away is asked again; it may be back.
class JobEnd {
 public:
  JobEnd(Context& context, JobId job) : context_(context) {
    request_.job = job;
    request_.until = wire::Until::Ended;
    ask();
  }
  PendingCall* call() { return call_.get(); }
  int patience() const { return call_ ? kForever : kRetryMilliseconds; }
  void ask() {
    auto call = context_.link().start(wire::RequestKind::AwaitJob, wire::encode(request_));
    if (call) call_ = std::move(*call);
  }
  // True: the job has ended.
  bool heard(const Heard& heard) {
    if (heard.signal != 0) return false;
    if (heard.nothing()) return ask(), false;
    call_.reset();
    return heard.answer->operator bool() || heard.answer->error().code == Code::InvalidJobId;
  }

 private:
  Context& context_;
  wire::AwaitJobRequest request_;
  std::unique_ptr<PendingCall> call_;
};

struct CommandEnd {
  ExitCode code;
  bool revoked = false;  // the allocation ended first
  bool hung_up = false;  // as salloc's own end
};

CommandEnd wait_for_command(Context& context, const Options& options, JobId job, CommandProcess& process,
                            SignalQueue& signals) {
  JobEnd job_end(context, job);
  CommandEnd end;
  while (true) {
    if (const auto code = process.reap()) {
      end.code = *code;
      return end;
    }
    const Heard heard =
        end.revoked ? wait_for(nullptr, signals) : wait_for(job_end.call(), signals, job_end.patience());
    // Of the signals that salloc gets only this one ends the command; a terminal's reach the command by themselves.
    if (heard.signal == SIGHUP) {
      end.hung_up = true;
      process.signal(SIGHUP);
    }
    if (end.revoked || !job_end.heard(heard)) continue;
    end.revoked = true;
    info(context, "Job allocation " + to_string(job) + " has been revoked.");
    process.hang_up(options.kill_signal);
  }
}

// Signals that users end a shell with are no failure.
int code_of(ExitCode code) {
  constexpr std::uint32_t kUsual[] = {SIGHUP, SIGINT, SIGQUIT, SIGKILL};
  if (code.signal == 0) return static_cast<int>(code.status);
  return std::find(std::begin(kUsual), std::end(kUsual), code.signal) != std::end(kUsual) ? 0 : 1;
}

std::map<std::string, std::string> variables_of(const Context& context, const std::vector<Options>& components,
                                                const AllocationOutcome& outcome) {
  const Origin origin{context.caller().hostname, context.caller().work_dir};
  if (!outcome.components.empty())
    return het_variables(outcome.components, {components.begin(), components.end()}, outcome.cluster_name, origin);
  auto own = allocation_variables(outcome.job, outcome.cluster_name, origin);
  add_option_variables(own, components.front());
  return own;
}

int run_command(Context& context, std::vector<Options>& components, const AllocationOutcome& outcome,
                const SignalQueue& before) {
  Options& options = components.front();
  if (options.command.empty()) options.command = {context.env("SHELL").value_or(kDefaultShell), "-i"};
  const Job& job = outcome.job;
  const auto variables = merged(context.environment(), variables_of(context, components, outcome));
  context.out().flush();
  SignalQueue signals{SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGUSR1, SIGUSR2, SIGCHLD};
  CommandEnd end;
  int code = failure_code(context);
  CommandProcess process;
  const std::string folder = options.chdir.empty() ? std::string() : job.spec.work_dir;
  if (const Status started = process.start(options.command, variables, folder, before.previous()); started) {
    end = wait_for_command(context, options, job.id, process, signals);
    code = end.hung_up ? kExitFailure : code_of(end.code);
  } else {
    error(context, to_string(started.error()));
    end.code.status = static_cast<std::uint32_t>(code);
  }
  if (end.revoked) return code;
  // Its end may have been what ended the command.
  if (const Result<KnownJob> now = query_job(context.link(), job.id); now && is_finished(now->job.state)) {
    info(context, "Job allocation " + to_string(job.id) + " has been revoked.");
    return code;
  }
  info(context, "Relinquishing job allocation " + to_string(job.id));
  complete_job(context.link(), job.id, end.code);
  return code;
}

void ring(Context& context, const Options& options, bool waited) {
  if (options.bell == Bell::Never || (options.bell == Bell::AfterWaiting && !waited)) return;
  if (!context.err_is_terminal()) return;
  context.err() << '\a';
  context.err().flush();
}

int hold_allocation(Context& context, std::vector<Options>& components, const AllocationOutcome& outcome,
                    const SignalQueue& signals) {
  const Options& options = components.front();
  info(context, "Granted job allocation " + to_string(outcome.job.id));
  ring(context, options, outcome.waited);
  std::vector<Job> jobs = outcome.components;
  if (jobs.empty()) jobs.push_back(outcome.job);
  for (const Job& job : jobs)
    info(context, "Nodes " + text::compress_hostlist(job.allocation.node_names()) + " are ready for job");
  return options.no_shell ? kExitSuccess : run_command(context, components, outcome, signals);
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  check_exit_variables(context);
  const options::OptionSet<Options> set = option_set();
  std::vector<Options> components;
  const Status read = read_options(context, set, arguments, components);
  std::vector<JobSpec> specs;
  for (Options& one : components) {
    const Status& of_this = &one == &components.back() ? read : Status{};
    if (const std::optional<int> code = settle_job_options(context, of_this, set, kHelp, one)) return *code;
    specs.push_back(make_job(one, arguments, context));
  }
  const Options& options = components.front();

  SignalQueue signals{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
  const AllocationOutcome outcome = allocate(context, signals, std::move(specs), [&](JobId id) {
    info(context, "Pending job allocation " + to_string(id));
  });
  switch (outcome.end) {
    case AllocationEnd::Granted: return hold_allocation(context, components, outcome, signals);
    case AllocationEnd::Interrupted:
      info(context, "Job allocation " + to_string(outcome.job.id) + " has been revoked.");
      info(context, "Job aborted due to signal");
      break;
    case AllocationEnd::Revoked:
      info(context, "Job allocation " + to_string(outcome.job.id) + " has been revoked.");
      break;
    case AllocationEnd::Refused:
      report_refusal(context, "Job submit/allocate failed", outcome.error);
      return immediate_failure_code(context, outcome.error, options.spec.immediate);
  }
  return failure_code(context);
}

}  // namespace minislurm::salloc
