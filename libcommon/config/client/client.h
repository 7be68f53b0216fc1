// Where a command finds the controller. Every command pays for this at its start: slurm.conf is only scanned for the
// few keys that decide it, and whether the file is right is the controller's to judge.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "libcommon/base/result.h"

namespace minislurm::config {

// The value of an environment variable; none when it is not set.
using EnvironmentGetter = std::function<std::optional<std::string>(const std::string& name)>;

struct ClientConfig {
  std::string socket_path;
  // Where a controller can be found that was started from another environment (a login has XDG_RUNTIME_DIR, cron has
  // not): the socket itself or a link to it, in the state's folder. Empty with a slurm.conf.
  std::string socket_link;
  std::string state_dir;
  std::string cluster_name;
  std::string slurm_conf;          // path of the file; empty with zero configuration
  bool zero_configured = false;    // then a command may start the controller
};

// SLURM_CONF, else /etc/slurm/slurm.conf where it exists, else zero configuration: the state in
// $XDG_STATE_HOME/minislurm (or ~/.local/state/minislurm), the socket in $XDG_RUNTIME_DIR/minislurm or, without one
// that is this user's folder, in the state's. Errors: Code::Generic for a file that cannot be read, or no home.
// `system_file` is for tests.
Result<ClientConfig> find_controller(const EnvironmentGetter& environment,
                                     const std::string& system_file = "/etc/slurm/slurm.conf");

// Where both ends look for the socket: the pid file's name with .sock for its extension.
std::string socket_beside(const std::string& pid_file);

inline constexpr const char* kDefaultPidFile = "/var/run/slurmctld.pid";
inline constexpr const char* kDefaultStateDir = "/var/spool";
inline constexpr const char* kZeroClusterName = "minislurm";

}  // namespace minislurm::config
