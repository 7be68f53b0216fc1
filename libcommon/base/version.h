#pragma once

#include <string_view>

namespace minislurm {

// The release whose commands these are compatible with; programs read "slurm 25.11.8".
inline constexpr std::string_view kSlurmVersion = "25.11.8";

}  // namespace minislurm
