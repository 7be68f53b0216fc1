// The keys of sacctmgr that set limits, and what their values may be. Source: sacctmgr(1); how short a key may be
// written is what Slurm takes.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/model/limits.h"

namespace minislurm::accounting {

enum class Notation : std::uint8_t { Count, Wall, Tres, OneTres };

// Who may have the limit.
enum LimitOwner : std::uint8_t { kOfAssociation = 1, kOfQos = 2, kOfBoth = 3 };

struct LimitKey {
  std::string_view name;
  std::size_t shortest;  // letters of it that are enough
  LimitOwner of;
  Limit limit{};
  Notation notation = Notation::Count;
  std::string_view resource = {};  // OneTres: "cpu" for GrpCPUs
};

// A word names a key when it is a long enough beginning of it.
bool names(std::string_view word, std::string_view name, std::size_t shortest);
// The row of that name, else the first that the word may stand for; nullptr: none.
template <class Row>
const Row* find_key(std::span<const Row> rows, std::string_view word) {
  for (const Row& row : rows)
    if (names(word, row.name, row.name.size())) return &row;
  for (const Row& row : rows)
    if (names(word, row.name, row.shortest)) return &row;
  return nullptr;
}

const LimitKey* find_limit_key(LimitOwner of, std::string_view word);

// -1 takes the limit away. `tres`: the resources that the cluster knows. Errors: Code::InvalidValue with a sentence.
Status set_limit(Limits& limits, const LimitKey& key, std::string_view value, std::span<const std::string> tres);

}  // namespace minislurm::accounting
