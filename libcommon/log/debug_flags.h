// The words of DebugFlags= and scontrol setdebugflags. Most have nothing to say here; those that have name a topic.
#pragma once

#include <string_view>

namespace minislurm::log {

// As Slurm spells it; case is not looked at. Empty: there is no such flag.
std::string_view find_debug_flag(std::string_view word);
// The topic whose debug lines the flag brings into the log; empty: none.
std::string_view topic_of_debug_flag(std::string_view flag);

}  // namespace minislurm::log
