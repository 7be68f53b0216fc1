#include "commands/srun/request.h"

#include <cstdio>
#include <utility>

#include "commands/srun/stream_choice.h"
#include "commands/support/submission.h"
#include "libcommon/text/count.h"

namespace minislurm::srun {
namespace {

constexpr std::size_t kMostMultiProg = 1U << 20;  // bytes

// "12", "12_3".
Status read_job(const std::string& written, wire::StepSpec& spec) {
  const std::size_t underscore = written.find('_');
  const Result<std::uint32_t> job = text::parse_u32(written.substr(0, underscore));
  if (!job || *job == 0) return Error{Code::InvalidJobId, "Invalid job id specified: " + written};
  spec.job = JobId{*job};
  if (underscore == std::string::npos) return {};
  const Result<std::uint32_t> task = text::parse_u32(written.substr(underscore + 1));
  if (!task) return Error{Code::InvalidJobId, "Invalid job id specified: " + written};
  spec.array_task = *task;
  return {};
}

void copy_size(const Options& options, wire::StepSpec& spec) {
  const JobSpec& asked = options.spec;
  spec.ntasks = asked.ntasks;
  spec.cpus_per_task = asked.cpus_per_task;
  spec.min_nodes = asked.min_nodes;
  spec.max_nodes = asked.max_nodes;
  spec.ntasks_per_node = asked.ntasks_per_node;
  spec.relative = options.relative;
  spec.memory_per_node = asked.memory_per_node;
  spec.memory_per_cpu = asked.memory_per_cpu;
  spec.node_list = asked.required_nodes;
  spec.excluded_nodes = asked.excluded_nodes;
  spec.distribution = asked.distribution;
  spec.cpu_bind = options.cpu_bind;
  spec.gres_per_job = asked.gres_per_job;
  spec.gres_per_node = asked.gres_per_node;
  spec.gres_per_task = asked.gres_per_task;
  spec.overlap = options.overlap;
  // Asking for CPUs per task means those and no more.
  spec.exact = options.exact || (asked.cpus_per_task && !options.whole);
  spec.exclusive = asked.exclusive != Exclusive::Unset;
  spec.whole = options.whole;
  spec.immediate = asked.immediate;
  spec.overcommit = asked.overcommit;
  spec.threads_per_core = asked.threads_per_core.value_or(0);
}

// What tells programs, and further sruns, how this one was called.
void add_own(const Options& options, const Context& context, Variables& variables) {
  struct Setting {
    bool given;
    const char* name;
    std::string value;
  };
  const Caller& caller = context.caller();
  const bool alone = options.job.empty();
  char umask[8];
  std::snprintf(umask, sizeof umask, "%04o", caller.umask & 0777U);
  const Setting settings[] = {
      {alone, "SLURM_SUBMIT_DIR", caller.work_dir},
      {alone, "SLURM_SUBMIT_HOST", caller.hostname},
      {!context.env("SLURM_UMASK"), "SLURM_UMASK", umask},
      {options.label, "SLURM_LABELIO", "1"},
      {options.unbuffered, "SLURM_UNBUFFEREDIO", "1"},
      {options.spec.overcommit, "SLURM_OVERCOMMIT", "1"},
      {!options.spec.distribution.empty(), "SLURM_DISTRIBUTION", options.spec.distribution},
      {!options.cpu_bind.empty(), "SLURM_CPU_BIND", options.cpu_bind},
  };
  for (const Setting& setting : settings)
    if (setting.given) variables.insert_or_assign(setting.name, setting.value);
}

}  // namespace

JobSpec make_job(const Options& options, const std::vector<std::string>& arguments, const Context& context) {
  JobSpec spec = make_job_spec(context, JobKind::Srun, options, arguments);
  spec.command = options.command.front();
  if (spec.name.empty()) spec.name = base_name(spec.command);
  return spec;
}

Result<wire::StepSpec> make_step(const Options& options, const std::vector<std::string>& arguments,
                                 const Context& context) {
  wire::StepSpec spec;
  if (!options.job.empty())
    if (Status read = read_job(options.job, spec); !read) return read.error();
  const Caller& caller = context.caller();
  spec.name = options.spec.name.empty() ? base_name(options.command.front()) : options.spec.name;
  spec.submit_line = submit_line(context, arguments);
  spec.work_dir = work_dir(context, options);
  Result<std::string> environment = step_environment(options, context);
  if (!environment) return environment.error();
  spec.environment = std::move(*environment);
  spec.argv = options.command;
  copy_size(options, spec);
  spec.time_limit = options.spec.time_limit;
  const StepStreams streams = choose_streams(options);
  spec.std_in = streams.input.for_step();
  spec.std_out = streams.output.for_step();
  spec.std_err = streams.error.for_step();
  spec.open_mode = options.spec.open_mode;
  spec.kill_on_bad_exit = options.kill_on_bad_exit;
  spec.pty = options.pty;
  spec.unbuffered = options.unbuffered;
  spec.label = options.label;
  spec.warn_signal = options.spec.warn_signal;
  spec.srun_pid = caller.pid;
  spec.srun_host = caller.hostname;
  spec.wait_seconds = options.wait_seconds.value_or(0);
  spec.interactive = options.interactive;
  if (options.multi_prog) {
    Result<std::string> text = context.read_file(options.command.front(), kMostMultiProg);
    if (!text)
      return Error::generic("Unable to open configuration file " + options.command.front() + ": " +
                            to_string(text.error()));
    spec.multi_prog = std::move(*text);
  }
  return spec;
}

Result<std::string> step_environment(const Options& options, const Context& context) {
  const Result<text::ExportList> chosen = text::parse_export(options.export_value.value_or("ALL"));
  if (!chosen) return chosen.error();
  Variables variables = exported_variables(context, *chosen);
  add_own(options, context, variables);
  return environment_block(variables);
}

}  // namespace minislurm::srun
