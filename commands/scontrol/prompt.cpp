#include "commands/scontrol/prompt.h"

#include <string_view>

#include "commands/scontrol/verbs.h"
#include "commands/support/prompt.h"

namespace minislurm::scontrol {
namespace {

bool is_blank(char letter) { return letter == ' ' || letter == '\t'; }

// Blanks separate words, but not within quotes, which stay part of the word. A quote that begins a word is a letter
// like others: so does Slurm's prompt.
Result<Words> split(std::string_view line) {
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

int prompt(Session& session) { return minislurm::prompt(session, "scontrol", split, run_verb); }

}  // namespace minislurm::scontrol
