// The lines of a script that are written for other batch systems: #PBS and #BSUB, as words of sbatch's own. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::sbatch {

// The lines of the kind that comes first; lines of the other kind are comments. An error's first line is printed as it
// is, its second as an error.
Result<std::vector<std::string>> foreign_directives(std::string_view script);

}  // namespace minislurm::sbatch
