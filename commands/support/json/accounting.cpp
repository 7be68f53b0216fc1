#include "commands/support/json/accounting.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "commands/support/json/value.h"
#include "libcommon/text/hostlist.h"

namespace minislurm::documents {
namespace {

Value cpu_time(std::uint64_t microseconds) {
  return {{"seconds", microseconds / 1000000}, {"microseconds", microseconds % 1000000}};
}

struct CpuTimes {
  std::uint64_t user = 0, system = 0;
};

Value elapsed(Instant start, Instant end, Instant now) {
  if (start == kNever) return 0;
  return std::max<std::int64_t>(0, ((end == kNever ? now : end) - start).count());
}

Value step_record(const Step& step, Instant now, const Numbers& numbers) {
  Value made;
  Value& time = made["time"];
  time["elapsed"] = elapsed(step.started, step.ended, now);
  time["end"] = numbers.of(step.ended);
  time["start"] = numbers.of(step.started);
  time["suspended"] = 0;
  time["system"] = cpu_time(step.usage.system_usec);
  time["user"] = cpu_time(step.usage.user_usec);
  time["total"] = cpu_time(step.usage.user_usec + step.usage.system_usec);
  time["limit"] = numbers.of(step.time_limit);
  made["exit_code"] = numbers.exit_code(step.exit_code);
  made["nodes"] = {{"count", step.allocation.nodes.size()},
                   {"range", text::compress_hostlist(step.allocation.node_names())},
                   {"list", step.allocation.node_names()}};
  made["tasks"] = {{"count", step.num_tasks}};
  made["pid"] = step.srun_pid == 0 ? std::string{} : std::to_string(step.srun_pid);
  made["CPU"] = {
      {"requested_frequency", {{"min", numbers.of(std::uint64_t{0})}, {"max", numbers.of(std::uint64_t{0})}}},
      {"governor", "0"}};
  made["kill_request_user"] = "";
  made["state"] = states(step.state, 0);
  made["statistics"] = {{"CPU", {{"actual_frequency", 0}}}, {"energy", {{"consumed", numbers.none()}}}};
  made["step"] = {{"id", to_string(step.id)}, {"name", step.name},      {"stdin", step.std_in},
                  {"stdout", step.std_out},   {"stderr", step.std_err}};
  made["task"] = {{"distribution", step.distribution.empty() ? "Unknown" : step.distribution}};
  Value& tres = made["tres"];
  tres["requested"] = {{"max", Value::array()}, {"min", Value::array()}, {"average", Value::array()},
                       {"total", Value::array()}};
  tres["consumed"] = tres["requested"];
  tres["allocated"] = tres_list(step.tres_allocated);
  return made;
}

Value time_record(const Job& job, const CpuTimes& used, Instant now, const Numbers& numbers) {
  Value time;
  time["elapsed"] = run_time(job, now).count();
  time["eligible"] = seconds(job.eligible);
  time["end"] = seconds(job.ended);
  time["planned"] =
      job.started != kNever && job.eligible != kNever
          ? numbers.of(static_cast<std::uint64_t>(std::max<std::int64_t>(0, (job.started - job.eligible).count())))
          : numbers.none();
  time["start"] = seconds(job.started);
  time["submission"] = seconds(job.submitted);
  time["suspended"] = job.suspended_for.count();
  time["system"] = cpu_time(used.system);
  time["limit"] = numbers.of(job.time_limit);
  time["total"] = cpu_time(used.user + used.system);
  time["user"] = cpu_time(used.user);
  return time;
}

Value job_record(const Job& job, const std::vector<const Step*>& steps, const wire::HistoryReply& reply,
                 const Numbers& numbers) {
  const JobSpec& spec = job.spec;
  CpuTimes used;
  for (const Step* step : steps) {
    used.user += step->usage.user_usec;
    used.system += step->usage.system_usec;
  }
  Value made;
  made["account"] = spec.account;
  made["comment"] = {{"administrator", spec.admin_comment}, {"job", ""}, {"system", ""}};
  made["allocation_nodes"] = job.allocation.nodes.size();
  Value& array = made["array"];
  array["job_id"] = number(job.array_job);
  array["limits"]["max"]["running"]["tasks"] = job.array_throttle;
  array["task_id"] = numbers.of(job.array_task);
  array["task"] = "";
  made["association"] = {{"account", spec.account}, {"cluster", reply.cluster_name}, {"partition", ""},
                         {"user", job.user_name}, {"id", job.association}};
  made["block"] = "";
  made["cluster"] = reply.cluster_name;
  made["constraints"] = spec.constraint;
  made["container"] = spec.container;
  made["derived_exit_code"] = numbers.exit_code(job.derived_exit_code);
  made["time"] = time_record(job, used, reply.now, numbers);
  // A job that was cancelled is recorded without the signal that ended it.
  made["exit_code"] = numbers.exit_code(job.state == JobState::Cancelled ? ExitCode{} : job.exit_code);
  made["extra"] = spec.extra;
  made["failed_node"] = "";
  made["flags"] = Value::array();
  made["group"] = job.group_name;
  made["het"] = {{"job_id", 0}, {"job_offset", numbers.none()}};
  made["job_id"] = number(job.id);
  made["name"] = spec.name;
  made["licenses"] = spec.licenses;
  made["mcs"] = {{"label", spec.mcs_label}};
  made["nodes"] = text::compress_hostlist(job.allocation.node_names());
  made["partition"] = job.partition;
  made["hold"] = job.state == JobState::Pending && job.priority == 0;
  made["priority"] = numbers.of(std::uint64_t{job.priority});
  made["qos"] = spec.qos;
  made["qosreq"] = spec.qos;
  made["required"] = {{"CPUs", job.num_cpus},
                      {"memory_per_cpu", spec.memory_per_node ? numbers.none() : numbers.of(spec.memory_per_cpu)},
                      {"memory_per_node", numbers.of(spec.memory_per_node)}};
  made["kill_request_user"] = "";
  made["restart_cnt"] = job.restarts;
  made["reservation"] = {{"id", 0}, {"name", spec.reservation}, {"requested", spec.reservation}};
  made["script"] = "";
  made["stdin"] = spec.std_in;
  made["stdout"] = spec.std_out;
  made["stderr"] = spec.std_err;
  made["segment_size"] = spec.segment_size.value_or(0);
  made["state"] = {{"current", states(job.state, 0)}, {"reason", std::string{name_of(job.reason)}}};
  Value list = Value::array();
  for (const Step* step : steps) list.push_back(step_record(*step, reply.now, numbers));
  made["steps"] = std::move(list);
  made["submit_line"] = spec.submit_line;
  made["tres"] = {{"allocated", tres_list(job.tres_allocated)}, {"requested", tres_list(job.tres_request)}};
  made["used_gres"] = "";
  made["user"] = job.user_name;
  made["wckey"] = {{"wckey", spec.wckey}, {"flags", Value::array()}};
  made["working_directory"] = spec.work_dir;
  return made;
}

}  // namespace

std::string accounting_document(const wire::HistoryReply& reply, const DocumentOptions& options) {
  const Numbers numbers{options};
  std::unordered_map<std::uint32_t, std::vector<const Step*>> steps;
  for (const Step& step : reply.steps) steps[number(step.id.job)].push_back(&step);
  Value jobs = Value::array();
  for (const Job& job : reply.jobs) jobs.push_back(job_record(job, steps[number(job.id)], reply, numbers));
  Value payload;
  payload["jobs"] = std::move(jobs);
  return finish(std::move(payload), options);
}

}  // namespace minislurm::documents
