// The keys of slurm.conf that are not lines of nodes or partitions: collected, then turned into Settings and into what
// `scontrol show config` lists.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcommon/config/conf_lines.h"
#include "libcommon/config/setting_row.h"

namespace minislurm::config {

class SettingsReader {
 public:
  // A later line replaces an earlier one, as in Slurm; SlurmctldHost lines add up.
  Status take(const ConfLine& line, const Pair& pair);
  // The value as written; empty where the key is not set.
  std::string given(std::string_view name) const;

  // `slurm_conf`: the path to show; empty with zero configuration.
  Settings settings() const;
  std::vector<std::pair<std::string, std::string>> shown(const std::string& slurm_conf) const;

 private:
  std::map<const SettingRow*, Value> values_;
  std::vector<std::string> hosts_;
};

}  // namespace minislurm::config
