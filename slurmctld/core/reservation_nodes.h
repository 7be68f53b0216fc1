// Which nodes and cores a reservation gets, and what it gets in place of nodes that it lost.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// Nodes that another reservation has at some time of `wanted`. Not counted are those that let others overlap, and
// those of which it is only some cores.
std::set<std::string> reserved_nodes(const ClusterState::Inside& state, const Reservation& wanted);
// Nodes on which a job of others may still run when it begins.
std::set<std::string> busy_nodes(const ClusterState::Inside& state, const Reservation& wanted);
std::uint32_t cores_of(const Node& node);

// The first `nodes` (or as many as have `cores` in all; 0 does not count) of its partition, with its features, that are
// free for all of its time. Errors: Code::InvalidPartitionName, NodesBusy, and RequestedNodeConfigUnavailable where
// there are not so many of the kind at all.
Status choose_nodes(const ClusterState::Inside& state, Reservation& wanted, std::uint32_t nodes, std::uint32_t cores);
// On its nodes, in order, those cores that no other reservation has: one on each, then as many as are still wanted.
// Errors: Code::NodesBusy.
Status take_cores(const ClusterState::Inside& state, Reservation& wanted, std::uint32_t cores);

// Nodes into the cluster's order; the list, the counts and the TRES that are shown.
void count_up(const ClusterState::Inside& state, Reservation& reservation);

// Others in place of nodes that are down (unless they were named, or STATIC), and, with REPLACE, of those that its
// jobs have. False: nothing to do.
bool refill_reservations(Turn& turn);

}  // namespace minislurm::core
