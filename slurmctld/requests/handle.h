// The one door for requests: finds the row of the request's kind, checks the caller's rights, decodes, calls the
// handler. Every request gets exactly one core::Answer with its ticket, now or in a later turn.
// Kinds that need the disk or the machine (QueryHistory, QueryScript, QueryStats' machine part, Reconfigure, Shutdown,
// Ping) are the loop's own: see slurmctld/loop/dispatch.cpp.
#pragma once

#include "slurmctld/core/cluster_state.h"

namespace minislurm::requests {

core::Effects handle(core::ClusterState& state, core::Ticket ticket, const core::Caller& caller,
                     const wire::Request& request, Instant now);

}  // namespace minislurm::requests
