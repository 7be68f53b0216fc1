#include "commands/sbatch/script.h"

#include <filesystem>

#include "libcommon/text/words.h"

namespace minislurm::sbatch {
namespace {

constexpr std::string_view kBlank = " \t\r\n\v\f";
// Real Slurm takes the second for a comment: options that it does not know can be given there.
constexpr std::string_view kDirectives[] = {"#SBATCH", "#MINISLURM"};
constexpr std::string_view kSeparator = "hetjob", kOldSeparator = "packjob";

Error too_long() {
  return Error::generic("Batch script is longer than " + std::to_string(kMaxScript) + " bytes");
}

std::string absolute(const Context& context, const std::string& path) {
  return path.starts_with('/') ? path : context.caller().work_dir + "/" + path;
}

// As a shell finds a program, the working directory before PATH.
Result<Script> load_file(Context& context, const std::string& given) {
  std::vector<std::string> places{absolute(context, given)};
  if (given.find('/') == given.npos) {
    const std::string path = context.env("PATH").value_or("");
    for (const std::string_view folder : text::split_list(path, ':'))
      places.push_back(absolute(context, std::string(folder) + "/" + given));
  }
  for (const std::string& place : places) {
    Result<std::string> content = context.read_file(place, kMaxScript);
    if (!content && content.error().code == Code::NoSpace) return too_long();
    const bool folder = !content && std::filesystem::is_directory(place) && given.find('/') != given.npos;
    if (folder || (!content && given == ".")) content = std::string();  // nothing to read there
    if (!content) continue;
    Script script;
    script.text = std::move(*content);
    script.path = place;
    script.name = given.substr(given.rfind('/') + 1);
    return script;
  }
  return Error::generic("Unable to open file " + given);
}

Result<Script> load_standard_input(Context& context) {
  Script script;
  script.name = "sbatch";
  char buffer[65536];
  while (context.in().read(buffer, sizeof buffer) || context.in().gcount() > 0) {
    script.text.append(buffer, static_cast<std::size_t>(context.in().gcount()));
    if (script.text.size() > kMaxScript) return too_long();
  }
  return script;
}

// 0: the line holds no options.
std::size_t directive_length(std::string_view line) {
  for (const std::string_view word : kDirectives)
    if (line.starts_with(word)) return word.size();
  return 0;
}

// A '#' outside of quotes ends the line, within a word too.
std::string_view without_comment(std::string_view line) {
  char quote = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '\\' && quote != '\'') {
      ++at;
    } else if (quote != 0) {
      quote = c == quote ? '\0' : quote;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      return line.substr(0, at);
    }
  }
  return line;
}

// `rest` of a line has a quote that is not closed: the word with it is shown, with the blank before.
Error open_quote(std::string_view name, std::size_t number, std::string_view rest) {
  std::size_t begin = rest.find_last_of(kBlank);
  while (begin != rest.npos && begin > 0 && !text::split_shell_words(rest.substr(0, begin)))
    begin = rest.find_last_of(kBlank, begin - 1);
  const std::string_view word = rest.substr(begin == rest.npos ? 0 : begin);
  const std::size_t quote = word.find_first_of("\"'");
  return Error{options::kFatalMix, std::string(name) + ": line " + std::to_string(number) + ": Unmatched `" +
                                       std::string(word.substr(std::min(quote, word.size()), 1)) + "` in [" +
                                       std::string(word) + "]"};
}

}  // namespace

Result<Script> load_script(Context& context, const Options& options, const std::vector<std::string>& operands) {
  if (!options.wrap) return operands.empty() ? load_standard_input(context) : load_file(context, operands.front());
  if (!operands.empty()) return Error::generic("Script arguments not permitted with --wrap option");
  Script script;
  script.text = "#!/bin/sh\n# from sbatch --wrap\n\n" + *options.wrap + "\n";
  script.name = "wrap";
  if (script.text.size() > kMaxScript) return too_long();
  return script;
}

Status check_script(std::string_view text) {
  if (text.empty()) return Error::generic("Batch script is empty!");
  if (text.find_first_not_of(kBlank) == text.npos) return Error::generic("Batch script contains only whitespace!");
  if (!text.starts_with("#!"))
    return Error::generic(
        "This does not look like a batch script.  The first\n"
        "line must start with #! followed by the path to an interpreter.\n"
        "For instance: #!/bin/sh");
  if (text.find('\0') != text.npos)
    return Error::generic("The Slurm controller does not allow scripts that\ncontain a NULL character '\\0'.");
  if (text.find("\r\n") != text.npos)
    return Error::generic(
        "Batch script contains DOS line breaks (\\r\\n)\n"
        "instead of expected UNIX line breaks (\\n).");
  return {};
}

Result<Directives> directives(std::string_view script, std::string_view name) {
  Directives made;
  std::size_t number = 0;
  while (!script.empty()) {
    ++number;
    const std::string_view line = script.substr(0, script.find('\n'));
    script.remove_prefix(std::min(line.size() + 1, script.size()));
    if (const std::size_t length = directive_length(line); length != 0) {
      const std::string_view rest = line.substr(length);
      if (!rest.empty() && kBlank.find(rest.front()) == kBlank.npos) continue;  // another comment
      Result<std::vector<std::string>> found = text::split_shell_words(without_comment(rest));
      if (!found) return open_quote(name, number, rest);
      const bool old = found->size() == 1 && found->front() == kOldSeparator;
      made.has_old_separator = made.has_old_separator || old;
      if (old || (found->size() == 1 && found->front() == kSeparator)) made.components.emplace_back();
      else made.components.back().insert(made.components.back().end(), found->begin(), found->end());
      continue;
    }
    const std::size_t first = line.find_first_not_of(kBlank);
    if (first != line.npos && line[first] != '#') break;  // the first command
  }
  return made;
}

}  // namespace minislurm::sbatch
