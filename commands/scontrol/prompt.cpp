#include "commands/scontrol/prompt.h"

#include <string_view>

#include "commands/scontrol/verbs.h"

namespace minislurm::scontrol {
namespace {

bool is_blank(char letter) { return letter == ' ' || letter == '\t'; }

// Blanks separate words, but not within quotes, which stay part of the word. A quote that begins a word is a letter
// like others: so does Slurm's prompt.
Words split(std::string_view line) {
  Words words;
  for (std::size_t at = 0; at < line.size();) {
    if (is_blank(line[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at++;
    for (char quote = 0; at < line.size() && (quote != 0 || !is_blank(line[at])); ++at) {
      const char letter = line[at];
      if (quote != 0) quote = letter == quote ? char{0} : quote;
      else if (letter == '"' || letter == '\'') quote = letter;
    }
    words.emplace_back(line.substr(begin, at - begin));
  }
  return words;
}

}  // namespace

int prompt(Session& session) {
  int result = 0;
  const bool echo = !session.context.in_is_terminal();  // so that a recorded session reads like a typed one
  std::string line;
  while (!session.done) {
    session.context.out() << "scontrol: " << std::flush;
    if (!std::getline(session.context.in(), line)) {
      session.context.out() << '\n';
      break;
    }
    if (echo) session.context.out() << line << '\n' << std::flush;
    const Words words = split(line);
    if (words.empty()) continue;
    if (words[0] != "!!") session.last = words;
    if (session.last.empty()) continue;
    if (run_verb(session, session.last) != 0) result = 1;
    session.context.out() << std::flush;
  }
  return result;
}

}  // namespace minislurm::scontrol
