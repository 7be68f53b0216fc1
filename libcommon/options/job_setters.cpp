#include "libcommon/options/job_setters.h"

#include <limits>

namespace minislurm::options {

long long leading_number(std::string_view value) {
  constexpr long long kMost = std::numeric_limits<long long>::max() / 10 - 1;
  const bool negative = value.starts_with('-');
  if (negative || value.starts_with('+')) value.remove_prefix(1);
  long long number = 0;
  for (const char c : value) {
    if (c < '0' || c > '9' || number > kMost) break;
    number = number * 10 + (c - '0');
  }
  return negative ? -number : number;
}

}  // namespace minislurm::options
