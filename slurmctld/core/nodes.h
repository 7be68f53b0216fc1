// Nodes: what jobs hold of them, for showing, and what happens to jobs when a node goes down.
#pragma once

#include <string>
#include <vector>

#include "slurmctld/core/turn.h"

namespace minislurm::core {

std::vector<Node> shown_nodes(const ClusterState::Inside& state, Instant now);
// Its jobs run again elsewhere where they may be requeued, and end with NODE_FAIL where not.
void kill_jobs_on(Turn& turn, const std::string& node);

// RESUME for those whose ResumeAfter= has passed. False: there was none.
bool resume_due_nodes(Turn& turn);

void save_cluster(Turn& turn);
// Puts the saved record's values over the configured ones. What no longer exists is left out.
void apply_saved(ClusterState::Inside& state, const std::string& record);
// Fills nodes, counts and TRES of a partition whose node_list was set. Errors: Code::InvalidNodeName.
Status resolve_partition(const ClusterState::Inside& state, Partition& partition);

}  // namespace minislurm::core
