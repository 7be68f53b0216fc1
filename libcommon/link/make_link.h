// The real ControllerLink, over the controller's socket.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "libcommon/config/client/client.h"
#include "libcommon/link/controller_link.h"

namespace minislurm {

struct LinkOptions {
  std::string command;        // who says that a controller was started
  bool may_start = true;      // not from within a task, nor with MINISLURM_AUTOSTART=0
  std::string slurmctld;      // the program; empty: looked for beside the running one
  // How long a controller that was never met is waited for, where a command may not start one. A job's own commands
  // have it: a restart of the controller must not fail the job.
  std::chrono::milliseconds patience{0};
};

// What the environment says of starting a controller.
LinkOptions link_options(std::string command, const config::EnvironmentGetter& environment);

std::unique_ptr<ControllerLink> make_controller_link(config::ClientConfig where, LinkOptions options);

}  // namespace minislurm
