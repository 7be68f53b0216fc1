// What --helpformat and --helpstate print.
#pragma once

#include <string>
#include <vector>

namespace minislurm {

// In columns of 20, four to a line.
std::string in_columns(const std::vector<std::string>& words);
// A line for each state of a job.
std::string list_job_states();

}  // namespace minislurm
