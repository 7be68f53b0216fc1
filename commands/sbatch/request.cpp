#include "commands/sbatch/request.h"

#include "commands/sbatch/environment.h"
#include "commands/support/submission.h"
#include "libcommon/text/words.h"

namespace minislurm::sbatch {
namespace {

JobSpec make_spec(const Context& context, const Options& options, const Script& script,
                  const std::vector<std::string>& arguments, const std::vector<std::string>& operands) {
  JobSpec spec = make_job_spec(context, JobKind::Batch, options, arguments);
  if (spec.name.empty()) spec.name = script.name;
  spec.command = script.path;
  for (std::string* stream : {&spec.std_out, &spec.std_err, &spec.std_in})
    if (text::iequals(*stream, "none")) *stream = "/dev/null";
  if (!operands.empty()) spec.script_arguments.assign(operands.begin() + 1, operands.end());
  return spec;
}

}  // namespace

Result<wire::SubmitRequest> make_request(const Context& context, const std::vector<Options>& components, Script script,
                                         const std::vector<std::string>& arguments,
                                         const std::vector<std::string>& operands) {
  wire::SubmitRequest request;
  const Options& options = components.front();
  Result<std::string> environment = job_environment(context, options);
  if (!environment) return environment.error();
  request.environment = std::move(*environment);
  request.test_only = options.test_only;
  request.spec = make_spec(context, options, script, arguments, operands);
  for (std::size_t at = 1; at < components.size(); ++at)
    request.components.push_back(make_spec(context, components[at], script, arguments, operands));
  request.script = std::move(script.text);
  return request;
}

}  // namespace minislurm::sbatch
