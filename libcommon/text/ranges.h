// Ascending numbers, neighbours folded: "0-3,7".
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace minislurm::text {

std::string format_ranges(std::span<const std::uint32_t> numbers);

}  // namespace minislurm::text
