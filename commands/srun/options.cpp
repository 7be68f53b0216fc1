#include "commands/srun/options.h"

#include <string_view>
#include <utility>

namespace minislurm::srun {

Status read_options(const Context& context, const options::OptionSet<Options>& set,
                    const std::vector<std::string>& arguments, Options& options) {
  constexpr std::string_view kPrefixes[] = {"SLURM_", "SRUN_"};
  const auto get = [&context](const std::string& name) { return context.env(name); };
  options.now = context.now();
  options.source = options::Source::Environment;
  if (Status done = set.apply_environment(get, kPrefixes, options); !done) return done;
  // Within a job it names the job, not each of its steps.
  if (!options.job.empty()) options.spec.name.clear();
  options.source = options::Source::CommandLine;
  Result<std::vector<std::string>> operands = set.parse(arguments, options, {.stop_at_first_operand = true});
  if (!operands) return operands.error();
  options.command = std::move(*operands);
  return {};
}

}  // namespace minislurm::srun
