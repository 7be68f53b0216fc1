#include "libcommon/table/format_string.h"

#include <algorithm>

#include "libcommon/text/words.h"

namespace minislurm::table {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Digits from `at` on; moves behind them.
std::size_t read_width(std::string_view text, std::size_t& at) {
  std::size_t width = 0;
  for (; at < text.size() && is_digit(text[at]); ++at)
    width = std::min(kMaxWidth, width * 10 + static_cast<std::size_t>(text[at] - '0'));
  return width;
}

// `token` is what follows a '%', up to the next one.
FormatField read_short(std::string_view token) {
  FormatField field;
  std::size_t at = 0;
  if (token.front() == '.') {
    field.right = true;
    ++at;
  }
  field.width = read_width(token, at);
  field.key = std::string{token.substr(at, 1)};
  at = std::min(at + 1, token.size());
  field.source = '%' + std::string{token.substr(0, at)};
  field.suffix = std::string{token.substr(at)};
  return field;
}

FormatField read_long(std::string_view token) {
  FormatField field;
  const std::size_t colon = token.find(':');
  field.key = std::string{token.substr(0, colon)};
  field.source = field.key;
  if (colon == std::string_view::npos) {
    field.width = kLongWidth;
    return field;
  }
  std::size_t at = colon + 1;
  if (at < token.size() && token[at] == '.') {
    field.right = true;
    ++at;
  }
  const std::size_t before = at;
  while (at < token.size() && (token[at] == ' ' || token[at] == '+')) ++at;
  if (at < token.size() && !is_digit(token[at])) at = before;
  field.width = read_width(token, at);
  field.source = std::string{token.substr(0, at)};
  field.suffix = std::string{token.substr(at)};
  return field;
}

}  // namespace

FormatString parse_short_format(std::string_view format) {
  const std::vector<std::string_view> tokens = text::split(format, '%');
  FormatString out{std::string{tokens.front()}, {}};
  // "%%" names no field: Slurm passes over it.
  for (std::size_t i = 1; i < tokens.size(); ++i)
    if (!tokens[i].empty()) out.fields.push_back(read_short(tokens[i]));
  return out;
}

FormatString parse_long_format(std::string_view format) {
  FormatString out;
  for (const std::string_view token : text::split(format, ','))
    if (!token.empty()) out.fields.push_back(read_long(token));
  return out;
}

}  // namespace minislurm::table
