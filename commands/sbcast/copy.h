// One copy of a file, with the mode of its source.
#pragma once

#include <string>

namespace minislurm::sbcast {

struct CopyRules {
  bool force = false;     // replace what is there
  bool preserve = false;  // times, too
};

// 0, or the errno of the destination. REQUIRES: `from` is open for reading, at its beginning.
int copy_file(int from, const std::string& to, CopyRules rules);

}  // namespace minislurm::sbcast
