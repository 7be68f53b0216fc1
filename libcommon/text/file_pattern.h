// The names of output files: "slurm-%A_%a.out".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace minislurm::text {

inline constexpr std::string_view kBatchOutput = "slurm-%j.out";
inline constexpr std::string_view kArrayOutput = "slurm-%A_%a.out";

struct FilePatternValues {
  std::uint32_t job_id = 0;                    // %j
  std::uint32_t array_job_id = 0;              // %A; 0: not in an array, the job id stands in
  std::optional<std::uint32_t> array_task_id;  // %a, and its last digit %b; none prints as Slurm's 4294967294
  std::optional<std::string> step;             // %s, and behind the job id in %J: "0", "batch"
  std::string host;                            // %N
  std::uint32_t node_index = 0;                // %n
  std::uint32_t task = 0;                      // %t
  std::uint32_t restarts = 0;                  // %r
  std::string user;                            // %u
  std::string job_name;                        // %x
};

// "%4j" pads a number with zeros, at most to ten digits. A backslash turns expansion off and is dropped. A letter
// without a meaning stays as it is.
std::string expand_file_pattern(std::string_view pattern, const FilePatternValues& values);
// Whether each task writes a file of its own: the pattern names the node or the task.
bool differs_by_task(std::string_view pattern);

}  // namespace minislurm::text
