// The names of a job's files, from the patterns it was submitted with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "libcommon/model/job.h"
#include "libcommon/text/file_pattern.h"

namespace minislurm::text {

// What the job gives the letters of a pattern; %N is its first node.
FilePatternValues file_pattern_values(const Job& job);
// Where its output goes: as asked for, and for a batch job what Slurm takes without; else empty.
std::string output_pattern(const Job& job);
// Filled in and absolute; empty stays empty. `task`: of a waiting array, the task it is about.
std::string job_file_path(const Job& job, const std::string& pattern, std::optional<std::uint32_t> task = {});
// Empty stays empty.
std::string absolute_path(const std::string& path, const std::string& work_dir);

}  // namespace minislurm::text
