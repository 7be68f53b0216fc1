// Starts a controller for this user where none is configured and none runs. Safe when many commands do so at once: one
// of them starts it, the others wait for that one and find it running.
#pragma once

#include <string>

#include "libcommon/config/client/client.h"
#include "libcommon/link/local_socket.h"
#include "libcommon/link/make_link.h"

namespace minislurm {

// To the controller that runs. Errors: Code::ControllerConnect.
Result<Descriptor> connect_to_controller(const config::ClientConfig& where);

// A connection to the controller that runs when this returns. Errors: Code::ControllerConnect; why it could not be
// started has been said on stderr then.
Result<Descriptor> start_and_connect(const config::ClientConfig& where, const LinkOptions& options);

// The path of the controller's program: installed (../sbin), beside, or in the build tree. Empty: not found.
std::string find_slurmctld(const std::string& own_executable);

}  // namespace minislurm
