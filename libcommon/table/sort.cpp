#include "libcommon/table/sort.h"

namespace minislurm::table {

std::vector<SortKey> parse_sort_keys(std::string_view text) {
  std::vector<SortKey> keys;
  bool descending = false;
  for (const char c : text) {
    const bool sign = c == '-' || c == '+';
    if (!sign && c != ',') keys.push_back({c, descending});
    descending = c == '-';
  }
  return keys;
}

}  // namespace minislurm::table
