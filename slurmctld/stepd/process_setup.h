// What stepd makes of its own process before anything else.
#pragma once

#include <cstdint>

namespace minislurm::stepd {

struct Inherited {
  std::uint64_t open_files_soft = 0;  // the limit to give to tasks; stepd's own is raised to the most
};

// Its own session, away from the controller's terminal and streams; only the contract's descriptors kept, none of them
// for tasks; orphans below it become its children; signals blocked, to be read with signal_descriptor().
Inherited settle_process();
// Readable when a child has ended or stepd is asked to end (SIGTERM, SIGINT).
int signal_descriptor();

}  // namespace minislurm::stepd
