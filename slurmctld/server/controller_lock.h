// One controller per state: held from before the state is read until the process ends, however it ends.
#pragma once

#include <string>

#include "libcommon/base/result.h"
#include "libcommon/link/local_socket.h"

namespace minislurm::server {

// Creates the folder where it is missing. The process must not open the lock's file a second time.
// Errors: Code::Generic: another controller holds it (with its process id), or the folder cannot be written.
Result<Descriptor> lock_state(const std::string& state_dir);

}  // namespace minislurm::server
