// The notation of --sort: "i", "-j,t", "-p,i": letters, the first being the weightiest, '-' for the other way round.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::table {

struct SortKey {
  char letter = 0;
  bool descending = false;
  bool operator==(const SortKey&) const = default;
};

// Commas may be left out; a sign counts for the letter right behind it alone, and '+' changes nothing.
std::vector<SortKey> parse_sort_keys(std::string_view text);

// How rows compare by one letter: below, at or above zero.
template <class Row>
struct Order {
  char letter = 0;
  int (*compare)(const Row&, const Row&) = nullptr;
};

template <class Value>
int three_way(const Value& left, const Value& right) {
  return left < right ? -1 : (right < left ? 1 : 0);
}

// A strict order to sort with; rows that no key tells apart keep their places under std::stable_sort.
template <class Row>
class Sorter {
 public:
  bool operator()(const Row& left, const Row& right) const {
    for (const auto& step : steps_) {
      const int result = step.first(left, right);
      if (result != 0) return step.second ? result > 0 : result < 0;
    }
    return false;
  }
  void add(int (*compare)(const Row&, const Row&), bool descending) { steps_.emplace_back(compare, descending); }

 private:
  std::vector<std::pair<int (*)(const Row&, const Row&), bool>> steps_;
};

// Errors: Code::Generic, "Invalid sort specification: x"; of several, the last one is told of.
template <class Row>
Result<Sorter<Row>> make_sorter(std::string_view text, std::span<const Order<Row>> orders) {
  Sorter<Row> sorter;
  std::optional<char> unknown;
  for (const SortKey& key : parse_sort_keys(text)) {
    const auto found = std::find_if(orders.begin(), orders.end(),
                                    [&key](const Order<Row>& order) { return order.letter == key.letter; });
    if (found == orders.end()) {
      unknown = key.letter;
    } else {
      sorter.add(found->compare, key.descending);
    }
  }
  if (unknown) return Error::generic(std::string{"Invalid sort specification: "} + *unknown);
  return sorter;
}

}  // namespace minislurm::table
