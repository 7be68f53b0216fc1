// Job ids as users write them: "12", "12_3", "12_[1-4,7]", "12.0", "12_3.batch"; several with commas.
#pragma once

#include <string_view>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/wire/messages.h"

namespace minislurm {

// Errors: Code::InvalidJobId, the detail being the word that is no job id. "12_*" is all of the array.
Result<wire::JobSelector> parse_job_selector(std::string_view text);
// Commas within brackets separate tasks, the others separate ids; empty pieces are left out.
Result<std::vector<wire::JobSelector>> parse_job_selectors(std::string_view list);

}  // namespace minislurm
