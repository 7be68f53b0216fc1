// A value that asks for a list of the values there are (--hint=help): not an error, but it ends the command.
#pragma once

#include "libcommon/base/result.h"

namespace minislurm::options {

// The detail is the text for standard output. The command ends with 1, or with its code for bad options.
inline constexpr Code kAnswered = static_cast<Code>(2912);
inline constexpr Code kAnsweredAsBad = static_cast<Code>(2913);
// --autocomplete=PREFIX: the command ends with 0.
inline constexpr Code kListed = static_cast<Code>(2914);

}  // namespace minislurm::options
