// Sets of CPU numbers: "0-3,8" and the mask "0x10f".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::text {

inline constexpr std::uint32_t kMaxCpus = 65536;

// Sorted, each once, all below `bound`. Errors: Code::InvalidCpuCount, the detail being the text.
Result<std::vector<std::uint32_t>> parse_cpu_list(std::string_view text, std::uint32_t bound = kMaxCpus);
// "0xf" or "f".
Result<std::vector<std::uint32_t>> parse_cpu_mask(std::string_view text, std::uint32_t bound = kMaxCpus);
// REQUIRES: sorted.
std::string format_cpu_list(std::span<const std::uint32_t> cpus);
std::string format_cpu_mask(std::span<const std::uint32_t> cpus);

}  // namespace minislurm::text
