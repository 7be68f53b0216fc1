#include "commands/scontrol/record.h"
#include "commands/scontrol/show.h"
#include "commands/support/json/jobs.h"
#include "commands/support/messages.h"
#include "commands/support/selectors.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"

namespace minislurm::scontrol {
namespace {

const Job* find_job(const std::vector<Job>& jobs, JobId id) {
  for (const Job& job : jobs)
    if (job.id == id) return &job;
  return nullptr;
}

}  // namespace

std::string step_record(const Step& step, const Job& job, bool one_line) {
  Record record{one_line};
  record.put("StepId", to_string(step.id)).put("UserId", number(job.user));
  record.put("StartTime", text::format_time_point(step.started));
  record.put("TimeLimit", step.time_limit ? text::format_minutes_padded(*step.time_limit) : "UNLIMITED");
  record.next_line().put("State", name_of(step.state)).put("Partition", job.partition);
  record.put("NodeList", text::compress_hostlist(step.allocation.node_names()));
  // What runs the script has the job's resources and none of its own.
  const bool script = step.id.step == StepNumber::Batch || step.id.step == StepNumber::Extern;
  record.next_line().put("Nodes", step.allocation.nodes.size()).put("CPUs", script ? 0 : step.allocation.cpu_count());
  record.put("Tasks", step.num_tasks).put("Name", step.name).put("Network", "(null)");
  record.next_line().put("TRES", or_null(script ? "" : step.tres_allocated));
  record.next_line().put("ResvPorts", "(null)");
  record.next_line().put("CPUFreqReq", "Default");
  if (!script) record.put("Dist", step.distribution.empty() ? "Block" : step.distribution);
  const std::string pid = std::to_string(step.srun_pid);
  record.next_line().put("SrunHost:Pid", or_null(step.srun_host) + ":" + pid);
  return std::move(record).finish();
}

int bad_step(Session& session, const std::string& id, const std::string& why) {
  if (!session.options.quiet)
    error(session.context, "scontrol_print_step: slurm_get_job_steps(" + id + ") failed: " + why);
  return 1;
}

int show_steps(Session& session, const std::string& id) {
  wire::QueryJobsRequest query;
  if (!id.empty()) {
    const Result<wire::JobSelector> parsed = parse_job_selector(id);
    if (!parsed || number(parsed->job) == 0) return bad_step(session, id, "JobID can not be zero");
    query.jobs = {*parsed};
  } else if (session.names_id) {
    return bad_step(session, id, "JobID must not be an empty string");
  }
  const auto reply = session.context.link().ask<wire::StepsReply>(wire::RequestKind::QuerySteps, query);
  if (!reply) return bad_step(session, id, to_string(reply.error()));
  if (session.prints_document()) {
    session.context.out() << documents::steps_document(*reply, session.document());
    return 0;
  }
  if (reply->steps.empty() && !id.empty()) {
    if (!session.options.quiet)
      session.context.out() << "Job step " << id << (id.find('.') == std::string::npos ? "." : "") << " not found\n";
    return 1;
  }
  if (reply->steps.empty()) session.context.out() << "No job steps in the system\n";
  for (const Step& step : reply->steps)
    if (const Job* job = find_job(reply->jobs, step.id.job))
      session.context.out() << step_record(step, *job, session.options.one_line);
  return 0;
}

}  // namespace minislurm::scontrol
