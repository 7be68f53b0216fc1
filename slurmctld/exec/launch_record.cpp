#include "slurmctld/exec/launch_record.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>

#include "libcommon/text/job_files.h"
#include "libcommon/text/multi_prog.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"
#include "slurmctld/exec/cpu_binding.h"
#include "slurmctld/exec/device_files.h"
#include "slurmctld/exec/limit_choice.h"
#include "slurmctld/exec/machine_cpus.h"
#include "slurmctld/exec/mpi_kind.h"
#include "slurmctld/exec/sample_period.h"
#include "slurmctld/exec/step_environment.h"
#include "slurmctld/exec/step_folder.h"

namespace minislurm::exec {
namespace {

constexpr std::string_view kNowhere = "/dev/null";
constexpr std::string_view kLimitPrefix = "SLURM_RLIMIT_";

template <class Number>
std::optional<Number> to_number(std::string_view text, int base = 10) {
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The submitting shell's umask and limits, which travel as variables.
void take_process_limits(wire::StepLaunch& launch, const Environment& sent, const LimitChoice& choice) {
  if (const auto found = sent.find("SLURM_UMASK"); found != sent.end())
    if (const auto mask = to_number<std::uint32_t>(found->second, 8)) launch.umask = *mask & 0777;
  for (const auto& [name, value] : sent) {
    if (name.rfind(kLimitPrefix, 0) != 0) continue;
    constexpr std::uint64_t kNone = std::numeric_limits<std::uint64_t>::max();
    if (!choice.takes(std::string_view(name).substr(kLimitPrefix.size()))) continue;
    const auto soft = to_number<std::uint64_t>(value);
    if (soft || text::iequals(value, "unlimited") || value == "U")
      launch.rlimits.push_back({name.substr(kLimitPrefix.size()), soft.value_or(kNone), kNone});
  }
}

// What the step and its job hold on this machine, for the limits.
void set_holdings(wire::StepLaunch& launch, const Job& job, const Step& step, const Cluster& cluster) {
  if (cluster.settings.counts_memory) launch.job_memory_limit = job.allocation.memory();
  launch.job_machine_cpus = machine_cpus(cluster, job.allocation);
  for (const wire::TaskLaunch& task : launch.tasks)
    launch.machine_cpus.insert(launch.machine_cpus.end(), task.machine_cpus.begin(), task.machine_cpus.end());
  std::sort(launch.machine_cpus.begin(), launch.machine_cpus.end());
  launch.machine_cpus.erase(std::unique(launch.machine_cpus.begin(), launch.machine_cpus.end()),
                            launch.machine_cpus.end());
  const bool all_pinned = std::none_of(launch.tasks.begin(), launch.tasks.end(),
                                       [](const wire::TaskLaunch& task) { return task.machine_cpus.empty(); });
  if (!all_pinned) launch.machine_cpus.clear();
  launch.barred_devices = barred_devices(cluster, step.allocation);
  launch.oom_kill_step = job.spec.oom_kill_step.value_or(true);
  for (const auto& [key, value] : cluster.shown_config)
    if (text::iequals(key, "CgroupPlugin")) launch.without_cgroups = text::iequals(value, "disabled");
}

OpenMode open_mode_of(OpenMode asked, const Settings& settings) {
  if (asked != OpenMode::Default) return asked;
  return text::istarts_with(settings.default_open_mode, "a") ? OpenMode::Append : OpenMode::Truncate;
}

text::FilePatternValues pattern_values(const Job& job, StepId step, const TaskPlace& place) {
  text::FilePatternValues values = text::file_pattern_values(job);
  values.step = to_string(step.step);
  values.host = place.node;
  values.node_index = place.node_rank;
  values.task = place.rank;
  return values;
}

// A file name pattern for one task; empty stays empty.
std::string file_of(const std::string& pattern, const text::FilePatternValues& values, const std::string& work_dir) {
  return pattern.empty() ? "" : text::absolute_path(text::expand_file_pattern(pattern, values), work_dir);
}

LimitChoice limits_of_job(const Job& job, const Cluster& cluster) {
  for (const auto& [option, value] : job.spec.kept)
    if (option == "propagate") return LimitChoice(&value, cluster);
  return LimitChoice(nullptr, cluster);
}

LimitChoice limits_of_step(const Job& job, const wire::StepSpec& spec, const Cluster& cluster) {
  std::string list;
  for (const std::string& name : spec.rlimits_kept) list += (list.empty() ? "" : ",") + name;
  return list.empty() ? limits_of_job(job, cluster) : LimitChoice(&list, cluster);
}

// The task's CPUs by --cpu-bind, and what it says of them.
void bind_task(wire::TaskLaunch& task, const CpuBinding& binding, const Step& step, const Cluster& cluster) {
  const auto node = std::find_if(cluster.nodes.begin(), cluster.nodes.end(),
                                 [&task](const Node& one) { return one.name == task.place.node; });
  if (node == cluster.nodes.end()) return;
  std::vector<std::uint32_t> held = task.place.cpus;
  for (const NodeAllocation& own : step.allocation.nodes)
    if (own.node == task.place.node && own.cpus.size() > held.size()) held = own.cpus;
  std::sort(held.begin(), held.end());
  const auto bound = bound_cpus(binding, task.place, *node, held);
  task.machine_cpus = machine_cpus(cluster, task.place.node, bound.value_or(held));
  if (!binding.verbose || task.machine_cpus.empty()) return;
  BindingLine line = binding_line(binding, task.place, task.machine_cpus);
  task.binding_before = std::move(line.before);
  task.binding_after = std::move(line.after);
}

wire::StepLaunch common_launch(const Job& job, const Step& step, const LaunchSetting& setting) {
  const Settings& settings = setting.job.cluster.settings;
  wire::StepLaunch launch;
  launch.id = step.id;
  launch.launch = job.launch;
  launch.user = job.user;
  launch.group = job.group;
  launch.groups = setting.job.user.groups;
  launch.change_user = setting.change_user;
  launch.user_name = setting.job.user.name;
  launch.home = setting.job.user.home;
  launch.shell = setting.job.user.shell;
  launch.spool_dir = folder_of(setting.spool_dir, step.id);
  launch.job_id_text = to_string(job.id);
  launch.kill_wait = settings.kill_wait;
  launch.sample_seconds = sample_period(job.spec, setting.job.cluster);
  launch.task_prolog = settings.task_prolog;
  launch.task_epilog = settings.task_epilog;
  if (!step.allocation.nodes.empty()) launch.node_name = step.allocation.nodes.front().node;
  return launch;
}

// Files of one task of srun's: empty names are srun's own terminal. A number names the only task that has it.
void set_task_files(wire::TaskLaunch& task, const Job& job, StepId step, const wire::StepSpec& spec,
                    const std::string& work_dir, std::uint32_t first_rank) {
  text::FilePatternValues values = pattern_values(job, step, task.place);
  values.task = first_rank + task.place.rank;
  const auto resolve = [&](const std::string& pattern) -> std::string {
    if (pattern.empty() || pattern == "all") return {};
    if (pattern == "none") return std::string(kNowhere);
    const auto only = to_number<std::uint32_t>(pattern);
    if (only) return *only == first_rank + task.place.rank ? "" : std::string(kNowhere);
    return file_of(pattern, values, work_dir);
  };
  task.std_in = resolve(spec.std_in);
  task.std_out = resolve(spec.std_out);
  task.std_err = spec.std_err.empty() ? task.std_out : resolve(spec.std_err);
}

std::uint32_t gpus_per_task(const wire::StepSpec& spec) {
  std::uint64_t count = 0;
  for (const text::GresRequest& one : text::parse_gres(spec.gres_per_task).value_or({}))
    count += one.name == "gpu" ? one.count : 0;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, 4096));
}

}  // namespace

