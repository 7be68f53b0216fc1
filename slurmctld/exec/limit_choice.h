// Which limits of the submitting process a task gets: --propagate, else PropagateResourceLimits and its Except. Pure.
#pragma once

#include <string>
#include <string_view>

#include "libcommon/model/cluster.h"

namespace minislurm::exec {

class LimitChoice {
 public:
  // `asked`: --propagate as written; nothing where it was not given. Both of the configuration's keys are lists of names
  // or ALL or NONE; where one is set the other is not.
  LimitChoice(const std::string* asked, const Cluster& cluster);
  // `name`: "NOFILE".
  bool takes(std::string_view name) const;

 private:
  std::string list_ = "ALL";
  bool excepted_ = false;  // the list names those that stay
};

}  // namespace minislurm::exec
