// Whole numbers within bounds, and node counts: "2", "2-4", "2,4,8", "1-15:4".
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::text {

inline constexpr std::uint64_t kMaxU64 = std::numeric_limits<std::uint64_t>::max();
inline constexpr std::uint32_t kMaxU32 = std::numeric_limits<std::uint32_t>::max();

// Digits only (a sign for parse_i32), the whole text, at most `max`. Errors: Code::Generic, 'Invalid numeric value "x"'.
Result<std::uint64_t> parse_u64(std::string_view text, std::uint64_t max = kMaxU64);
Result<std::uint32_t> parse_u32(std::string_view text, std::uint32_t max = kMaxU32);
Result<std::int32_t> parse_i32(std::string_view text);
// The same with an optional k (1024), m or g behind.
Result<std::uint64_t> parse_scaled(std::string_view text, std::uint64_t max = kMaxU64);

struct NodeCount {
  std::uint32_t min = 1;
  std::uint32_t max = 1;             // min <= max
  std::vector<std::uint32_t> sizes;  // sorted; not empty only where the text lists the counts allowed
  bool operator==(const NodeCount&) const = default;
};
// Zero is a notation like others; whether it may be asked for is the controller's to say.
// Errors: Code::Generic, '"x" is not a valid node count'.
Result<NodeCount> parse_node_count(std::string_view text);

}  // namespace minislurm::text
