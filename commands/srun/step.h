// One step from its creation to its end.
#pragma once

#include "commands/srun/session.h"
#include "libcommon/model/job.h"
#include "libcommon/wire/messages.h"

namespace minislurm::srun {

// Creates the step in the job, waits while the job's resources are busy, carries its streams. Says what went wrong.
// `signals` holds the signals that end srun while it waits.
SessionEnd run_step(Context& context, const Options& options, const wire::StepSpec& spec, const Job& job,
                    SignalQueue& signals, Descriptors descriptors);

// One step with a part in each of several components of the heterogeneous job that `job` leads. The first part's options
// say how srun behaves.
SessionEnd run_het_step(Context& context, const Options& options, const wire::HetStepSpec& spec, const Job& job,
                        SignalQueue& signals, Descriptors descriptors);

// The same as run_step() in the job that the specification names, which may not be there.
SessionEnd run_within(Context& context, const Options& options, const wire::StepSpec& spec, SignalQueue& signals,
                      Descriptors descriptors);

}  // namespace minislurm::srun
