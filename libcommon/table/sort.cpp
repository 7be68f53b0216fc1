#include "libcommon/table/sort.h"

namespace minislurm::table {

std::vector<SortKey> parse_sort_keys(std::string_view text) {
  std::vector<SortKey> keys;
  bool descending = false;
  for (const char c : text) {
    if (c == '-' || c == '+') {
      descending = c == '-';
    } else if (c != ',' && c != ' ') {
      keys.push_back({c, descending});
      descending = false;
    }
  }
  return keys;
}

}  // namespace minislurm::table
