// The texts of squeue's columns, each of one job. Shared by the letters and names that show the same.
#pragma once

#include <string>
#include <string_view>

#include "commands/squeue/view.h"
#include "commands/support/job_texts.h"

namespace minislurm::squeue {

// "(null)", "N/A" ... in place of an empty text.
std::string or_word(std::string_view text, std::string_view word = "(null)");
std::string point_text(Instant when, const View& view);  // "N/A" where it is not known
std::string memory_text(Mebibytes size, const View& view);

// When it started or is expected to; kNever: nobody knows.
Instant shown_start(const Job& job, Instant now);
Instant shown_end(const Job& job, Instant now);
std::uint32_t shown_cpus(const Job& job);
std::uint32_t shown_nodes(const Job& job);
std::uint32_t min_cpus_per_node(const Job& job);
Mebibytes min_memory(const Job& job);
Seconds waited(const Job& job, Instant now);
std::string id_text(const JobLine& line, const View& view);
std::string task_text(const JobLine& line, const View& view);
std::string over_subscribe(const Job& job);
std::string time_left(const Job& job, const View& view);
std::string time_limit(const Job& job);

enum class Stream { Input, Output, Error };
std::string stream_text(const JobLine& line, const View& view, Stream stream);

}  // namespace minislurm::squeue
