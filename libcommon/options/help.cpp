#include "libcommon/options/help.h"

namespace minislurm::options {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kHelpColumn = 30;

std::string long_form(const OptionText& row) {
  if (row.name.empty()) return {};
  std::string text = "--" + std::string(row.name);
  if (row.argument == Argument::Required) return text + "=" + std::string(row.metavar);
  if (row.argument == Argument::Optional) return text + "[=" + std::string(row.metavar) + "]";
  return text;
}

std::string heading(const OptionText& row) {
  std::string text = row.letter != 0 ? std::string("  -") + row.letter : std::string("    ");
  if (row.name.empty()) {
    if (row.argument == Argument::Required) text += " " + std::string(row.metavar);
    return text;
  }
  return text + (row.letter != 0 ? ", " : "  ") + long_form(row);
}

// Words of `text` from the help column on, broken before the screen's edge; the first line begins at `column`.
std::string wrapped(std::string_view text, std::size_t column) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (column > kHelpColumn && column + 1 + end >= kWidth) {
      out += "\n" + std::string(kHelpColumn, ' ');
      column = kHelpColumn;
    } else if (column > kHelpColumn) {
      out += ' ';
      ++column;
    }
    out += text.substr(0, end);
    column += end;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

std::string help(const HelpText& text, std::span<const OptionText> rows, std::span<const Section> sections) {
  std::string out = "Usage: " + std::string(text.program) + " " + std::string(text.synopsis) + "\n";
  if (!text.summary.empty()) out += std::string(text.summary) + "\n";
  for (const Section& section : sections) {
    std::string lines;
    for (const OptionText& row : rows.subspan(section.first, section.count)) {
      if (row.help.empty()) continue;
      std::string line = heading(row);
      if (line.size() + 2 > kHelpColumn) {
        lines += line + "\n";
        line.clear();
      }
      line.resize(kHelpColumn, ' ');
      lines += line + wrapped(row.help, kHelpColumn) + "\n";
    }
    if (lines.empty()) continue;
    if (!section.title.empty()) out += "\n" + std::string(section.title) + ":\n";
    out += lines;
  }
  return out;
}

std::string usage(const HelpText& text, std::span<const OptionText> rows) {
  std::string out = "Usage: " + std::string(text.program);
  const std::string indent(8 + text.program.size(), ' ');
  std::size_t column = out.size();
  const auto add = [&](const std::string& word) {
    if (column + 1 + word.size() >= kWidth) {
      out += "\n" + indent + word;
      column = indent.size() + word.size();
    } else {
      out += " " + word;
      column += 1 + word.size();
    }
  };
  for (const OptionText& row : rows) {
    if (row.help.empty()) continue;
    add("[" + (row.name.empty() ? std::string("-") + row.letter : long_form(row)) + "]");
  }
  // What stands behind the options in the synopsis.
  const std::size_t operands = text.synopsis.find("] ");
  if (text.synopsis.starts_with("[OPTION...]") && operands != text.synopsis.npos)
    add(std::string(text.synopsis.substr(operands + 2)));
  return out + "\n";
}

std::vector<std::string> list_options(std::span<const OptionText> rows) {
  std::vector<std::string> all;
  for (const OptionText& row : rows) {
    if (row.help.empty()) continue;
    if (!row.name.empty()) all.push_back("--" + std::string(row.name));
    if (row.letter != 0) all.push_back(std::string("-") + row.letter);
  }
  return all;
}

}  // namespace minislurm::options
