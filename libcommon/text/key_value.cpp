#include "libcommon/text/key_value.h"

#include "libcommon/text/words.h"

namespace minislurm::text {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Words of a line with their quotes taken off. A quote opens within a word too: Key="a b".
Result<std::vector<std::string>> unquoted_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool inside = false;
  char quote = 0;
  for (const char c : line) {
    if (quote != 0) {
      if (c == quote) quote = 0;
      else word += c;
    } else if (c == '"' || c == '\'') {
      quote = c;
      inside = true;
    } else if (is_blank(c) || c == '#') {
      if (inside) words.push_back(std::move(word));
      word.clear();
      inside = false;
      if (c == '#') break;
    } else {
      word += c;
      inside = true;
    }
  }
  if (quote != 0) return Error::generic("Unterminated quote in: " + std::string{line});
  if (inside) words.push_back(std::move(word));
  return words;
}

}  // namespace

std::optional<KeyValue> parse_key_value(std::string_view word) {
  const std::size_t equal = word.find('=');
  if (equal == std::string_view::npos) return std::nullopt;
  KeyValue out{{}, std::string{word.substr(equal + 1)}, Assignment::Set};
  std::string_view key = word.substr(0, equal);
  if (!key.empty() && (key.back() == '+' || key.back() == '-')) {
    out.how = key.back() == '+' ? Assignment::Add : Assignment::Remove;
    key.remove_suffix(1);
  }
  if (key.empty()) return std::nullopt;
  out.key = std::string{key};
  return out;
}

Result<std::vector<KeyValue>> parse_key_values(std::string_view line) {
  const auto words = unquoted_words(line);
  if (!words) return words.error();
  std::vector<KeyValue> pairs;
  for (const std::string& word : *words) {
    auto pair = parse_key_value(word);
    if (!pair) return Error::generic(word);
    pairs.push_back(std::move(*pair));
  }
  return pairs;
}

}  // namespace minislurm::text
