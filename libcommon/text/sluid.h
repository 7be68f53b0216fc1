// Slurm's lexicographically sortable unique id of a job or step (25.11): 's' and 13 digits of Crockford's base 32
// (https://www.crockford.com/base32.html) that hold 64 bits: 12 of the cluster, 42 of the time in milliseconds since
// 1970, 10 of a counter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace minislurm::text {

struct SluidParts {
  std::uint32_t cluster = 0;         // 12 bits
  std::uint64_t milliseconds = 0;    // 42 bits
  std::uint32_t counter = 0;         // 10 bits
};

std::uint64_t make_sluid(const SluidParts& parts);
SluidParts sluid_parts(std::uint64_t sluid);
// 0 is no id: an empty text.
std::string format_sluid(std::uint64_t sluid);
// nullopt: no such text. Small letters are read like capitals, 'o' as 0, 'i' and 'l' as 1.
std::optional<std::uint64_t> parse_sluid(std::string_view text);
// A number of 1 to 4095 for a cluster's name, the same on every start.
std::uint32_t sluid_cluster(std::string_view name);

}  // namespace minislurm::text
