// The texts that several of sacct's fields share.
#pragma once

#include <string>

#include "commands/sacct/view.h"

namespace minislurm::sacct {

Instant shown_start(const Line& line, const View& view);
Instant shown_end(const Line& line, const View& view);
Seconds elapsed(const Line& line, const View& view);
std::uint32_t allocated_cpus(const Line& line);
Usage usage(const Line& line);           // of a job: of all its steps
std::string id_text(const Line& line);
std::string raw_id_text(const Line& line);
std::string state_text(const Line& line);
std::string exit_code_text(const Line& line);
std::string time_text(Instant when, const View& view);
// "[DD-]HH:MM:SS", or "MM:SS.mmm" for what is short and uneven.
std::string cpu_time(std::uint64_t microseconds);
// A count of `from` units ('K', 'M'; 0: ones) in the unit that fits or was asked for.
std::string scaled(std::uint64_t value, char from, const View& view);
std::string tres_by_name(const std::string& tres);
std::string node_list(const Line& line);
// The node that the step's task runs on; empty where nobody knows.
std::string node_of_task(const Step& step, std::uint32_t task);
std::uint32_t task_count(const Line& line);

}  // namespace minislurm::sacct
