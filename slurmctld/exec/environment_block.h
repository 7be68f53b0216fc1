// An environment as it travels: "A=b\0C=d\0"; and as it is edited: sorted by name.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace minislurm::exec {

using Environment = std::map<std::string, std::string, std::less<>>;

// Pieces that are no NAME=VALUE are left out.
Environment parse_environment(std::string_view block);
std::string format_environment(const Environment& environment);

}  // namespace minislurm::exec
