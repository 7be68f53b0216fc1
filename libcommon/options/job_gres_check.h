// Requests for generic resources that contradict themselves: which GPUs, for how many tasks, on how many nodes. Pure.
#pragma once

#include "libcommon/options/job_options.h"

namespace minislurm::options {

// `options.complaints` says what is wrong, and the error that the request is. Errors: kFatalValue.
Status check_gres(JobOptions& options);

}  // namespace minislurm::options
