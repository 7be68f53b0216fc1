// sattach --layout: which task runs where. Pure.
#pragma once

#include <string>
#include <vector>

#include "libcommon/model/step.h"

namespace minislurm::sattach {

std::string layout_text(const Step& step, const std::vector<TaskPlace>& places);

}  // namespace minislurm::sattach
