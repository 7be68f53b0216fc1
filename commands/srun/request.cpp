#include "commands/srun/request.h"

#include <cstdio>
#include <utility>

#include "commands/srun/stream_choice.h"
#include "commands/support/process_limits.h"
#include "commands/support/step_id.h"
#include "commands/support/submission.h"
#include "libcommon/text/multi_prog.h"
#include "libcommon/text/words.h"

namespace minislurm::srun {
namespace {

constexpr std::size_t kMostMultiProg = 1U << 20;  // bytes

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

// "quiet" unless the user wants to hear of it.
std::string said_binding(const std::string& binding) {
  const bool said = binding.rfind("quiet", 0) == 0 || binding.rfind("verbose", 0) == 0;
  return said ? binding : "quiet," + binding;
}

// "mask_cpu:0x3" of "verbose,mask_cpu:0x3", in its two parts: what is before the list, colon and all, and the list.
std::pair<std::string, std::string> binding_parts(const std::string& binding) {
  const std::string said = said_binding(binding);
  const std::size_t comma = said.find(',');
  const std::string kind = comma == std::string::npos ? std::string() : said.substr(comma + 1);
  const std::size_t colon = kind.find(':');
  if (colon == std::string::npos) return {kind, {}};
  return {kind.substr(0, colon + 1), kind.substr(colon + 1)};
}

// So many tasks to a GPU bind them to it.
std::string gpu_binding(const Options& options) {
  const JobSpec& asked = options.spec;
  if (!asked.tres_bind.empty() || !asked.ntasks_per_gpu) return asked.tres_bind;
  return "gres/gpu:single:" + std::to_string(*asked.ntasks_per_gpu);
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
  const bool bound = !options.cpu_bind.empty();
  const auto parts = binding_parts(options.cpu_bind);
  const std::string &bind_kind = parts.first, &bind_list = parts.second;
  const Setting settings[] = {
      {alone, "SLURM_SUBMIT_DIR", caller.work_dir},
      {alone, "SLURM_SUBMIT_HOST", caller.hostname},
      {!context.env("SLURM_UMASK"), "SLURM_UMASK", umask},
      {options.label, "SLURM_LABELIO", "1"},
      {options.unbuffered, "SLURM_UNBUFFEREDIO", "1"},
      {options.spec.overcommit, "SLURM_OVERCOMMIT", "1"},
      {bound, "SLURM_CPU_BIND", said_binding(options.cpu_bind)},
      {bound, "SLURM_CPU_BIND_TYPE", bind_kind},
      {bound, "SLURM_CPU_BIND_LIST", bind_list},
      {bound, "SLURM_CPU_BIND_VERBOSE", said_binding(options.cpu_bind).substr(0, said_binding(options.cpu_bind).find(','))},
      {!options.spec.name.empty() || !context.env("SLURM_JOB_NAME"), "SLURM_JOB_NAME",
       options.spec.name.empty() ? base_name(options.command.front()) : options.spec.name},
      {!options.task_prolog.empty(), "SLURM_TASK_PROLOG", options.task_prolog},
      {options.mpi.has_value(), "SLURM_MPI_TYPE", options.mpi.value_or("")},
      {!options.task_epilog.empty(), "SLURM_TASK_EPILOG", options.task_epilog},
      {!gpu_binding(options).empty(), "SLURM_TRES_BIND", gpu_binding(options)},
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
  if (!options.job.empty()) {
    const Result<NamedStep> named = parse_named_step(options.job);
    if (!named) return Error{options::kFatalMix, named.error().detail};
    spec.job = named->job;
    spec.array_task = named->array_task;
  }
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
  for (const auto& [option, value] : options.spec.kept)
    if (option == "propagate")
      for (const std::string_view name : text::split_list(value.empty() ? "ALL" : value))
        spec.rlimits_kept.emplace_back(name);
  spec.warn_signal = options.spec.warn_signal;
  spec.srun_pid = caller.pid;
  spec.srun_host = caller.hostname;
  spec.interactive = options.interactive;
  spec.mpi = options.mpi.value_or("");
  if (options.multi_prog) {
    Result<std::string> text = context.read_file(options.command.front(), kMostMultiProg);
    if (!text) return Error::generic("Could not open multi_prog config file " + options.command.front());
    const auto programs = text::parse_multi_prog(*text, spec.ntasks.value_or(1), options.command.front());
    if (!programs) return programs.error();
    spec.multi_prog = std::move(*text);
  }
  return spec;
}

Result<std::string> step_environment(const Options& options, const Context& context) {
  const Result<text::ExportList> chosen = text::parse_export(options.export_value.value_or("ALL"));
  if (!chosen) return chosen.error();
  Variables variables = exported_variables(context, *chosen);
  add_own(options, context, variables);
  for (const auto& [name, value] : process_limits()) variables.insert_or_assign(name, value);
  return environment_block(variables);
}

}  // namespace minislurm::srun
