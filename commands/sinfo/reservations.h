// sinfo -T.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libcommon/model/cluster.h"

namespace minislurm::sinfo {

std::string reservation_table(const std::vector<Reservation>& reservations, bool header, std::string_view time_format,
                              Instant now);

}  // namespace minislurm::sinfo