wire::StepLaunch batch_launch(const Job& job, const Step& step, const std::string& script,
                              const std::string& environment, const LaunchSetting& setting,
                              const std::vector<Job>& components) {
  const Settings& settings = setting.job.cluster.settings;
  const Environment submitted = parse_environment(environment);
  wire::StepLaunch launch = common_launch(job, step, setting);
  take_process_limits(launch, submitted, limits_of_job(job, setting.job.cluster));
  launch.work_dir = job.spec.work_dir;
  launch.script = script;
  Environment variables = batch_environment(job, submitted, setting.job);
  set_het_variables(variables, components, setting.job);
  launch.environment = format_environment(variables);
  launch.open_mode = open_mode_of(job.spec.open_mode, settings);

  wire::TaskLaunch task;
  task.argv.push_back(launch.spool_dir + "/slurm_script");
  task.argv.insert(task.argv.end(), job.spec.script_arguments.begin(), job.spec.script_arguments.end());
  if (!job.allocation.empty()) {
    const NodeAllocation& host = job.allocation.nodes.front();
    task.place.node = launch.node_name = host.node;
    task.place.cpus = host.cpus;
    task.machine_cpus = machine_cpus(setting.job.cluster, host.node, host.cpus);
    if (settings.counts_memory) launch.memory_limit = host.memory;
  }
  const text::FilePatternValues values = pattern_values(job, step.id, task.place);
  task.std_in = job.spec.std_in.empty() ? std::string(kNowhere) : file_of(job.spec.std_in, values, launch.work_dir);
  task.std_out = file_of(text::output_pattern(job), values, launch.work_dir);
  task.std_err = job.spec.std_err.empty() ? task.std_out : file_of(job.spec.std_err, values, launch.work_dir);
  launch.tasks.push_back(std::move(task));
  set_holdings(launch, job, step, setting.job.cluster);
  return launch;
}

