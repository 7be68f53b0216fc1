// The texts that several of sacct's fields share.
#pragma once

#include <string>

#include "commands/sacct/view.h"
#include "commands/support/recorded_job.h"

namespace minislurm::sacct {

Instant shown_start(const Line& line, const View& view);
Instant shown_end(const Line& line, const View& view);
Seconds suspended_time(const Line& line);
Seconds elapsed(const Line& line, const View& view);
std::uint32_t allocated_cpus(const Line& line);
Usage usage(const Line& line);           // of a job: of all its steps
std::string id_text(const Line& line);
std::string raw_id_text(const Line& line);
std::string state_text(const Line& line);
std::string exit_code_text(const Line& line);
std::string derived_exit_code_text(const Job& job);
std::string start_text(const Line& line, const View& view);  // "None": it ended without having started
std::string time_text(Instant when, const View& view);
// "[DD-]HH:MM:SS", or "MM:SS.mmm" for what is short and uneven.
std::string cpu_time(std::uint64_t microseconds);
std::string node_list(const Line& line);
std::string flags_text(const Job& job);
std::string file_text(const Line& line, const View& view, JobFile file);

}  // namespace minislurm::sacct
