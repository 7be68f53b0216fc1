// The accounting as the controller keeps it: saved as a whole whenever it has changed.
#pragma once

#include <string>

#include "slurmctld/accounting/assignment.h"
#include "slurmctld/core/turn.h"

namespace minislurm::core {

// Of the record that SaveAccounting wrote; an empty or unreadable one leaves what every cluster begins with.
void restore_accounting(Turn& turn, const std::string& record);
void save_accounting(Turn& turn);
// Saves it, and lets jobs that wait see what has changed.
void accounting_changed(Turn& turn);
// RawUsage=0: of these associations, with all below them, and of these QOS.
void forget_usage(Turn& turn, const std::vector<std::uint32_t>& associations, const std::vector<std::uint32_t>& qos);
// Under whose name the job as asked for would run. Errors: Code::InvalidAccount, InvalidQos, InvalidWckey.
// `any_qos`: also one that its association has no part in.
Result<accounting::Assignment> assignment_of(const ClusterState::Inside& state, const Job& job, bool any_qos = false);
void put_under(Job& job, accounting::Assignment assignment);
// Both; a user who is not known yet becomes so where nobody has to be put on a list first.
Status assign_job(Turn& turn, Job& job);
// AccountingStorageEnforce=limits. A job without a time limit of its own gets the longest that is allowed; one that may
// not even wait is refused: Code::AccountingPolicy, the detail being the reason's name.
Status check_submission(const ClusterState::Inside& state, Job& job, const Partition& first, Instant now);
// Trackable resources that the cluster knows, in the order of Slurm's ids: "cpu", "mem", "energy", "node", "billing",
// "fs/disk", "vmem", "pages", then those of AccountingStorageTRES.
std::vector<std::string> tracked_resources(const ClusterState::Inside& state);

}  // namespace minislurm::core
