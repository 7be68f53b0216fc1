// What the end of a step means for it and for its job.
#include <algorithm>
#include <csignal>

#include "libcommon/model/step_flag.h"
#include "slurmctld/core/elastic.h"
#include "slurmctld/core/het.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/steps.h"

namespace minislurm::core {
namespace {

constexpr std::uint32_t kOutOfMemorySignal = 125;

LiveStep* find_live(ClusterState::Inside& state, StepId id, std::uint32_t launch) {
  const auto found = state.steps.find(id);
  return found == state.steps.end() || found->second.launch != launch ? nullptr : &found->second;
}

// The state of a numbered step, or of a batch script that was told to end.
JobState step_state(const wire::StepResult& result, const std::optional<wire::EndCause>& ending) {
  if (result.out_of_memory) return JobState::OutOfMemory;
  if (ending == wire::EndCause::NodeFailure) return JobState::NodeFail;
  if (ending && ending != wire::EndCause::JobEnded) return JobState::Cancelled;
  if (result.exit_code.signal != 0) return JobState::Cancelled;
  return result.exit_code.status == 0 ? JobState::Completed : JobState::Failed;
}

Ending ending_of(const wire::StepResult& result) {
  Ending ending = ending_of_exit(result.exit_code);
  if (result.out_of_memory) {
    ending.event = JobEvent::MemoryExceeded;
    ending.reason = Reason::OutOfMemory;
    ending.detail.clear();
    ending.exit_code = ExitCode{0, kOutOfMemorySignal};
  } else if (!result.launch_failure.empty() && result.exit_code.success()) {
    ending.event = JobEvent::LaunchFailed;
    ending.reason = Reason::JobLaunchFailure;
    ending.detail = ": " + result.launch_failure;
    ending.exit_code = ExitCode{1, 0};
  }
  return ending;
}

// Why the steps of an ending job are ended.
wire::EndCause cause_of(const Job& job) {
  switch (job.state) {
    case JobState::Pending: return wire::EndCause::Requeued;
    case JobState::Cancelled: return wire::EndCause::Cancelled;
    case JobState::Timeout: return wire::EndCause::TimeLimit;
    case JobState::Preempted: return wire::EndCause::Preempted;
    case JobState::NodeFail: return wire::EndCause::NodeFailure;
    default: return wire::EndCause::JobEnded;
  }
}

// The row of the step, its folder, and its place among the living. Returns the step as it ended.
Step close_step(Turn& turn, LiveStep& live, JobState state, const wire::StepResult& result) {
  Step step = live.step;
  step.state = state;
  step.ended = result.ended == kNever ? turn.now : result.ended;
  step.exit_code = result.exit_code;
  step.usage = result.usage;
  if (result.killed_by_client) {  // none but the job's user and root are let in to its steps
    const Job* job = turn.state.jobs.find(step.id.job);
    step.flags |= kStepKilledOnRequest;
    if (job != nullptr) step.cancelled_by = job->user;
  }
  turn.state.steps.erase(step.id);
  turn.emit(SaveStep{step});
  turn.emit(ForgetStep{step.id});
  return step;
}

// The batch script, or the one step of an srun without a job, has ended: so has the job.
void job_follows(Turn& turn, Job& job, const wire::StepResult& result) {
  if (has(job.flags, JobFlag::Completing)) {
    // It was told to end: the script's own end is the job's exit code.
    if (is_finished(job.state) && job.state != JobState::Completed) job.exit_code = result.exit_code;
    return;
  }
  end_job(turn, job, ending_of(result));
}

bool carries_the_job(const Turn& turn, const Job& job, StepId id) {
  if (id.step == StepNumber::Batch) return true;
  if (job.spec.kind != JobKind::Srun || id.step != StepNumber{0}) return false;
  // Of a heterogeneous job the last part of the step.
  const std::vector<Job> all = components(turn.state, job);
  return std::none_of(all.begin(), all.end(), [&](const Job& one) { return turn.state.has_steps(one.id); });
}

// Who ends with that step, and how: of a heterogeneous srun its leader, with the highest code of all parts.
Job& carried_by(Turn& turn, Job& job, wire::StepResult& result) {
  if (!is_het(job) || job.spec.kind != JobKind::Srun) return job;
  for (const Job& one : components(turn.state, job)) result.exit_code = std::max(result.exit_code, one.derived_exit_code);
  Job* leader = turn.state.jobs.find(job.het_job);
  return leader ? *leader : job;
}

}  // namespace

void on_step_started(Turn& turn, StepId id, std::uint32_t launch) {
  LiveStep* live = find_live(turn.state, id, launch);
  const Job* job = turn.state.jobs.find(id.job);
  if (!live || !job) return;
  const bool known = live->process_seen;
  live->process_seen = true;
  // Found alive after a restart, in the middle of its job's end: tell it again.
  if (has(job->flags, JobFlag::Completing)) end_step(turn, *live, cause_of(*job));
  // Nor does it have to know yet that its job stands still.
  else if (job->state == JobState::Suspended) signal_step(turn, id, SIGSTOP, wire::SignalScope::All);
  else if (!known) tell_elastic_step(turn, *job, live->step);
}

void on_step_ended(Turn& turn, const wire::StepResult& result) {
  LiveStep* live = find_live(turn.state, result.id, result.launch);
  Job* job = turn.state.jobs.find(result.id.job);
  if (!live || !job) {
    turn.emit(Note{"job", "stale end of step " + to_string(result.id)});
    return;
  }
  JobState state = step_state(result, live->ending);
  const bool batch = result.id.step == StepNumber::Batch;
  if (batch && !live->ending && state == JobState::Cancelled) state = JobState::Failed;  // as its job
  const Step step = close_step(turn, *live, state, result);
  if (!batch && number(step.id.step) < number(StepNumber::Interactive))
    job->derived_exit_code = std::max(job->derived_exit_code, step.exit_code);
  if (carries_the_job(turn, *job, step.id)) {
    wire::StepResult whole = result;
    Job& carried = carried_by(turn, *job, whole);
    job_follows(turn, carried, whole);
  }
  if (has(job->flags, JobFlag::Completing)) {
    if (turn.state.has_steps(job->id)) commit(turn, *job);
    else finish_if_idle(turn, *job);
  } else if (!is_finished(job->state)) {
    commit(turn, *job);
    retry_waiting_steps(turn, *job);
  }
}

void on_step_lost(Turn& turn, StepId id, std::uint32_t launch) {
  LiveStep* live = find_live(turn.state, id, launch);
  Job* job = turn.state.jobs.find(id.job);
  if (!live || !job) return;
  wire::StepResult nothing;
  nothing.id = id;
  nothing.launch = launch;
  nothing.ended = turn.now;
  nothing.exit_code = ExitCode{0, SIGKILL};
  const bool told = live->ending.has_value();
  close_step(turn, *live, told ? JobState::Cancelled : JobState::NodeFail, nothing);
  if (has(job->flags, JobFlag::Completing)) {
    if (turn.state.has_steps(job->id)) commit(turn, *job);
    else finish_if_idle(turn, *job);
  } else if (carries_the_job(turn, *job, id)) {
    lose_job(turn, *job, wire::EndCause::NodeFailure);
  } else {
    job->derived_exit_code = std::max(job->derived_exit_code, nothing.exit_code);
    commit(turn, *job);
    retry_waiting_steps(turn, *job);
  }
}

}  // namespace minislurm::core
