// One step from its creation to its end.
#pragma once

#include "commands/srun/session.h"
#include "libcommon/wire/messages.h"

namespace minislurm::srun {

// Creates the step, waits while the job's resources are busy, carries its streams. Says what went wrong.
// `signals` holds the signals that end srun while it waits.
SessionEnd run_step(Context& context, const Options& options, const wire::StepSpec& spec, SignalQueue& signals,
                    Descriptors descriptors);

}  // namespace minislurm::srun
