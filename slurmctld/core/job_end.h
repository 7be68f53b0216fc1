// How jobs end, or go back into the queue. A job that runs ends in two moves: its state changes and its steps are told
// to end (COMPLETING); when the last step has ended, what it held is free and those who wait for it are told.
#pragma once

#include <string>

#include "slurmctld/core/turn.h"

namespace minislurm::core {

struct Ending {
  JobEvent event{};
  wire::EndCause cause = wire::EndCause::JobEnded;  // what its other steps are told
  Reason reason = Reason::None;
  std::string detail;
  ExitCode exit_code;
  UserId by{};
};

// What an exit code makes of a job: the event, the reason and its detail (":9(Killed)").
Ending ending_of_exit(ExitCode code);

// Nothing (false) when the event means nothing in the job's state.
bool end_job(Turn& turn, Job& job, const Ending& ending);
// A waiting job or the waiting rest of an array; the reason it waited for stays.
void cancel_pending(Turn& turn, Job& job, UserId by);

// How long a job that was running stays out of the queue after an operator or its owner requeued it, as in Slurm.
inline constexpr Seconds kRequeueDelay{120};
// A job that runs or has ended waits again. Its steps get `cause`.
bool requeue_job(Turn& turn, Job& job, wire::EndCause cause, Seconds delay);
bool may_requeue(const ClusterState::Inside& state, const Job& job);

// The node or the process is lost: again, where the job allows it, else NODE_FAIL.
void lose_job(Turn& turn, Job& job, wire::EndCause cause);

// To be called when a step of an ending job has gone: goes on when it was the last.
void finish_if_idle(Turn& turn, Job& job);

void release_resources(Turn& turn, Job& job);
void arm_purge(Turn& turn, const Job& job);
// When a running job has to end; kNever: it has no limit.
Instant limit_of(const ClusterState::Inside& state, const Job& job);
// The deadline of a running job; of a waiting one the last instant at which it could start and end in time.
Instant deadline_of(const Job& job);
void arm_deadline(Turn& turn, const Job& job);
void arm_running(Turn& turn, const Job& job);

}  // namespace minislurm::core
