// The notation that slurm.conf, gres.conf and topology.conf share: lines of Key=Value pairs, with comments, quotes,
// continuation by a backslash at the end, and Include.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::config {

struct Pair {
  std::string key, value;
};

struct ConfLine {
  std::string path;
  std::size_t number = 0;    // of the first line, counted from 1
  std::vector<Pair> pairs;   // never empty
};

// 'PATH: line N: what'.
Error error_at(const ConfLine& line, std::string_view what);

// Every line that holds something, those of included files in their place. Relative names of included files count from
// the folder of `path`.
Result<std::vector<ConfLine>> read_conf_lines(const std::string& path);
// The same of a text; `path` is for messages. No Include.
Result<std::vector<Pair>> parse_pairs(std::string_view text);

std::string folder_of(const std::string& path);

}  // namespace minislurm::config
