#include "commands/seff/run.h"

#include "commands/seff/options.h"
#include "commands/seff/summary.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "commands/support/selectors.h"
#include "libcommon/wire/messages.h"

namespace minislurm::seff {
namespace {

constexpr options::HelpText kHelp{"seff", "[OPTION...] JOB", "Shows how well a job used its CPUs and its memory."};
constexpr int kNoSuchJob = 2;

void print_data(Context& context, const Job& job, const Figures& figures) {
  context.out() << "Slurm data: JobID User State CPUs Nodes Wall(s) CPU(s) MemUsed(KiB) MemHeld(KiB)\nSlurm data: "
                << to_string(job.id) << ' ' << job.user_name << ' ' << name_of(job.state) << ' ' << figures.cpus << ' '
                << figures.nodes << ' ' << figures.wall_seconds << ' ' << figures.cpu_seconds << ' '
                << figures.memory_kib << ' ' << figures.asked_kib << "\n\n";
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Options options;
  const CommandLine line = read_command_line(context, set, {}, arguments, kHelp, options);
  if (line.exit_code) return *line.exit_code;
  if (line.operands.size() != 1) {
    context.err() << options::usage(kHelp, set.rows());
    return kExitFailure;
  }
  const Result<wire::JobSelector> selector = parse_job_selector(line.operands[0]);
  wire::QueryHistoryRequest request;
  if (selector) request.jobs.push_back(*selector);
  const Result<wire::HistoryReply> reply =
      selector ? context.link().ask<wire::HistoryReply>(wire::RequestKind::QueryHistory, request)
               : Result<wire::HistoryReply>{selector.error()};
  if (!reply && reply.error().code != Code::InvalidJobId) {
    error(context, to_string(reply.error()));
    return kExitFailure;
  }
  if (!reply || reply->jobs.empty()) {
    context.err() << "Job not found.\n";
    return kNoSuchJob;
  }
  // An array's number stands for the task that has it as its own job id, where there is one.
  const Job* job = &reply->jobs.front();
  for (const Job& one : reply->jobs)
    if (one.id == selector->job && selector->tasks.empty()) job = &one;
  const Figures figures = figures_of(*job, *reply);
  if (options.data) print_data(context, *job, figures);
  context.out() << summary(*job, figures, reply->cluster_name);
  return kExitSuccess;
}

}  // namespace minislurm::seff
