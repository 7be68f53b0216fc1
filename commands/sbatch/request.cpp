#include "commands/sbatch/request.h"

#include "commands/sbatch/environment.h"
#include "commands/support/submission.h"
#include "libcommon/text/words.h"

namespace minislurm::sbatch {

Result<wire::SubmitRequest> make_request(const Context& context, const Options& options, Script script,
                                         const std::vector<std::string>& arguments,
                                         const std::vector<std::string>& operands) {
  wire::SubmitRequest request;
  Result<std::string> environment = job_environment(context, options);
  if (!environment) return environment.error();
  request.environment = std::move(*environment);
  request.script = std::move(script.text);
  request.test_only = options.test_only;

  JobSpec& spec = request.spec;
  spec = make_job_spec(context, JobKind::Batch, options, arguments);
  if (spec.name.empty()) spec.name = script.name;
  spec.command = script.path;
  for (std::string* stream : {&spec.std_out, &spec.std_err, &spec.std_in})
    if (text::iequals(*stream, "none")) *stream = "/dev/null";
  if (!operands.empty()) spec.script_arguments.assign(operands.begin() + 1, operands.end());
  return request;
}

}  // namespace minislurm::sbatch
