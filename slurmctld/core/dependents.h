// Who waits for whom. A job's terms live in Job::dependency_left; here they are compared with what the others do.
#pragma once

#include "slurmctld/core/dependency.h"
#include "slurmctld/core/turn.h"

namespace minislurm::core {

// Reads spec.dependency into dependency_left. Errors: Code::Dependency (unreadable, or an unknown job that must have
// ended in a certain way), CircularDependency, and Slurm's "not supported" for expand. The job need not be in the table yet; call register_dependency() then.
Status read_dependency(const ClusterState::Inside& state, Job& job, Instant now);
// Notes whose changes concern the job, and when the minutes of after:JOB+MINUTES will be over.
void register_dependency(ClusterState::Inside& state, const Job& job);
void forget_dependency(ClusterState::Inside& state, const Job& job);

// Looks at a pending job's terms again; commits what changed. May cancel the job (--kill-on-invalid-dep).
void look_at_dependency(Turn& turn, Job& job);
// The same for all that wait for this job, its array, or its name.
void look_at_dependents(Turn& turn, JobId changed);

bool is_never_satisfied(const Job& job);

}  // namespace minislurm::core