Result<wire::StepLaunch> step_launch(const Job& job, const Step& step, const std::vector<TaskPlace>& places,
                                     const wire::StepSpec& spec, const LaunchSetting& setting,
                                     const HetStepView* het) {
  const std::uint32_t first_rank = het != nullptr ? het->first_rank() : 0;
  const Settings& settings = setting.job.cluster.settings;
  const Environment sent = parse_environment(spec.environment);
  wire::StepLaunch launch = common_launch(job, step, setting);
  take_process_limits(launch, sent, limits_of_step(job, spec, setting.job.cluster));
  launch.work_dir = spec.work_dir.empty() ? job.spec.work_dir : spec.work_dir;
  Environment variables = step_environment(job, step, places, spec, sent, setting.job);
  if (het != nullptr) set_het_step(variables, *het);
  launch.environment = format_environment(variables);
  launch.open_mode = open_mode_of(spec.open_mode, settings);
  launch.wait_for_attach = true;
  launch.kill_on_bad_exit = spec.kill_on_bad_exit.value_or(settings.kill_on_bad_exit);
  launch.pty = spec.pty;
  const MpiKind mpi = mpi_kind(spec, setting.job.cluster, places.size());
  launch.pmi = mpi == MpiKind::Pmi;
  launch.pmix = mpi == MpiKind::Pmix;
  launch.unbuffered = spec.unbuffered;
  launch.window_rows = spec.window_rows;
  launch.window_columns = spec.window_columns;
  if (settings.counts_memory) launch.memory_limit = step.allocation.memory();
  // Of another part: a rank that there is not.
  if (const auto only = to_number<std::uint32_t>(spec.std_in))
    launch.stdin_task = *only >= first_rank ? *only - first_rank : wire::kAllTasks - 1;

  const auto sent_text = [&sent](const char* name) {
    const auto found = sent.find(name);
    return found == sent.end() ? std::string() : found->second;
  };
  launch.user_task_prolog = sent_text("SLURM_TASK_PROLOG");
  launch.user_task_epilog = sent_text("SLURM_TASK_EPILOG");
  const GpuBinding binding = read_gpu_binding(sent_text("SLURM_TRES_BIND"), gpus_per_task(spec));

  const CpuBinding cpu_binding = read_cpu_binding(spec.cpu_bind.empty() ? sent_text("SLURM_CPU_BIND") : spec.cpu_bind);

  const std::size_t ranks = first_rank + places.size();
  std::vector<std::vector<std::string>> programs(ranks, spec.argv);
  if (!spec.multi_prog.empty()) {
    const std::string file = spec.argv.empty() ? std::string() : spec.argv.front();
    auto parsed = text::parse_multi_prog(spec.multi_prog, static_cast<std::uint32_t>(ranks), file);
    if (!parsed) return parsed.error();
    programs = std::move(*parsed);
    for (std::vector<std::string>& argv : programs)  // what stands behind the file's name is for every program
      if (!spec.argv.empty()) argv.insert(argv.end(), spec.argv.begin() + 1, spec.argv.end());
  }
  for (const TaskPlace& place : places) {
    wire::TaskLaunch task;
    task.place = place;
    if (first_rank + place.rank < programs.size()) task.argv = programs[first_rank + place.rank];
    task.environment = task_environment(place, job, step, places, binding, setting.job, het);
    bind_task(task, cpu_binding, step, setting.job.cluster);
    set_task_files(task, job, step.id, spec, launch.work_dir, first_rank);
    launch.tasks.push_back(std::move(task));
  }
  set_holdings(launch, job, step, setting.job.cluster);
  return launch;
}

}  // namespace minislurm::exec
