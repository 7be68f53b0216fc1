#include "libcommon/text/file_pattern.h"

#include <algorithm>
#include <cstddef>

namespace minislurm::text {
namespace {

using Values = FilePatternValues;

constexpr std::size_t kMaxPadding = 10;
constexpr std::uint32_t kNoTask = 0xfffffffe;

std::uint32_t task_id(const Values& values) { return values.array_task_id.value_or(kNoTask); }

struct NumberRow {
  char letter;
  std::uint32_t (*number)(const Values&);
};
constexpr NumberRow kNumbers[] = {
    {'A', [](const Values& v) { return v.array_job_id != 0 ? v.array_job_id : v.job_id; }},
    {'a', task_id},
    {'b', [](const Values& v) { return task_id(v) % 10; }},
    {'j', [](const Values& v) { return v.job_id; }},
    {'J', [](const Values& v) { return v.job_id; }},
    {'n', [](const Values& v) { return v.node_index; }},
    {'r', [](const Values& v) { return v.restarts; }},
    {'t', [](const Values& v) { return v.task; }},
};

struct TextRow {
  char letter;
  std::string (*text)(const Values&);
};
constexpr TextRow kTexts[] = {
    {'%', [](const Values&) { return std::string{"%"}; }},
    {'N', [](const Values& v) { return v.host.substr(0, v.host.find('.')); }},
    {'s', [](const Values& v) { return v.step.value_or("batch"); }},
    {'u', [](const Values& v) { return v.user; }},
    {'x', [](const Values& v) { return v.job_name; }},
};

std::string padded(std::uint32_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

// False: the letter has no meaning.
bool append_value(std::string& out, char letter, std::size_t width, const Values& values) {
  for (const NumberRow& row : kNumbers) {
    if (row.letter != letter) continue;
    out += padded(row.number(values), width);
    if (letter == 'J' && values.step && *values.step != "batch") out += '.' + *values.step;
    return true;
  }
  for (const TextRow& row : kTexts) {
    if (row.letter != letter) continue;
    out += row.text(values);
    return true;
  }
  return false;
}

// A backslash that is doubled stands for itself.
std::string without_backslashes(std::string_view pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\' && (++i == pattern.size())) break;
    out += pattern[i];
  }
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string expand_file_pattern(std::string_view pattern, const FilePatternValues& values) {
  if (pattern.find('\\') != std::string_view::npos) return without_backslashes(pattern);
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      out += pattern[i];
      continue;
    }
    std::size_t at = i + 1, width = 0;
    for (; at < pattern.size() && is_digit(pattern[at]); ++at)
      width = std::min(kMaxPadding, width * 10 + static_cast<std::size_t>(pattern[at] - '0'));
    if (at == pattern.size() || !append_value(out, pattern[at], width, values)) {
      out += pattern.substr(i, at - i + 1);
    }
    i = at;
  }
  return out;
}

bool differs_by_task(std::string_view pattern) {
  if (pattern.find('\\') != std::string_view::npos) return false;
  for (std::size_t i = 0; i + 1 < pattern.size(); ++i) {
    if (pattern[i] != '%') continue;
    ++i;
    while (i < pattern.size() && is_digit(pattern[i])) ++i;
    if (i < pattern.size() && (pattern[i] == 't' || pattern[i] == 'n' || pattern[i] == 'N')) return true;
  }
  return false;
}

}  // namespace minislurm::text
