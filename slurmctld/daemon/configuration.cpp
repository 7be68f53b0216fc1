#include "slurmctld/daemon/configuration.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>

#include "libcommon/config/load.h"
#include "libcommon/config/zero.h"
#include "libcommon/os/machine.h"

namespace minislurm::daemon {

Result<config::ClientConfig> find_place(const Options& options) {
  return config::find_controller([&options](const std::string& name) -> std::optional<std::string> {
    if (name == "SLURM_CONF" && !options.conf_file.empty()) {
      std::error_code problem;  // a daemon changes its folder: the path must not depend on it
      const auto whole = std::filesystem::absolute(options.conf_file, problem);
      return problem ? options.conf_file : whole.string();
    }
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  });
}

Result<Cluster> read_cluster(const config::ClientConfig& place, const Options& options) {
  Result<Cluster> cluster = Cluster{};
  if (place.zero_configured) {
    const config::ZeroOverrides overrides{options.total_cpus, options.total_memory, options.topology_config,
                                          options.virtual_nodes};
    cluster = config::zero_configuration(os::detect_machine(), overrides, place.state_dir, place.socket_path);
    if (!cluster) return cluster;
    Settings& settings = cluster->settings;
    settings.pid_file = place.state_dir + "/slurmctld.pid";
    if (settings.log_file.empty()) settings.log_file = place.state_dir + "/slurmctld.log";
    if (settings.spool_dir.empty()) settings.spool_dir = place.state_dir + "/steps";
  } else {
    if (options.total_cpus || options.total_memory || !options.topology_config.empty() || !options.virtual_nodes.empty())
      return Error::generic("--total-cpus, --total-mem, --topology-config and --virtual are for a machine without slurm.conf; " +
                            place.slurm_conf + " says it all");
    cluster = config::load_cluster(place.slurm_conf);
    if (!cluster) return cluster;
  }
  if (options.elastic_threshold) cluster->settings.elastic_threshold = *options.elastic_threshold;
  if (options.disable_elastic) cluster->settings.elastic = false;
  return cluster;
}

log::Setup log_setup(const Settings& settings, const Options& options) {
  log::Setup setup;
  setup.file = options.log_file.empty() ? settings.log_file : options.log_file;
  setup.to_stderr = options.foreground;
  const int configured = static_cast<int>(log::level_from(settings.debug_level));
  const int most = static_cast<int>(log::Level::Debug2);
  setup.level = options.quiet ? log::Level::Error
                              : static_cast<log::Level>(std::min(most, configured + options.more_verbose));
  return setup;
}

}  // namespace minislurm::daemon
