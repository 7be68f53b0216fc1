// What srun asks the controller for, from its options. Reads nothing but its arguments.
#pragma once

#include <string>
#include <vector>

#include "commands/srun/options.h"
#include "libcommon/base/result.h"
#include "libcommon/wire/messages.h"

namespace minislurm::srun {

// The job of a srun that runs outside of one.
JobSpec make_job(const Options& options, const std::vector<std::string>& arguments, const Context& context);

// The step. `job` is --jobid's text: "12" or "12_3". Reads the file of --multi-prog. Errors: Code::Generic.
Result<wire::StepSpec> make_step(const Options& options, const std::vector<std::string>& arguments,
                                 const Context& context);

// The caller's variables that --export hands on, as "A=b\0", with those that options set besides.
Result<std::string> step_environment(const Options& options, const Context& context);

}  // namespace minislurm::srun
