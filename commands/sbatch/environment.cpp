#include "commands/sbatch/environment.h"

#include <cstdio>

#include "commands/support/option_variables.h"
#include "commands/support/process_limits.h"
#include "commands/support/submission.h"
#include "libcommon/text/words.h"

namespace minislurm::sbatch {
namespace {

constexpr std::size_t kMostExportFile = 16U << 20;  // bytes

std::string octal(std::uint32_t mask) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%#04o", mask);
  return buffer;
}

void add_own(const Context& context, const Options& options, Variables& variables) {
  variables.insert_or_assign("SLURM_SUBMIT_DIR", context.caller().work_dir);
  variables.insert_or_assign("SLURM_SUBMIT_HOST", context.caller().hostname);
  if (!context.env("SLURM_UMASK")) variables.insert_or_assign("SLURM_UMASK", octal(context.caller().umask));
  for (const auto& [name, value] : process_limits()) variables.insert_or_assign(name, value);
  for (const auto& [name, value] : option_variables(options)) variables.insert_or_assign(name, value);
  if (options.spec.open_mode != OpenMode::Default)
    variables.insert_or_assign("SLURM_OPEN_MODE", options.spec.open_mode == OpenMode::Append ? "a" : "t");
  // Steps of the job choose from its environment as sbatch chose from the caller's.
  if (options.export_value && !text::iequals(*options.export_value, "ALL"))
    variables.insert_or_assign("SLURM_EXPORT_ENV", *options.export_value);
}

}  // namespace

Result<std::string> job_environment(const Context& context, const Options& options) {
  const Result<text::ExportList> wanted = text::parse_export(options.export_value.value_or("ALL"));
  if (!wanted) return wanted.error();
  Variables variables = exported_variables(context, *wanted);
  if (!options.export_file.empty()) {
    // A number is an open descriptor.
    const bool is_descriptor = options.export_file.find_first_not_of("0123456789") == std::string::npos;
    const std::string path = is_descriptor ? "/dev/fd/" + options.export_file : options.export_file;
    const Result<std::string> content = context.read_file(path, kMostExportFile);
    if (!content) return Error::generic("Unable to open file " + options.export_file);
    for (const std::string_view assignment : text::split(*content, '\0')) add_assignment(variables, assignment);
  }
  add_own(context, options, variables);
  if (options.get_user_env || wanted->base == text::ExportBase::None)
    variables.insert_or_assign("SLURM_GET_USER_ENV", "1");
  return environment_block(variables);
}

}  // namespace minislurm::sbatch
