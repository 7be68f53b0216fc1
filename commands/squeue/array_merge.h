// Tasks of an array that wait by themselves (they were changed, or put back into the queue) are shown with the rest that
// waits, as one line, as Slurm does.
#pragma once

#include <vector>

#include "libcommon/model/job.h"

namespace minislurm::squeue {

// The array's job gets the tasks, and the reasons of all: "JobHeldUser,BeginTime". Tasks with a name of their own stay.
void merge_waiting_tasks(std::vector<Job>& jobs);

}  // namespace minislurm::squeue
