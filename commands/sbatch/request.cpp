#include "commands/sbatch/request.h"

#include "commands/sbatch/environment.h"

namespace minislurm::sbatch {
namespace {

// The words as they were typed, joined the way Slurm shows them.
std::string submit_line(const Context& context, const std::vector<std::string>& arguments) {
  std::string line = context.program();
  for (const std::string& argument : arguments) line += " " + argument;
  return line;
}

std::string work_dir(const Context& context, const SbatchOptions& options) {
  const std::string& here = context.caller().work_dir;
  if (options.chdir.empty()) return here;
  return options.chdir.starts_with('/') ? options.chdir : here + "/" + options.chdir;
}

}  // namespace

Result<wire::SubmitRequest> make_request(const Context& context, const SbatchOptions& options, Script script,
                                         const std::vector<std::string>& arguments,
                                         const std::vector<std::string>& operands) {
  wire::SubmitRequest request;
  Result<std::string> environment = job_environment(context, options);
  if (!environment) return environment.error();
  request.environment = std::move(*environment);
  request.script = std::move(script.text);
  request.test_only = options.test_only;

  JobSpec& spec = request.spec;
  spec = options.spec;
  spec.kind = JobKind::Batch;
  if (spec.name.empty()) spec.name = script.name;
  spec.command = script.path;
  if (!operands.empty()) spec.script_arguments.assign(operands.begin() + 1, operands.end());
  spec.work_dir = work_dir(context, options);
  spec.submit_line = submit_line(context, arguments);
  spec.alloc_node = context.caller().hostname;
  spec.alloc_sid = context.caller().session;
  return request;
}

}  // namespace minislurm::sbatch
