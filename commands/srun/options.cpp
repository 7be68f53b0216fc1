#include "commands/srun/options.h"

#include <algorithm>
#include <iterator>

#include "commands/support/job_command_line.h"
#include "libcommon/options/setters.h"
#include "libcommon/text/count.h"

namespace minislurm::srun {
namespace {

using options::Argument;
using options::ignore;
using options::set_flag;
using options::set_text;
using Row = options::Option<Options>;

constexpr std::uint32_t kMostWait = 60000;  // seconds: Slurm's own bound

Error bad_number(std::string_view option, std::string_view value) {
  return Error{options::kFatalValue,
               "Invalid numeric value \"" + std::string(value) + "\" for --" + std::string(option) + "."};
}

Status set_relative(Options& options, std::string_view value) {
  const Result<std::uint32_t> index = text::parse_u32(value, text::kMaxU32 - 1);
  if (!index) return bad_number("relative", value);
  options.relative = *index;
  return {};
}

Status set_wait(Options& options, std::string_view value) {
  const Result<std::uint32_t> seconds = text::parse_u32(value, kMostWait);
  if (!seconds) return bad_number("wait", value);
  options.wait_seconds = *seconds;
  return {};
}

Status set_kill_on_bad_exit(Options& options, std::string_view value) {
  if (!value.empty() && value != "0" && value != "1") return bad_number("kill-on-bad-exit", value);
  options.kill_on_bad_exit = value != "0";
  return {};
}

// Flags that a variable may also turn off: LABELIO=0.
template <auto Member>
Status set_switch(Options& options, std::string_view value) {
  options.*Member = value != "0";
  return {};
}

constexpr Row kStepRows[] = {
    {"jobid", 0, Argument::Required, "ID", "SLURM_JOB_ID", "run in this job", set_text<&Options::job>},
    {"relative", 'r', Argument::Required, "N", "", "begin at the job's node N, counted from 0", set_relative},
    {"exact", 0, Argument::None, "", "SLURM_EXACT", "take only the CPUs asked for, others may use the rest",
     set_switch<&Options::exact>},
    {"overlap", 0, Argument::None, "", "SLURM_OVERLAP", "share CPUs with other steps", set_switch<&Options::overlap>},
    {"whole", 0, Argument::None, "", "SLURM_WHOLE", "take all of the job's CPUs on the step's nodes",
     set_switch<&Options::whole>},
    {"multi-prog", 0, Argument::None, "", "", "the operand is a file that names a program for each task",
     set_flag<&Options::multi_prog>},
    {"pty", 0, Argument::Optional, "FD", "", "give task 0 a terminal", set_flag<&Options::pty>},
    {"kill-on-bad-exit", 'K', Argument::Optional, "0|1", "SLURM_KILL_BAD_EXIT",
     "end the step when a task ends with an error", set_kill_on_bad_exit},
    {"wait", 'W', Argument::Required, "SECONDS", "SLURM_WAIT",
     "end the step so long after its first task has ended; 0: never", set_wait},
    {"cpu-bind", 0, Argument::Required, "TYPE", "SLURM_CPU_BIND", "how tasks are bound to CPUs",
     set_text<&Options::cpu_bind>},
    {"task-prolog", 0, Argument::Required, "PROGRAM", "SLURM_TASK_PROLOG", "run before each task",
     set_text<&Options::task_prolog>},
    {"task-epilog", 0, Argument::Required, "PROGRAM", "SLURM_TASK_EPILOG", "run after each task",
     set_text<&Options::task_epilog>},
    {"prolog", 0, Argument::Required, "PROGRAM", "SLURM_PROLOG", "srun runs it before the step; none: nothing",
     set_text<&Options::prolog>},
    {"epilog", 0, Argument::Required, "PROGRAM", "SLURM_EPILOG", "srun runs it after the step; none: nothing",
     set_text<&Options::epilog>},
    {"mpi", 0, Argument::Required, "TYPE", "SLURM_MPI_TYPE", "the kind of MPI; list: which there are",
     set_text<&Options::mpi>},
    {"no-allocate", 'Z', Argument::None, "", "", "run on the nodes of --nodelist, for administrators",
     set_flag<&Options::no_allocate>},
    {"het-group", 0, Argument::Required, "LIST", "", "components of a heterogeneous job",
     set_text<&Options::het_group>},
    {"interactive", 0, Argument::None, "", "", "this is the shell of salloc", set_flag<&Options::interactive>},
};

constexpr Row kTalkRows[] = {
    {"label", 'l', Argument::None, "", "SLURM_LABELIO", "put the task's number before each line",
     set_switch<&Options::label>},
    {"unbuffered", 'u', Argument::None, "", "SLURM_UNBUFFEREDIO", "do not wait for whole lines",
     set_switch<&Options::unbuffered>},
    {"disable-status", 'X', Argument::None, "", "SLURM_DISABLE_STATUS", "an interrupt goes to the tasks at once",
     set_switch<&Options::disable_status>},
    {"quit-on-interrupt", 0, Argument::None, "", "", "the first interrupt ends the step",
     set_flag<&Options::quit_on_interrupt>},
    {"preserve-env", 'E', Argument::None, "", "", "keep the variables that count nodes and tasks",
     set_flag<&Options::preserve_environment>},
    {"test-only", 0, Argument::None, "", "", "say when it would start, start nothing", set_flag<&Options::test_only>},
};

// Accepted; on one machine there is nothing for them to do.
constexpr Row kIgnoredRows[] = {
    {"bcast", 0, Argument::Optional, "PATH", "SLURM_BCAST", "", ignore},
    {"bcast-exclude", 0, Argument::Required, "LIST", "SLURM_BCAST_EXCLUDE", "", ignore},
    {"compress", 0, Argument::Optional, "TYPE", "SLURM_COMPRESS", "", ignore},
    {"debugger-test", 0, Argument::None, "", "", "", ignore},
    {"external-launcher", 0, Argument::None, "", "", "", set_flag<&Options::overlap>},
    {"msg-timeout", 0, Argument::Required, "SECONDS", "", "", ignore},
    {"send-libs", 0, Argument::Optional, "yes|no", "SLURM_SEND_LIBS", "", ignore},
    {"slurmd-debug", 0, Argument::Required, "LEVEL", "SLURMD_DEBUG", "", ignore},
    {"threads", 'T', Argument::Required, "N", "SLURM_THREADS", "", ignore},
    {"wait-for-children", 0, Argument::None, "", "", "", ignore},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set(options::kSrun);
  set.add("Step", kStepRows).add("Input and output", kTalkRows);
  options::add_job_options(set);
  set.add("Ignored", kIgnoredRows).add("Help", options::kHelpRowsWithLetter);
  return set;
}

namespace {

// Of a heterogeneous job these are each component's own.
constexpr std::string_view kOfComponent[] = {
    "SLURM_CPUS_PER_GPU",   "SLURM_CPUS_PER_TASK", "SLURM_DISTRIBUTION",    "SLURM_GPUS",
    "SLURM_GPUS_PER_NODE",  "SLURM_JOB_NUM_NODES", "SLURM_MEM_PER_CPU",     "SLURM_MEM_PER_GPU",
    "SLURM_MEM_PER_NODE",   "SLURM_NNODES",        "SLURM_NPROCS",          "SLURM_NTASKS",
    "SLURM_NTASKS_PER_CORE", "SLURM_NTASKS_PER_GPU", "SLURM_NTASKS_PER_NODE", "SLURM_NTASKS_PER_SOCKET",
    "SLURM_OVERCOMMIT",     "SLURM_THREADS_PER_CORE", "SLURM_TRES_BIND",    "SLURM_TRES_PER_TASK",
};

}  // namespace

Status read_options(const Context& context, const options::OptionSet<Options>& set, const LinePart& line,
                    std::optional<std::uint32_t> component, Options& options) {
  constexpr std::string_view kPrefixes[] = {"SLURM_", "SRUN_"};
  options.now = context.now();
  options.source = options::Source::Environment;
  const auto get = [&](const std::string& name) {
    const bool own = component && std::find(std::begin(kOfComponent), std::end(kOfComponent), name) != std::end(kOfComponent);
    return context.env(own ? name + "_HET_GROUP_" + std::to_string(*component) : name);
  };
  if (Status done = set.apply_environment(get, kPrefixes, options); !done) return done;
  // Within a job it names the job, not each of its steps.
  if (!options.job.empty()) options.spec.name.clear();
  options.source = options::Source::CommandLine;
  if (Status done = set.apply(line.inherited, options); !done) return done;
  if (Status done = set.apply(line.own, options); !done) return done;
  options.command = line.own.operands;
  options.of_step = !options.job.empty();
  return {};
}

}  // namespace minislurm::srun
