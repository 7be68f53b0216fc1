// Version 2 of control groups has no file for devices: a small program in the kernel is asked for each opening. It is a
// chain of comparisons, one for each barred device, and allows what none of them knows.
// Source: the kernel's documents "Device controller" (cgroup-v2) and "BPF instruction set".
#pragma once

#include <string>
#include <vector>

#include "slurmctld/stepd/confinement.h"

namespace minislurm::stepd {

// From now on no process of the group can open these; the program goes with the group. False: the kernel refuses (we
// are not root, or it was built without).
bool bar_devices(const std::string& group_folder, const std::vector<Device>& barred);

}  // namespace minislurm::stepd
