// A configuration in a folder of its own, one of whose files is the input.
#pragma once

#include <string>
#include <string_view>

namespace minislurm::fuzz {

// Reads the whole configuration with `file` ("gres.conf") holding `text`, the others a small cluster's. Nothing is done
// for a text that includes files: those are the administrator's, and may be endless.
void load_configuration_with(const std::string& file, std::string_view text);

}  // namespace minislurm::fuzz
