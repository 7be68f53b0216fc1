// How a step ended, from how its tasks ended. Pure.
#pragma once

#include <vector>

#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

// Slurm's mark for a step that used too much memory.
inline constexpr ExitCode kOutOfMemory{0, 125};

// The highest: an exit status counts for more than a signal, as in the word that wait returns.
ExitCode highest(const std::vector<wire::TaskExit>& tasks);

enum class AfterExit { WaitForOthers, EndTheStep };
// What a task's end means for those that still run.
AfterExit after_exit(const wire::StepLaunch& launch, ExitCode code, std::size_t ended, std::size_t started);

}  // namespace minislurm::stepd
