#include "libcommon/options/parser.h"

#include <algorithm>
#include <boost/program_options/cmdline.hpp>
#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <limits>
#include <optional>

#include "libcommon/options/answer.h"
#include "libcommon/options/explain.h"

namespace minislurm::options {
namespace {

namespace po = boost::program_options;

constexpr int kStyle = po::command_line_style::unix_style;  // - and --, adjacent and next, sticky letters, prefixes
constexpr char kDefault[] = "";
// What marks an operand in Boost's result, so that no option takes it for its value.
constexpr int kOperand = std::numeric_limits<int>::max();

bool is_operand(const std::string& token) { return token.size() < 2 || token[0] != '-'; }

po::options_description describe(std::span<const OptionText> rows) {
  po::options_description description;
  for (const OptionText& row : rows) {
    std::string names(row.name);
    if (row.letter != 0) names += std::string(",") + row.letter;
    if (names.empty()) continue;  // known to the environment only
    if (row.argument == Argument::None) {
      description.add_options()(names.c_str(), kDefault);
    } else if (row.argument == Argument::Optional) {
      description.add_options()(names.c_str(), po::value<std::string>()->implicit_value(kDefault));
    } else {
      description.add_options()(names.c_str(), po::value<std::string>());
    }
  }
  return description;
}

// The row that Boost's canonical name ("name", or "-l" for a letter without a name) stands for.
std::size_t row_of(std::span<const OptionText> rows, const std::string& key) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const bool only_letter = rows[row].name.empty() && rows[row].letter != 0;
    if (only_letter ? key == std::string("-") + rows[row].letter : rows[row].name == key) return row;
  }
  return rows.size();
}

po::option operand(std::string text) {
  po::option option;
  option.position_key = kOperand;
  option.original_tokens.push_back(text);
  option.value.push_back(std::move(text));
  return option;
}

std::vector<po::option> take_operands(std::vector<std::string>& tokens, bool all) {
  std::vector<po::option> taken;
  const std::size_t count = all ? tokens.size() : 1;
  for (std::size_t index = 0; index < count; ++index) taken.push_back(operand(tokens[index]));
  tokens.erase(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(count));
  return taken;
}

// Where getopt_long and Boost's own styles differ: an operand may end the options; "--name=" gives an empty value; and
// an argument in a token of its own may begin with a dash.
class GetoptStyle {
 public:
  GetoptStyle(std::span<const OptionText> rows, ParseRules rules, std::string& current)
      : rows_(rows), rules_(rules), current_(current) {}

  std::vector<po::option> operator()(std::vector<std::string>& tokens) const {
    current_ = tokens.front();
    if (is_operand(current_)) return take_operands(tokens, rules_.stop_at_first_operand);
    if (current_ == "--") {
      tokens.erase(tokens.begin());
      return take_operands(tokens, true);
    }
    const std::optional<std::size_t> row = find_argument_taker(rows_, current_);
    if (!row) return {};
    const std::size_t equals = current_.starts_with("--") ? current_.find('=') : std::string::npos;
    if (equals != std::string::npos && equals + 1 == current_.size()) return take_option(tokens, *row, {}, 1);
    const bool alone = equals == std::string::npos && (current_.starts_with("--") || current_.size() == 2);
    if (alone && rows_[*row].argument == Argument::Required && tokens.size() > 1)
      return take_option(tokens, *row, tokens[1], 2);
    return {};
  }

 private:
  std::vector<po::option> take_option(std::vector<std::string>& tokens, std::size_t row, std::string value,
                                      std::size_t count) const {
    po::option option;
    option.string_key = rows_[row].name.empty() ? std::string("-") + rows_[row].letter : std::string(rows_[row].name);
    option.value.push_back(std::move(value));
    option.original_tokens.assign(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(count));
    tokens.erase(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(count));
    return {option};
  }

  std::span<const OptionText> rows_;
  ParseRules rules_;
  std::string& current_;  // the token being read, for the error that names it
};

Scanned collect(std::span<const OptionText> rows, const po::parsed_options& parsed) {
  Scanned scanned;
  for (const po::option& option : parsed.options) {
    const std::string value = option.value.empty() ? std::string() : option.value.front();
    if (option.string_key.empty()) {
      scanned.operands.push_back(value);
    } else {
      scanned.options.push_back({row_of(rows, option.string_key), value});
    }
  }
  return scanned;
}

// The option that every command has for the sake of shells: it lists what a word may become.
constexpr OptionText kAutocomplete = {"autocomplete", 0, Argument::Required, "PREFIX", "", ""};

void add_completions(const OptionText& row, const std::string& part, std::string& list) {
  const std::string letter = row.letter != 0 ? std::string("-") + row.letter : std::string();
  if (!letter.empty() && letter.find(part) != letter.npos) list += letter + "\n";
  const std::string name = "--" + std::string(row.name);
  if (row.name.empty() || name.find(part) == name.npos) return;
  if (row.argument == Argument::None) list += name + "\n";
  else list += name + "=\n";
  if (row.argument == Argument::Optional) list += name + " \n";
}

// The options with `part` in them, a line each: "--name=" where a value follows.
std::string completions(std::span<const OptionText> rows, const std::string& part) {
  std::string list;
  if (part.empty()) return list;
  std::vector<const OptionText*> sorted;
  for (const OptionText& row : rows) sorted.push_back(&row);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const OptionText* left, const OptionText* right) { return left->name < right->name; });
  for (const OptionText* row : sorted) add_completions(*row, part, list);
  return list;
}

}  // namespace

Result<Scanned> scan(std::span<const OptionText> own_rows, const std::vector<std::string>& arguments,
                     ParseRules rules) {
  std::vector<OptionText> rows(own_rows.begin(), own_rows.end());
  rows.push_back(kAutocomplete);
  std::string current;
  try {
    const po::options_description description = describe(rows);
    const po::parsed_options parsed = po::command_line_parser(arguments)
                                          .options(description)
                                          .style(kStyle)
                                          .extra_style_parser(GetoptStyle(rows, rules, current))
                                          .run();
    Scanned scanned = collect(rows, parsed);
    for (const Given& given : scanned.options)
      if (given.row == own_rows.size()) return Error{kListed, completions(own_rows, given.value)};
    return scanned;
  } catch (const po::error&) {
    return Error{kUsageError, explain(rows, current)};
  }
}

}  // namespace minislurm::options
