#include "commands/squeue/job_texts.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_limit.h"

namespace minislurm::squeue {
namespace {

using Line = const StepLine&;
using Look = const View&;

// "12_3.0" for the step of an array's task, else "12.0".
std::string id(Line line, Look) {
  if (line.job == nullptr || !line.job->array_task) return to_string(line.step->id);
  return to_string(line.job->array_job) + "_" + std::to_string(*line.job->array_task) + "." +
         to_string(line.step->id.step);
}
// Slurm knows less of it than of srun's steps.
bool is_batch(Line line) { return line.step->id.step == StepNumber::Batch; }
std::string nodes(Line line, Look) { return text::compress_hostlist(line.step->allocation.node_names()); }
std::string none(Line, Look) { return "(null)"; }
std::string user(Line line, Look) { return line.job != nullptr ? line.job->user_name : std::string{}; }
std::string partition(Line line, Look) { return line.job != nullptr ? line.job->partition : std::string{}; }
std::string name(Line line, Look) { return line.step->name; }
std::string state(Line line, Look) { return std::string{shown_name(line.step->state, line.step->flags)}; }
std::string array_job(Line line, Look) {
  return std::to_string(line.job == nullptr ? 0 : number(line.job->array_job));
}
std::string used(Line line, Look view) {
  const Instant end = is_finished(line.step->state) ? line.step->ended : view.now;
  return text::format_duration(line.step->started == kNever ? Seconds{0} : Seconds{end - line.step->started});
}

constexpr StepColumn kStepColumns[] = {
    {"ArrayJobId", 0, 20, "ARRAY_JOB_ID", array_job},
    {"ArrayTaskId", 0, 20, "ARRAY_TASK_ID",
     [](Line l, Look) {
       return l.job != nullptr && l.job->array_task ? std::to_string(*l.job->array_task) : std::string{"N/A"};
     }},
    {"Cluster", 0, 20, "CLUSTER", [](Line, Look v) { return v.cluster_name; }},
    {"Container", 0, 20, "CONTAINER", none},
    {"ContainerId", 0, 20, "CONTAINER_ID", none},
    {"CPUFreq", 0, 20, "CPU_FREQ", [](Line l, Look) { return std::string{is_batch(l) ? "0-0:0" : "N/A"}; }},
    {"cpus-per-tres", 0, 20, "CPUS_PER_TRES", none},
    {"JobId", 0, 20, "JOBID", [](Line l, Look) { return to_string(l.step->id.job); }},
    {"mem-per-tres", 0, 20, "MEM_PER_TRES", none},
    {"Network", 0, 20, "NETWORK", none},
    {"Nodes", 'N', 20, "NODELIST", nodes},
    {"NumCPUs", 0, 20, "CPUS",
     [](Line l, Look) { return std::to_string(is_batch(l) ? 0 : l.step->allocation.cpu_count()); }},
    {"NumTasks", 'A', 20, "TASKS", [](Line l, Look) { return std::to_string(l.step->num_tasks); }},
    {"Partition", 'P', 20, "PARTITION", partition},
    {"ResvPorts", 0, 20, "RESERVED_PORTS", none},
    {"StartTime", 'S', 20, "START_TIME", [](Line l, Look v) { return point_text(l.step->started, v); }},
    {"StdErr", 0, 20, "STDERR", [](Line l, Look) { return is_batch(l) ? std::string{} : l.step->std_err; }},
    {"StdIn", 0, 20, "STDIN", [](Line l, Look) { return is_batch(l) ? std::string{} : l.step->std_in; }},
    {"StdOut", 0, 20, "STDOUT", [](Line l, Look) { return is_batch(l) ? std::string{} : l.step->std_out; }},
    {"StepId", 'i', 20, "STEPID", id},
    {"StepName", 'j', 20, "NAME", name},
    {"StepState", 0, 20, "STATE", state},
    {"TimeLimit", 'l', 20, "TIME_LIMIT",
     [](Line l, Look) { return l.step->time_limit ? text::format_minutes(*l.step->time_limit) : "UNLIMITED"; }},
    {"TimeUsed", 'M', 20, "TIME", used},
    {"tres-bind", 0, 20, "TRES_BIND", none},
    {"tres-freq", 0, 20, "TRES_FREQ", none},
    {"tres-per-job", 0, 20, "TRES_PER_JOB", none},
    {"tres-per-socket", 0, 20, "TRES_PER_SOCKET", none},
    {"tres-per-step", 'b', 20, "TRES_PER_STEP", none},
    {"tres-per-task", 0, 20, "TRES_PER_TASK", none},
    {"UserId", 'U', 20, "UID",
     [](Line l, Look) { return l.job != nullptr ? std::to_string(number(l.job->user)) : std::string{}; }},
    {"UserName", 'u', 20, "USER", user},
};

}  // namespace

std::span<const StepColumn> step_columns() { return kStepColumns; }

}  // namespace minislurm::squeue
