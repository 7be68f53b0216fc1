// What --helpformat and --helpstate print.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace minislurm {

struct ColumnShape {
  std::size_t columns = 4, width = 19;  // a blank stands between two columns
};
// Every word fills its column, blanks behind it.
std::string in_columns(const std::vector<std::string>& words, ColumnShape shape = {});
// A line for each state of a job.
std::string list_job_states();

}  // namespace minislurm
