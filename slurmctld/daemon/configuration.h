// Which configuration the controller runs with, and reading it again.
#pragma once

#include <string>

#include "libcommon/base/result.h"
#include "libcommon/config/client/client.h"
#include "libcommon/log/log.h"
#include "libcommon/model/cluster.h"
#include "slurmctld/daemon/options.h"

namespace minislurm::daemon {

// Where clients look, which is where we have to be.
Result<config::ClientConfig> find_place(const Options& options);
// Errors: Code::Generic, with file and line where a file is wrong.
Result<Cluster> read_cluster(const config::ClientConfig& place, const Options& options);
// The log as configured and asked for.
log::Setup log_setup(const Settings& settings, const Options& options);

}  // namespace minislurm::daemon
