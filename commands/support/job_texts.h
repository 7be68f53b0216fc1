// Texts of a job that several commands show alike.
#pragma once

#include <string>

#include "libcommon/model/job.h"

namespace minislurm {

// Whether it has been placed; one that was requeued may remember where it ran.
bool holds_nodes(const Job& job);
// Names of the nodes it holds, folded; empty while it waits.
std::string node_list(const Job& job);
std::string reason_text(const Job& job);
// By when a job that runs has to end: by its limit, or by the grace that a preempted one is given; kNever: nobody knows.
Instant end_of_run(const Job& job);
// How long it had run when it was last suspended.
Seconds ran_before_suspension(const Job& job);
// The reservations that it asked for; one that it did not ask for but runs in.
std::string shown_reservation(const Job& job);
// What --tres-per-task or --gpus-per-task asked for.
std::string tres_per_task(const JobSpec& spec);
// The same with the CPUs of a task in front: "cpu=2,gres/gpu:1".
std::string all_tres_per_task(const JobSpec& spec);

}  // namespace minislurm
