#include "libcommon/text/multi_prog.h"

#include <algorithm>
#include <optional>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::text {
namespace {

constexpr std::string_view kBlanks = " \t";

using Programs = std::vector<std::vector<std::string>>;

struct Line {
  std::size_t number = 0;  // of its first part in the file
  std::string text;
};

// Continued lines joined, without comments and empty ones.
std::vector<Line> lines_of(std::string_view config) {
  std::vector<Line> lines;
  bool continues = false;
  std::size_t number = 0;
  for (std::string_view part : split(config, '\n')) {
    ++number;
    const bool goes_on = !part.empty() && part.back() == '\\';
    if (goes_on) part.remove_suffix(1);
    if (continues) {
      lines.back().text.append(part);
    } else {
      lines.push_back({number, std::string(part)});
    }
    continues = goes_on;
  }
  std::erase_if(lines, [](const Line& line) {
    const std::size_t start = line.text.find_first_not_of(kBlanks);
    return start == std::string::npos || line.text[start] == '#';
  });
  return lines;
}

std::string_view take_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
  const std::string_view word = rest.substr(0, rest.find_first_of(kBlanks));
  rest.remove_prefix(word.size());
  return word;
}

std::vector<std::string> arguments_of(std::string_view rest) {
  std::vector<std::string> arguments;
  while (!rest.empty()) {
    rest.remove_prefix(1);  // the blank before it
    std::string argument;
    bool quoted = false;
    while (!rest.empty() && (quoted || kBlanks.find(rest.front()) == std::string_view::npos)) {
      if (rest.front() == '\'') quoted = !quoted;
      else argument.push_back(rest.front());
      rest.remove_prefix(1);
    }
    arguments.push_back(std::move(argument));
  }
  while (!arguments.empty() && arguments.back().empty()) arguments.pop_back();
  return arguments;
}

// What is not understood behind a percent sign goes with it.
std::string fill_in(std::string_view argument, std::uint32_t rank, std::size_t offset) {
  std::string text;
  for (std::size_t at = 0; at < argument.size(); ++at) {
    if (argument[at] != '%') {
      text += argument[at];
      continue;
    }
    const char letter = ++at < argument.size() ? argument[at] : '\0';
    if (letter == 't') text += std::to_string(rank);
    if (letter == 'o') text += std::to_string(offset);
  }
  return text;
}

// "0-2,5" with the reason why not.
Result<std::vector<std::uint32_t>> ranks_of(std::string_view text, std::uint32_t tasks) {
  std::vector<std::uint32_t> ranks;
  for (const std::string_view part : split(text, ',')) {
    const std::size_t dash = part.find('-');
    const Result<std::uint32_t> first = parse_u32(part.substr(0, dash));
    const Result<std::uint32_t> last = dash == std::string_view::npos ? first : parse_u32(part.substr(dash + 1));
    if (!first || !last) return Error::generic("Invalid task range specification (" + std::string(text) + ")");
    if (*first > *last) return Error::generic("Invalid task range, " + std::string(part));
    if (*last >= tasks) return Error::generic("Invalid task id, " + std::to_string(*last) + " >= ntasks");
    for (std::uint32_t rank = *first; rank <= *last; ++rank) ranks.push_back(rank);
  }
  return ranks;
}

std::optional<std::uint32_t> without_program(const Programs& programs) {
  const auto found = std::find_if(programs.begin(), programs.end(), [](const auto& argv) { return argv.empty(); });
  if (found == programs.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - programs.begin());
}

Status take_line(std::string_view text, Programs& programs) {
  const auto tasks = static_cast<std::uint32_t>(programs.size());
  const std::string_view ranks_text = take_word(text);
  const bool rest_of_tasks = ranks_text == "*";
  Result<std::vector<std::uint32_t>> ranks = std::vector<std::uint32_t>{};
  if (!rest_of_tasks) ranks = ranks_of(ranks_text, tasks);
  if (!ranks) return ranks.error();
  const std::string program(take_word(text));
  if (program.empty()) return Error::generic("");
  const std::vector<std::string> arguments = arguments_of(text);
  for (std::uint32_t rank = 0; rest_of_tasks && rank < tasks; ++rank)
    if (programs[rank].empty()) ranks->push_back(rank);
  for (std::size_t at = 0; at < ranks->size(); ++at) {
    const std::uint32_t rank = (*ranks)[at];
    std::vector<std::string>& argv = programs[rank];
    if (!argv.empty()) return Error::generic("Duplicate record for task " + std::to_string(rank));
    argv.push_back(program);
    for (const std::string& argument : arguments) argv.push_back(fill_in(argument, rank, rest_of_tasks ? rank : at));
  }
  return {};
}

}  // namespace

Result<Programs> parse_multi_prog(std::string_view config, std::uint32_t tasks, const std::string& file) {
  Programs programs(tasks);
  for (const Line& line : lines_of(config)) {
    const Status taken = take_line(line.text, programs);
    if (taken) continue;
    const std::string& why = taken.error().detail;
    return Error::generic((why.empty() ? "" : why + "\n") + "Line " + std::to_string(line.number) +
                          " of configuration file " + file + " invalid");
  }
  if (const auto rank = without_program(programs))
    return Error::generic("Configuration file " + file + " invalid, no record for task id " + std::to_string(*rank));
  return programs;
}

}  // namespace minislurm::text
