// The accounting as the controller keeps it: saved as a whole whenever it has changed.
#pragma once

#include <string>

#include "slurmctld/core/turn.h"

namespace minislurm::core {

// Of the record that SaveAccounting wrote; an empty or unreadable one leaves what every cluster begins with.
void restore_accounting(Turn& turn, const std::string& record);
void save_accounting(Turn& turn);
// Saves it, and lets jobs that wait see what has changed.
void accounting_changed(Turn& turn);
// Trackable resources that the cluster knows, in the order of Slurm's ids: "cpu", "mem", "energy", "node", "billing",
// "fs/disk", "vmem", "pages", then those of AccountingStorageTRES.
std::vector<std::string> tracked_resources(const ClusterState::Inside& state);

}  // namespace minislurm::core
