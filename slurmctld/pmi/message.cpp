#include "slurmctld/pmi/message.h"

#include <algorithm>
#include <cstdio>

namespace minislurm::pmi {

namespace {

constexpr std::string_view kRestOfLine = "value";

void add(Message& message, std::string_view name, std::string value) {
  if (message.command.empty() && name == "cmd") {
    message.command = std::move(value);
  } else {
    message.fields.emplace_back(name, std::move(value));
  }
}

// The value at the text's start, up to the semicolon that ends it; both go.
std::string take_value(std::string_view& text) {
  std::string value;
  while (!text.empty()) {
    const char letter = text.front();
    text.remove_prefix(1);
    if (letter == ';') {
      if (text.empty() || text.front() != ';') break;
      text.remove_prefix(1);
    }
    value.push_back(letter);
  }
  return value;
}

}  // namespace

std::string_view Message::field(std::string_view name) const {
  for (const auto& [own, value] : fields)
    if (own == name) return value;
  return {};
}

std::optional<Message> parse_line(std::string_view line) {
  Message message;
  if (!line.starts_with("cmd=")) return std::nullopt;
  while (!line.empty()) {
    if (line.front() == ' ') {
      line.remove_prefix(1);
      continue;
    }
    const std::size_t equals = line.find('='), blank = line.find(' ');
    if (equals == std::string_view::npos || blank < equals) {  // a word without value says nothing
      line.remove_prefix(std::min(blank, line.size()));
      continue;
    }
    const std::string_view name = line.substr(0, equals);
    line.remove_prefix(equals + 1);
    const std::size_t size = name == kRestOfLine ? line.size() : std::min(line.find(' '), line.size());
    add(message, name, std::string(line.substr(0, size)));
    line.remove_prefix(size);
  }
  return message;
}

std::string format_line(const Message& message) {
  std::string text = "cmd=" + message.command;
  for (const auto& [name, value] : message.fields) text.append(" ").append(name).append("=").append(value);
  return text + "\n";
}

std::optional<Message> parse_frame(std::string_view text) {
  Message message;
  if (!text.starts_with("cmd=")) return std::nullopt;
  while (!text.empty()) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) break;
    const std::string_view name = text.substr(0, equals);
    text.remove_prefix(equals + 1);
    add(message, name, take_value(text));
  }
  return message;
}

std::string format_frame(const Message& message) {
  std::string text = "cmd=" + message.command + ";";
  for (const auto& [name, value] : message.fields) {
    text.append(name).push_back('=');
    for (const char letter : value) text.append(letter == ';' ? 2 : 1, letter);
    text.push_back(';');
  }
  char count[16];
  std::snprintf(count, sizeof count, "%6zu", text.size());
  return count + text;
}

}  // namespace minislurm::pmi
