// slurmctld's command line.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/base/units.h"

namespace minislurm::daemon {

struct Options {
  bool foreground = false, clean_start = false, test_only = false, help = false, version = false;
  std::string conf_file, log_file;      // empty: as configured
  int more_verbose = 0;                 // -v adds one, -q takes all
  bool quiet = false;
  // Of the configuration of a machine that has no slurm.conf.
  std::optional<std::uint32_t> total_cpus;
  std::optional<Mebibytes> total_memory;
  std::string topology_config, virtual_nodes;
  // Of any configuration.
  std::optional<std::uint32_t> elastic_threshold;
  bool disable_elastic = false;
};

// Errors: Code::Generic, what is wrong in one line.
Result<Options> parse_options(const std::vector<std::string>& arguments);
std::string help_text();

}  // namespace minislurm::daemon
