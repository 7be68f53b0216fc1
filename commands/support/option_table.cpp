#include "commands/support/option_table.h"

#include <map>
#include <string>

#include "commands/support/messages.h"
#include "libcommon/text/time_limit.h"

namespace minislurm {
namespace {

constexpr std::size_t kColumn = 20;

std::string shown(const options::OptionText& row, const std::string& value) {
  if (row.argument == options::Argument::None || value.empty()) return "set";
  if (row.name == "time" || row.name == "time-min")
    if (const Result<Minutes> limit = text::parse_time_limit(value)) return text::format_minutes_padded(*limit);
  return value;
}

}  // namespace

void show_defined_options(Context& context, std::span<const options::OptionText> rows,
                          std::span<const std::string_view> prefixes,
                          const std::vector<const options::Scanned*>& lines) {
  if (context.verbosity() < 1) return;
  std::map<std::string, std::string> given;
  for (const options::OptionText& row : rows)
    for (const std::string_view variable : options::variables_of(row, prefixes))
      if (const auto value = context.env(std::string(variable)); value && !row.name.empty())
        given[std::string(row.name)] = shown(row, *value);
  for (const options::Scanned* line : lines)
    for (const options::Given& one : line->options)
      given[std::string(rows[one.row].name)] = shown(rows[one.row], one.value);
  if (given.count("verbose") != 0) given["verbose"] = std::to_string(context.verbosity());
  const std::string rule(kColumn, '-');
  verbose(context, "defined options");
  verbose(context, rule + " " + rule);
  for (const auto& [name, value] : given)
    verbose(context, name + std::string(kColumn - std::min(kColumn, name.size()), ' ') + ": " + value);
  verbose(context, rule + " " + rule);
  verbose(context, "end of defined options");
}

}  // namespace minislurm
