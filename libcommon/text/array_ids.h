// The task ids of a job array: "0-6:3,10,20-22%2".
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::text {

// Slurm's own limit on MaxArraySize.
inline constexpr std::uint32_t kMaxArraySize = 4000001;

struct ArrayIds {
  std::vector<std::uint32_t> ids;  // sorted, each once, not empty
  std::uint32_t throttle = 0;      // tasks that may run at once; 0: no such limit
  bool operator==(const ArrayIds&) const = default;
};

// Ids must be below `max_array_size`. Brackets around the list are allowed. Errors: Code::InvalidArray.
Result<ArrayIds> parse_array_ids(std::string_view text, std::uint32_t max_array_size);
// REQUIRES: sorted ids. "0,3,6,10,20-22", "3-4%2"; evenly spread ids over a wide range become "1-21:2", as in Slurm.
std::string compress_array_ids(std::span<const std::uint32_t> ids, std::uint32_t throttle = 0);
// What a table has room for: cut after a whole item to fewer than `limit` characters, "..." in place of the rest, the
// throttle kept (SLURM_BITSTR_LEN). 0: no limit.
std::string abbreviate_array_ids(std::string_view compressed, std::size_t limit = 64);

}  // namespace minislurm::text
