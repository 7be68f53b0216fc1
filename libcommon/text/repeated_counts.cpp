#include "libcommon/text/repeated_counts.h"

namespace minislurm::text {

std::string format_repeated_counts(std::span<const std::uint32_t> counts) {
  std::string text;
  for (std::size_t first = 0, next = 0; first < counts.size(); first = next) {
    while (next < counts.size() && counts[next] == counts[first]) ++next;
    if (!text.empty()) text += ',';
    text += std::to_string(counts[first]);
    if (next - first > 1) text += "(x" + std::to_string(next - first) + ")";
  }
  return text;
}

}  // namespace minislurm::text
