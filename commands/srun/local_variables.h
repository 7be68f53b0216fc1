// What srun tells the programs of --prolog and --epilog. Pure.
#pragma once

#include <string>

#include "libcommon/model/job.h"
#include "libcommon/wire/messages.h"

namespace minislurm::srun {

// "A=b\0": what the tasks are sent, and what srun knows of job and step. `context`: "prolog_srun".
std::string local_variables(const wire::StepSpec& spec, const Job& job, const wire::StepReply& reply,
                            const std::string& context);

}  // namespace minislurm::srun
