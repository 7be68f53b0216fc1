// PriorityFlags: its words and their bits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace minislurm::config {

// Words that are not known mean nothing, as in Slurm.
std::uint32_t parse_priority_flags(std::string_view text);
// In Slurm's order, "ACCRUE_ALWAYS,MAX_TRES".
std::string show_priority_flags(std::uint32_t flags);

}  // namespace minislurm::config
