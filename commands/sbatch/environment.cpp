#include "commands/sbatch/environment.h"

#include <cstdio>
#include <map>

#include "libcommon/text/environment.h"
#include "libcommon/text/words.h"

namespace minislurm::sbatch {
namespace {

constexpr std::size_t kMostExportFile = 16U << 20;  // bytes
using Variables = std::map<std::string, std::string>;

void add_assignment(Variables& variables, std::string_view assignment) {
  const std::size_t equal = assignment.find('=');
  if (equal == assignment.npos || equal == 0) return;
  variables.insert_or_assign(std::string(assignment.substr(0, equal)), std::string(assignment.substr(equal + 1)));
}

// Slurm's own variables go with every job, whatever --export says.
bool always_exported(std::string_view name) { return name.starts_with("SLURM_") || name.starts_with("SPANK_"); }

Variables select(const Context& context, const text::ExportList& wanted) {
  Variables selected;
  const bool all = wanted.base == text::ExportBase::All;
  for (const std::string& assignment : context.environment()) {
    const std::string_view name = std::string_view(assignment).substr(0, assignment.find('='));
    if (all || always_exported(name)) add_assignment(selected, assignment);
  }
  for (const std::string& name : wanted.names)
    if (const std::optional<std::string> value = context.env(name); value) selected.insert_or_assign(name, *value);
  for (const auto& assignment : wanted.values) selected.insert_or_assign(assignment.first, assignment.second);
  return selected;
}

std::string octal(std::uint32_t mask) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%#04o", mask);
  return buffer;
}

void add_own(const Context& context, const SbatchOptions& options, Variables& variables) {
  variables.insert_or_assign("SLURM_SUBMIT_DIR", context.caller().work_dir);
  variables.insert_or_assign("SLURM_SUBMIT_HOST", context.caller().hostname);
  if (!context.env("SLURM_UMASK")) variables.insert_or_assign("SLURM_UMASK", octal(context.caller().umask));
  // Steps of the job choose from its environment as sbatch chose from the caller's.
  if (options.export_value && !text::iequals(*options.export_value, "ALL"))
    variables.insert_or_assign("SLURM_EXPORT_ENV", *options.export_value);
}

}  // namespace

Result<std::string> job_environment(const Context& context, const SbatchOptions& options) {
  const Result<text::ExportList> wanted = text::parse_export(options.export_value.value_or("ALL"));
  if (!wanted) return wanted.error();
  Variables variables = select(context, *wanted);
  if (!options.export_file.empty()) {
    const Result<std::string> content = context.read_file(options.export_file, kMostExportFile);
    if (!content) return Error::generic("Unable to open file " + options.export_file);
    for (const std::string_view assignment : text::split(*content, '\0')) add_assignment(variables, assignment);
  }
  add_own(context, options, variables);
  if (options.get_user_env || wanted->base == text::ExportBase::None)
    variables.insert_or_assign("SLURM_GET_USER_ENV", "1");

  std::string block;
  for (const auto& variable : variables) {
    block += variable.first + "=" + variable.second;
    block += '\0';
  }
  return block;
}

}  // namespace minislurm::sbatch
