// The SubmitRequest made of the options, the script and the caller's environment.
#pragma once

#include <string>
#include <vector>

#include "commands/sbatch/options.h"
#include "commands/sbatch/script.h"
#include "commands/support/context.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sbatch {

// Fills what follows from the caller and the script: names, directories, the line as it was typed, the environment.
// Errors: Code::Generic for --export and --export-file that cannot be read.
// `components`: of a heterogeneous job all, else the one. REQUIRES: at least one; the first stands for the command.
Result<wire::SubmitRequest> make_request(const Context& context, const std::vector<Options>& components, Script script,
                                         const std::vector<std::string>& arguments,
                                         const std::vector<std::string>& operands);

}  // namespace minislurm::sbatch
