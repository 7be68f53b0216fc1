#include "slurmctld/exec/multi_prog.h"

#include <algorithm>

#include "libcommon/text/cpu_list.h"
#include "libcommon/text/words.h"

namespace minislurm::exec {
namespace {

Error bad_line(std::size_t line, const std::string& what) {
  return Error::generic("multi-prog: line " + std::to_string(line) + ": " + what);
}

std::string fill_in(std::string_view argument, std::uint32_t rank, std::size_t offset) {
  std::string text;
  for (std::size_t i = 0; i < argument.size(); ++i) {
    const char letter = argument[i] == '%' && i + 1 < argument.size() ? argument[i + 1] : '\0';
    if (letter == 't') {
      text += std::to_string(rank);
    } else if (letter == 'o') {
      text += std::to_string(offset);
    } else if (letter == '%') {
      text += '%';
    } else {
      text += argument[i];
      continue;
    }
    ++i;
  }
  return text;
}

std::vector<std::uint32_t> without_program(const std::vector<std::vector<std::string>>& programs) {
  std::vector<std::uint32_t> ranks;
  for (std::size_t rank = 0; rank < programs.size(); ++rank)
    if (programs[rank].empty()) ranks.push_back(static_cast<std::uint32_t>(rank));
  return ranks;
}

}  // namespace

Result<std::vector<std::vector<std::string>>> parse_multi_prog(std::string_view config, std::uint32_t tasks) {
  std::vector<std::vector<std::string>> programs(tasks);
  std::size_t line_number = 0;
  for (const std::string_view line : text::split(config, '\n')) {
    ++line_number;
    Result<std::vector<std::string>> words = text::split_shell_words(line);
    if (!words) return bad_line(line_number, words.error().detail);
    if (words->empty()) continue;
    if (words->size() < 2) return bad_line(line_number, "a program is missing");
    std::vector<std::uint32_t> ranks;
    if (words->front() == "*") {
      ranks = without_program(programs);
    } else {
      Result<std::vector<std::uint32_t>> listed = text::parse_cpu_list(words->front());
      if (!listed) return bad_line(line_number, "bad task ranks " + words->front());
      ranks = std::move(*listed);
    }
    for (std::size_t offset = 0; offset < ranks.size(); ++offset) {
      const std::uint32_t rank = ranks[offset];
      if (rank >= tasks) continue;  // a file for more tasks than there are serves as well
      std::vector<std::string>& argv = programs[rank];
      argv.clear();
      for (std::size_t i = 1; i < words->size(); ++i) argv.push_back(fill_in((*words)[i], rank, offset));
    }
  }
  const std::vector<std::uint32_t> missing = without_program(programs);
  if (!missing.empty()) return Error::generic("multi-prog: no program for task " + std::to_string(missing.front()));
  return programs;
}

}  // namespace minislurm::exec
