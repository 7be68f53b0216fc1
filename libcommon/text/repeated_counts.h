// A count for each node, equal neighbours folded: "4(x2),1".
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace minislurm::text {

std::string format_repeated_counts(std::span<const std::uint32_t> counts);

}  // namespace minislurm::text
