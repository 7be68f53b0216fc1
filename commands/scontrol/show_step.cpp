#include "commands/scontrol/record.h"
#include "commands/scontrol/show.h"
#include "commands/support/json/jobs.h"
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

std::string step_record(const Step& step, const Job& job, Instant now, bool one_line) {
  Record record{one_line};
  record.put("StepId", to_string(step.id)).put("UserId", number(job.user));
  record.put("StartTime", text::format_time_point(step.started));
  record.put("TimeLimit", step.time_limit ? text::format_minutes_padded(*step.time_limit) : "UNLIMITED");
  record.next_line().put("State", name_of(step.state)).put("Partition", job.partition);
  record.put("NodeList", text::compress_hostlist(step.allocation.node_names()));
  record.next_line().put("Nodes", step.allocation.nodes.size()).put("CPUs", step.allocation.cpu_count());
  record.put("Tasks", step.num_tasks).put("Name", step.name).put("Network", "(null)");
  record.next_line().put("TRES", or_null(step.tres_allocated));
  record.next_line().put("ResvPorts", "(null)");
  record.next_line().put("CPUFreqReq", "Default").put("Dist", step.distribution.empty() ? "Block" : step.distribution);
  if (step.srun_pid != 0)
    record.next_line().put("SrunHost:Pid", step.srun_host + ":" + std::to_string(step.srun_pid));
  const Seconds ran = step.started == kNever ? Seconds{0} : now - step.started;
  record.next_line().put("RunTime", text::format_duration_padded(ran));
  return std::move(record).finish();
}

int show_steps(Session& session, const std::string& id) {
  wire::QueryJobsRequest query;
  if (!id.empty()) {
    const Result<wire::JobSelector> parsed = parse_job_selector(id);
    if (!parsed) return fail(session, "slurm_get_job_steps error: ", Error{Code::InvalidJobId});
    query.jobs = {*parsed};
  }
  const auto reply = session.context.link().ask<wire::StepsReply>(wire::RequestKind::QuerySteps, query);
  if (!reply) return fail(session, "slurm_get_job_steps error: ", reply.error());
  if (session.prints_document()) {
    session.context.out() << documents::steps_document(*reply, session.document());
    return 0;
  }
  if (reply->steps.empty()) session.context.out() << "No job steps in the system\n";
  for (const Step& step : reply->steps)
    if (const Job* job = find_job(reply->jobs, step.id.job))
      session.context.out() << step_record(step, *job, reply->now, session.options.one_line);
  return 0;
}

}  // namespace minislurm::scontrol
