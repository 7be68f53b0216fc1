// Every error number that Slurm knows, for scontrol errnumstr; also those that nothing here gives.
#pragma once

#include <cstdint>
#include <string>

namespace minislurm::scontrol {

// The operating system's text where the number is not one of Slurm's.
std::string error_number_text(std::uint32_t number);

}  // namespace minislurm::scontrol
