// Node lists: "n[01-03,7],m5" and the names it stands for. A leading zero is part of a name and is kept.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::text {

inline constexpr std::size_t kMaxHosts = 65536;

// The names in the order written; a comma or blank outside of brackets separates. Several bracket groups multiply, the
// last varying fastest. Errors: Code::InvalidNodeName, the detail being the text that cannot be read or is too long.
Result<std::vector<std::string>> expand_hostlist(std::string_view list);
// The shortest notation that keeps the order of the names, as Slurm folds them: by the number that ends a name.
std::string compress_hostlist(std::span<const std::string> names);
// The same of the set of names: sorted by number, each once.
std::string compress_hostlist_sorted(std::span<const std::string> names);
// Orders names as people do: n2 before n10.
bool host_before(std::string_view left, std::string_view right);

}  // namespace minislurm::text
