// The options of one command: one or more tables, in the order in which --help shows them. A table may be made for a
// base of the command's target, so that commands share rows.
//
//   OptionSet<SqueueOptions> set;
//   set.add("Selection", kSelectionRows).add("Help", kHelpRows);   // kHelpRows are for StandardOptions, a base
//   Result<std::vector<std::string>> operands = set.parse(arguments, target);
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/options/option.h"
#include "libcommon/options/parser.h"

namespace minislurm::options {

struct Section {
  std::string_view title;
  std::size_t first = 0, count = 0;  // its rows
};

// The variables of a row that have one of the prefixes ("SBATCH_").
std::vector<std::string_view> variables_of(const OptionText& row, std::span<const std::string_view> prefixes);

template <class Target>
class OptionSet {
 public:
  explicit OptionSet(std::uint32_t command = kAllCommands) : command_(command) {}

  template <class Base, std::size_t N>
  OptionSet& add(std::string_view title, const Option<Base> (&rows)[N]) {
    return add(title, std::span<const Option<Base>>(rows));
  }

  template <class Base>
  OptionSet& add(std::string_view title, std::span<const Option<Base>> rows) {
    const std::size_t first = texts_.size();
    for (const Option<Base>& row : rows) {
      if ((row.commands & command_) == 0) continue;
      texts_.push_back({row.name, row.letter, row.argument, row.metavar, row.environment, row.help});
      setters_.push_back({&row, [](const void* known, Target& target, std::string_view value) {
                            return static_cast<const Option<Base>*>(known)->set(target, value);
                          }});
    }
    sections_.push_back({title, first, texts_.size() - first});
    return *this;
  }

  // Splits the line up without acting on it. Errors: kUsageError.
  Result<Scanned> scan(const std::vector<std::string>& arguments, ParseRules rules = {}) const {
    return options::scan(texts_, arguments, rules);
  }

  // Acts on the options in their order, up to the first that fails.
  Status apply(const Scanned& scanned, Target& target) const {
    for (const Given& given : scanned.options)
      if (Status done = set(given.row, target, given.value); !done) return done;
    return {};
  }

  // scan and apply; the operands. For layered sources call apply_environment() before.
  Result<std::vector<std::string>> parse(const std::vector<std::string>& arguments, Target& target,
                                         ParseRules rules = {}) const {
    Result<Scanned> scanned = scan(arguments, rules);
    if (!scanned) return scanned.error();
    if (Status done = apply(*scanned, target); !done) return done.error();
    return std::move(scanned->operands);
  }

  // Every row whose variable is set, in the order of the rows. `get` is name -> std::optional<std::string>;
  // `prefixes` says whose variables count ("SQUEUE_"). An option without an argument is given by a variable that is
  // set at all; its row sees the value all the same.
  template <class Getter>
  Status apply_environment(const Getter& get, std::span<const std::string_view> prefixes, Target& target) const {
    for (std::size_t row = 0; row < texts_.size(); ++row) {
      for (const std::string_view variable : variables_of(texts_[row], prefixes)) {
        const std::optional<std::string> value = get(std::string(variable));
        if (!value) continue;
        if (Status done = set(row, target, *value); !done) return done;
      }
    }
    return {};
  }

  std::span<const OptionText> rows() const { return texts_; }
  std::span<const Section> sections() const { return sections_; }

 private:
  struct Setter {
    const void* row;
    Status (*call)(const void* row, Target& target, std::string_view value);
  };

  Status set(std::size_t row, Target& target, std::string_view value) const {
    return setters_[row].call(setters_[row].row, target, value);
  }

  std::uint32_t command_;
  std::vector<OptionText> texts_;
  std::vector<Setter> setters_;  // one for each text
  std::vector<Section> sections_;
};

// For a command with a single table.
template <class Target, std::size_t N>
Result<std::vector<std::string>> parse(const Option<Target> (&rows)[N], const std::vector<std::string>& arguments,
                                       Target& target, ParseRules rules = {}) {
  return OptionSet<Target>().add("", rows).parse(arguments, target, rules);
}

}  // namespace minislurm::options
