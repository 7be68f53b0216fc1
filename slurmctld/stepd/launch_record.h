// What stepd is told to do, read once at its start.
#pragma once

#include "libcommon/base/result.h"
#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

Result<wire::StepLaunch> read_launch(int fd);
// A launch that cannot be carried out whatever the machine's state. Pure.
Status check_launch(const wire::StepLaunch& launch);

}  // namespace minislurm::stepd
