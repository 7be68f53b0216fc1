#include "commands/support/name_lists.h"

#include "libcommon/model/job_state.h"

namespace minislurm {

std::string in_columns(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += words[i];
    if (i % 4 == 3 || i + 1 == words.size()) {
      out += '\n';
    } else {
      out.append(words[i].size() < 20 ? 20 - words[i].size() : 1, ' ');
    }
  }
  return out;
}

std::string list_job_states() {
  std::string out;
  for (const StateName& state : state_names()) out += std::string{state.name} + "\n";
  return out;
}

}  // namespace minislurm
