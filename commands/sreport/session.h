// What every report gets: the command's context and the options in force, which the prompt may change.
#pragma once

#include <string>
#include <vector>

#include "commands/sreport/options.h"
#include "commands/support/context.h"

namespace minislurm::sreport {

using Words = std::vector<std::string>;

struct Session {
  Context& context;
  Options options;
  TimeFormat time;
  bool done = false;  // quit was said
  Words last;         // for "!!"
};

}  // namespace minislurm::sreport
