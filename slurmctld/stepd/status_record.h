// What a step leaves behind: the `status` file of its folder, on disk before the end is told to anybody.
#pragma once

#include <string>
#include <string_view>

#include "libcommon/base/result.h"

namespace minislurm::stepd {

Status write_status(const std::string& spool_dir, std::string_view encoded_result);

}  // namespace minislurm::stepd
