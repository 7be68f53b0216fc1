// What a slurmstepd is told: everything decided here, so that it only does what the record says. Pure.
#pragma once

#include <string>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/wire/messages.h"
#include "libcommon/wire/stepd_messages.h"
#include "slurmctld/exec/het_environment.h"
#include "slurmctld/exec/job_environment.h"

namespace minislurm::exec {

struct LaunchSetting {
  JobSetting job;
  std::string spool_dir;     // of all steps
  bool change_user = false;  // we are root and the job's owner may be somebody else
};

// A batch script's step. `environment` as submitted; `components`: of a heterogeneous job, else empty.
wire::StepLaunch batch_launch(const Job& job, const Step& step, const std::string& script,
                              const std::string& environment, const LaunchSetting& setting,
                              const std::vector<Job>& components = {});

// What srun starts. `het`: of a step over several components, this being one part of it.
// Errors: Code::Generic for a multi-prog configuration that leaves a task without a program.
Result<wire::StepLaunch> step_launch(const Job& job, const Step& step, const std::vector<TaskPlace>& places,
                                     const wire::StepSpec& spec, const LaunchSetting& setting,
                                     const HetStepView* het = nullptr);

}  // namespace minislurm::exec
