// What a step leaves behind: the `status` file of its folder, on disk before the end is told to anybody.
#pragma once

#include "libcommon/base/result.h"
#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

Status write_status(const std::string& spool_dir, const wire::StepResult& result);

}  // namespace minislurm::stepd
