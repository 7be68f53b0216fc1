#include "commands/support/name_lists.h"

#include "libcommon/model/job_state.h"

namespace minislurm {

std::string in_columns(const std::vector<std::string>& words, ColumnShape shape) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += words[i];
    if (words[i].size() < shape.width) out.append(shape.width - words[i].size(), ' ');
    out += i % shape.columns == shape.columns - 1 || i + 1 == words.size() ? '\n' : ' ';
  }
  return out;
}

std::string list_job_states() {
  std::string out;
  for (const StateName& state : state_names()) out += std::string{state.name} + "\n";
  return out;
}

}  // namespace minislurm
