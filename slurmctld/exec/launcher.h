// Starts slurmstepd. Our children are reaped by the kernel: what became of a step is in its lock and its record.
#pragma once

#include <string>

#include "libcommon/base/result.h"
#include "slurmctld/exec/step_folder.h"

namespace minislurm::exec {

// Beside the controller's own executable, or in the build tree. Empty: not found.
std::string find_slurmstepd(const std::string& own_executable);

// To be called once, before the first spawn.
void leave_children_to_the_kernel();

// The process owns the lock and the listening socket when this returns; ours are closed by the caller.
// Errors: Code::Generic with program and reason.
Status spawn_stepd(const std::string& program, const StepFolderHandles& handles);

}  // namespace minislurm::exec
