// What stepd writes into a step's output, in Slurm's words. Pure.
#pragma once

#include <string>

#include "libcommon/base/units.h"
#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

// "slurmstepd: error: *** JOB 12 ON node1 CANCELLED AT 2026-11-23T12:00:00 DUE TO TIME LIMIT ***\n"; empty where the
// cause is told to nobody.
std::string ending_notice(const wire::StepLaunch& launch, wire::EndCause cause, std::uint32_t signal, Instant now);
std::string out_of_memory_notice(StepId id);
std::string folder_notice(const std::string& folder, const std::string& reason);
// Why the program could not be started. A batch script that exists blames the interpreter its first line names.
std::string exec_notice(bool batch, const std::string& program, const std::string& first_line,
                        const std::string& reason);

}  // namespace minislurm::stepd
