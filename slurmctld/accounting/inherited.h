// What an association has of its own or from above.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "libcommon/model/accounting.h"

namespace minislurm::accounting {

// The limits that the nearest association on the way up sets, resource by resource: all whose name begins with Max.
// Those that begin with Grp are for the whole of a branch and are not passed on.
std::span<const Limit> inherited_limits();
bool is_inherited(Limit limit);

struct Inherited {
  Limits limits;  // the inherited ones, and its own others
  std::uint32_t priority = 0;
  std::string default_qos;
  std::vector<std::string> qos;
  bool operator==(const Inherited& other) const;
};
Inherited inherited(const Accounting& accounting, const Association& association);

}  // namespace minislurm::accounting
