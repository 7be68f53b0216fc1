// The environment of what srun starts: the step's, and what differs from task to task. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/model/step.h"
#include "libcommon/wire/messages.h"
#include "slurmctld/exec/gpu_binding.h"
#include "slurmctld/exec/het_environment.h"
#include "slurmctld/exec/job_environment.h"

namespace minislurm::exec {

// `sent` is srun's own environment, the job's variables of a batch script among them.
Environment step_environment(const Job& job, const Step& step, const std::vector<TaskPlace>& places,
                             const wire::StepSpec& spec, const Environment& sent, const JobSetting& setting);

// One task's, on top of the step's. `het`: the step has parts in several components; ranks go on from one to the next.
std::vector<std::pair<std::string, std::string>> task_environment(const TaskPlace& place, const Job& job,
                                                                  const Step& step,
                                                                  const std::vector<TaskPlace>& places,
                                                                  const GpuBinding& binding,
                                                                  const JobSetting& setting,
                                                                  const HetStepView* het = nullptr);

}  // namespace minislurm::exec
