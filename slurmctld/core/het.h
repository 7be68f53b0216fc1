// Heterogeneous jobs: several jobs, one after the other by id, that start together; the first one leads. Its end is the
// end of all, a component's own end is not. Source: "Heterogeneous Job Support" of Slurm's documentation.
#pragma once

#include <set>
#include <vector>

#include "slurmctld/core/job_end.h"

namespace minislurm::core {

inline bool is_het(const Job& job) { return number(job.het_job) != 0; }
inline bool leads_het(const Job& job) { return is_het(job) && job.het_job == job.id; }
inline bool follows_het(const Job& job) { return is_het(job) && job.het_job != job.id; }

// The components behind the first that are known, in their order; none of a job that does not lead.
std::vector<Job*> followers(ClusterState::Inside& state, const Job& leader);
// All components that are known, the first one first. A job that is not heterogeneous: itself.
std::vector<Job> components(const ClusterState::Inside& state, const Job& job);

// What the leader's end makes of the others: one that was ended from outside takes them along as it goes, one that
// timed out leaves them as its script's end does, by a signal.
void end_followers(Turn& turn, const Job& leader, const Ending& ending);
void requeue_followers(Turn& turn, const Job& leader, wire::EndCause cause, Seconds delay);
// A component that is left without its leader, which no crash should leave behind: it ends.
bool is_orphan(const ClusterState::Inside& state, const Job& job);

// The components of heterogeneous jobs in `jobs` that stand further behind in the queue are put at its end.
void add_other_components(const ClusterState::Inside& state, std::vector<const Job*>& jobs, Instant now);
// All components of the leaders among these have been started: their scripts, which are told of all, may start.
void start_het_batches(Turn& turn, const std::set<JobId>& started);

}  // namespace minislurm::core
