#include "libcommon/options/explain.h"

#include <algorithm>
#include <vector>

namespace minislurm::options {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

std::size_t find_letter(std::span<const OptionText> rows, char letter) {
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (rows[row].letter == letter && letter != 0) return row;
  return kNone;
}

// All rows that the name may mean; only one where it is exact.
std::vector<std::size_t> find_name(std::span<const OptionText> rows, std::string_view name) {
  std::vector<std::size_t> found;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows[row].name.empty()) continue;
    if (rows[row].name == name) return {row};
    if (rows[row].name.starts_with(name)) found.push_back(row);
  }
  return found;
}

std::string explain_long(std::span<const OptionText> rows, std::string_view token) {
  const std::size_t equals = token.find('=');
  const std::vector<std::size_t> found = find_name(rows, token.substr(2, equals == token.npos ? equals : equals - 2));
  if (found.empty()) return "unrecognized option '" + std::string(token) + "'";
  if (found.size() > 1) {
    std::string text = "option '" + std::string(token) + "' is ambiguous; possibilities:";
    std::vector<std::string_view> names;
    for (const std::size_t row : found) names.push_back(rows[row].name);
    std::sort(names.begin(), names.end());
    for (const std::string_view name : names) text += " '--" + std::string(name) + "'";
    return text;
  }
  const std::string name = "option '--" + std::string(rows[found.front()].name);
  if (rows[found.front()].argument == Argument::None) return name + "' doesn't allow an argument";
  return name + "' requires an argument";
}

std::string explain_letters(std::span<const OptionText> rows, std::string_view token) {
  for (const char letter : token.substr(1)) {
    const std::size_t row = find_letter(rows, letter);
    if (row == kNone) return std::string("invalid option -- '") + letter + "'";
    if (rows[row].argument != Argument::None) return std::string("option requires an argument -- '") + letter + "'";
  }
  return "unrecognized option '" + std::string(token) + "'";
}

}  // namespace

std::optional<std::size_t> find_argument_taker(std::span<const OptionText> rows, std::string_view token) {
  std::size_t row = kNone;
  if (token.starts_with("--")) {
    const std::size_t equals = token.find('=');
    const std::vector<std::size_t> found = find_name(rows, token.substr(2, equals == token.npos ? equals : equals - 2));
    if (found.size() == 1) row = found.front();
  } else if (token.size() >= 2) {
    row = find_letter(rows, token[1]);
  }
  if (row == kNone || rows[row].argument == Argument::None) return std::nullopt;
  return row;
}

std::string explain(std::span<const OptionText> rows, std::string_view token) {
  return token.starts_with("--") ? explain_long(rows, token) : explain_letters(rows, token);
}

}  // namespace minislurm::options
