// What may be done to a single component of a heterogeneous job, and what only to all of it.
#pragma once

#include "slurmctld/requests/context.h"
#include "slurmctld/requests/selector.h"

namespace minislurm::requests {

enum class HetScope {
  Each,        // every job that is named
  Whole,       // all components together
  WholeQueued, // all together while they wait, each once they run
  Leader,      // the first component, which takes the others along
};

// Code::Success, or why what the selector names may not be acted on so.
Code refused_component(const core::ClusterState::Inside& state, const wire::JobSelector& selector, HetScope scope);
// With HetScope::Leader: of a heterogeneous job only its leader.
void keep_leader(const core::ClusterState::Inside& state, HetScope scope, Selection& selection);

}  // namespace minislurm::requests
