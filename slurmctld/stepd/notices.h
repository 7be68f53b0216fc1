// What stepd writes into a step's output, in Slurm's words, each line as Slurm's daemons write their logs. Pure.
#pragma once

#include <chrono>
#include <string>

#include "libcommon/base/units.h"
#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

// "[2026-11-23T12:00:00.123] error: TEXT\n".
std::string error_line(const std::string& text, Moment now);
// "*** JOB 12 ON node1 CANCELLED AT 2026-11-23T12:00:00 DUE TO TIME LIMIT ***"; empty where the cause is told to nobody.
std::string ending_notice(const wire::StepLaunch& launch, wire::EndCause cause, std::uint32_t signal, Moment now);
std::string out_of_memory_notice(StepId id, std::uint64_t events, Moment now);
std::string folder_notice(const std::string& folder, const std::string& reason, Moment now);
// Why the program could not be started. A script that exists blames the interpreter its first line names.
std::string exec_notice(const std::string& program, const std::string& first_line, const std::string& reason,
                        Moment now);

}  // namespace minislurm::stepd
