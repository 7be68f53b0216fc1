// Virtual nodes share one /dev/shm, where real ones have each their own. Open MPI names its files there after the host
// and the rank on the node, so that those of several nodes would meet; its daemons, which mpirun starts on each node by
// srun, therefore get a folder for each node, and hand it on to their processes.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

class NodeFolders {
 public:
  explicit NodeFolders(const wire::StepLaunch& launch) : launch_(launch) {}
  // Removes what was made.
  ~NodeFolders();
  NodeFolders(const NodeFolders&) = delete;
  NodeFolders& operator=(const NodeFolders&) = delete;

  // What the task is to be told, "A=b"; nothing where it is no such daemon, or the step is one node's.
  std::vector<std::string> variables(const wire::TaskLaunch& task);

 private:
  const wire::StepLaunch& launch_;
  std::map<std::uint32_t, std::string> of_nodes_;
};

}  // namespace minislurm::stepd
