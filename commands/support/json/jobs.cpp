#include "commands/support/json/jobs.h"

#include <algorithm>

#include "commands/support/job_texts.h"
#include "commands/support/json/value.h"
#include "libcommon/text/array_ids.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/job_files.h"

namespace minislurm::documents {
namespace {

Instant planned_end(const Job& job) {
  if (is_finished(job.state)) return job.ended;
  if (job.started == kNever || job.state == JobState::Pending) return kNever;
  return job.time_limit && *job.time_limit != kUnlimited ? job.started + *job.time_limit : kNever;
}

Value resources(const Job& job, const Numbers& numbers) {
  if (!holds_nodes(job)) return nullptr;
  Value allocation = Value::array();
  std::uint32_t index = 0;
  for (const NodeAllocation& at : job.allocation.nodes) {
    Value node;
    node["index"] = index++;
    node["name"] = at.node;
    node["cpus"] = {{"count", at.cpus.size()}, {"used", at.cpus.size()}};
    node["memory"] = {{"used", 0}, {"allocated", at.memory.count}};
    Value cores = Value::array();
    for (const std::uint32_t cpu : at.cpus) cores.push_back({{"index", cpu}, {"status", Value::array({"ALLOCATED"})}});
    node["sockets"] = Value::array({Value{{"index", 0}, {"cores", std::move(cores)}}});
    allocation.push_back(std::move(node));
  }
  Value made;
  made["select_type"] = Value::array({"CPU", "MEMORY"});
  Value& nodes = made["nodes"];
  nodes["count"] = job.allocation.nodes.size();
  nodes["select_type"] = Value::array({job.spec.exclusive == Exclusive::Node ? "ONE_ROW" : "AVAILABLE"});
  nodes["list"] = node_list(job);
  nodes["whole"] = job.spec.exclusive == Exclusive::Node;
  nodes["allocation"] = std::move(allocation);
  made["cpus"] = job.allocation.cpu_count();
  made["threads_per_core"] = numbers.of(job.spec.threads_per_core);
  return made;
}

Value flags_of(const Job& job) {
  Value flags = Value::array();
  if (job.spec.kill_on_invalid_dependency == Tristate::Yes) flags.push_back("KILL_INVALID_DEPENDENCY");
  if (job.spec.kill_on_invalid_dependency == Tristate::No) flags.push_back("NO_KILL_INVALID_DEPENDENCY");
  if (job.spec.spread_job) flags.push_back("SPREAD_JOB");
  return flags;
}

Value shared_of(const Job& job) {
  switch (job.spec.exclusive) {
    case Exclusive::Node: return Value::array({"none"});
    case Exclusive::User: return Value::array({"user"});
    case Exclusive::Mcs: return Value::array({"mcs"});
    case Exclusive::Topology: return Value::array({"topo"});
    case Exclusive::Unset: break;
  }
  return job.spec.oversubscribe ? Value::array({"oversubscribe"}) : Value::array();
}

void put_identity(Value& to, const Job& job, const Numbers& numbers, const std::string& cluster) {
  const JobSpec& spec = job.spec;
  to["account"] = spec.account;
  to["accrue_time"] = numbers.of(job.accrue);
  to["admin_comment"] = spec.admin_comment;
  to["allocating_node"] = spec.alloc_node;
  to["array_job_id"] = numbers.of(std::uint64_t{number(job.array_job)});
  to["array_task_id"] = numbers.of(job.array_task);
  to["array_max_tasks"] = numbers.of(std::uint64_t{job.array_throttle});
  to["array_task_string"] =
      job.is_array_master() ? text::compress_array_ids(job.array_pending, job.array_throttle) : std::string{};
  to["association_id"] = job.association;
  to["batch_features"] = "";
  to["batch_flag"] = spec.kind == JobKind::Batch;
  to["batch_host"] = job.batch_host;
  to["flags"] = flags_of(job);
  to["burst_buffer"] = spec.burst_buffer;
  to["burst_buffer_state"] = "";
  to["cluster"] = cluster;
  to["cluster_features"] = "";
  to["command"] = spec.command;
  to["comment"] = spec.comment;
  to["container"] = spec.container;
  to["container_id"] = "";
  to["contiguous"] = spec.contiguous;
  to["dependency"] = job.dependency_left;
  to["extra"] = spec.extra;
  to["features"] = spec.constraint;
  to["group_id"] = number(job.group);
  to["group_name"] = job.group_name;
  to["het_job_id"] = numbers.of(std::uint64_t{0});
  to["het_job_id_set"] = "";
  to["het_job_offset"] = numbers.of(std::uint64_t{0});
  to["job_id"] = number(job.id);
  to["job_state"] = states(job.state, job.flags);
  to["licenses"] = spec.licenses;
  to["licenses_allocated"] = job.state == JobState::Pending ? std::string{} : spec.licenses;
  to["mail_type"] = list_of(spec.mail_type);
  to["mail_user"] = spec.mail_user;
  to["mcs_label"] = spec.mcs_label;
  to["name"] = spec.name;
  to["network"] = spec.network;
  to["nice"] = spec.nice;
  to["partition"] = job.partition;
  to["prefer"] = spec.prefer;
  to["qos"] = spec.qos;
  to["state_reason"] = reason_text(job);
  to["state_description"] = "";
  to["system_comment"] = "";
  to["user_id"] = number(job.user);
  to["user_name"] = job.user_name;
  to["wckey"] = spec.wckey;
}

void put_size(Value& to, const Job& job, const Numbers& numbers) {
  const JobSpec& spec = job.spec;
  const bool placed = holds_nodes(job);
  to["cores_per_socket"] = numbers.of(spec.cores_per_socket);
  to["billable_tres"] = numbers.none();
  to["core_spec"] = numbers.of(spec.core_spec);
  to["thread_spec"] = numbers.none();
  to["cpus_per_task"] = numbers.of(std::uint64_t{spec.cpus_per_task.value_or(1)});
  to["cpus"] = numbers.of(std::uint64_t{placed ? job.allocation.cpu_count() : job.num_cpus});
  to["node_count"] = numbers.of(std::uint64_t{placed ? job.allocation.nodes.size() : job.min_nodes});
  to["tasks"] = numbers.of(std::uint64_t{job.num_tasks});
  to["max_cpus"] = numbers.of(std::uint64_t{0});
  to["max_nodes"] = numbers.of(std::uint64_t{job.max_nodes});
  to["memory_per_node"] = numbers.of(spec.memory_per_node);
  to["memory_per_cpu"] = spec.memory_per_node ? numbers.none() : numbers.of(spec.memory_per_cpu);
  to["minimum_cpus_per_node"] =
      numbers.of(std::uint64_t{std::max(spec.min_cpus_per_node.value_or(1), spec.cpus_per_task.value_or(1))});
  to["minimum_tmp_disk_per_node"] = numbers.of(spec.tmp_disk.value_or(Mebibytes{}).count);
  to["excluded_nodes"] = spec.excluded_nodes;
  to["required_nodes"] = spec.required_nodes;
  to["scheduled_nodes"] = job.expected_nodes;
  to["nodes"] = node_list(job);
  to["job_size_str"] = list_of(spec.node_count);
  to["job_resources"] = resources(job, numbers);
  to["gres_detail"] = Value::array();
  to["required_switches"] = spec.switches.value_or(0);
  to["maximum_switch_wait_time"] = spec.switch_wait.count();
  to["segment_size"] = spec.segment_size.value_or(0);
  to["shared"] = shared_of(job);
  to["sockets_per_board"] = 0;
  to["sockets_per_node"] = numbers.of(spec.sockets_per_node);
  to["tasks_per_board"] = numbers.of(std::uint64_t{0});
  to["tasks_per_core"] = numbers.of(spec.ntasks_per_core);
  to["tasks_per_node"] = numbers.of(std::uint64_t{spec.ntasks_per_node.value_or(0)});
  to["tasks_per_socket"] = numbers.of(spec.ntasks_per_socket);
  to["tasks_per_tres"] = numbers.of(spec.ntasks_per_gpu);
  to["threads_per_core"] = numbers.of(spec.threads_per_core);
  to["cpus_per_tres"] = spec.cpus_per_gpu ? "gres/gpu:" + std::to_string(*spec.cpus_per_gpu) : std::string{};
  to["memory_per_tres"] =
      spec.memory_per_gpu ? "gres/gpu:" + std::to_string(spec.memory_per_gpu->count) : std::string{};
  to["tres_bind"] = spec.tres_bind;
  to["tres_freq"] = "";
  to["tres_per_job"] = spec.gres_per_job;
  to["tres_per_node"] = spec.gres_per_node;
  to["tres_per_socket"] = spec.gres_per_socket;
  to["tres_per_task"] = tres_per_task(spec);
  to["tres_req_str"] = job.tres_request;
  to["tres_alloc_str"] = job.tres_allocated;
}

void put_course(Value& to, const Job& job, const Numbers& numbers) {
  const JobSpec& spec = job.spec;
  to["deadline"] = numbers.of(spec.deadline);
  to["delay_boot"] = numbers.of(std::uint64_t{0});
  to["derived_exit_code"] = numbers.exit_code(job.derived_exit_code);
  to["eligible_time"] = numbers.of(job.eligible);
  to["end_time"] = numbers.of(planned_end(job));
  to["exit_code"] = numbers.exit_code(job.exit_code);
  to["hold"] = job.state == JobState::Pending && job.priority == 0;
  to["last_sched_evaluation"] = numbers.of(job.last_sched_eval);
  to["pre_sus_time"] = numbers.of(static_cast<std::uint64_t>(job.suspended_for.count()));
  to["preempt_time"] = numbers.of(std::uint64_t{0});
  to["preemptable_time"] = numbers.of(std::uint64_t{0});
  to["priority"] = numbers.of(std::uint64_t{job.priority});
  to["priority_by_partition"] = Value::array();
  to["profile"] = nullptr;
  to["reboot"] = false;
  to["requeue"] = spec.requeue != Tristate::No;
  to["resize_time"] = numbers.of(std::uint64_t{0});
  to["restart_cnt"] = job.restarts;
  to["resv_name"] = spec.reservation;
  to["start_time"] = numbers.of(job.state == JobState::Pending ? job.expected_start : job.started);
  to["submit_time"] = numbers.of(job.submitted);
  to["suspend_time"] = numbers.of(job.suspended_at);
  to["time_limit"] = numbers.of(job.time_limit);
  to["time_minimum"] =
      numbers.of(std::uint64_t{spec.time_min ? static_cast<std::uint64_t>(spec.time_min->count()) : 0});
  to["submit_line"] = spec.submit_line;
  to["current_working_directory"] = spec.work_dir;
  const std::string output = text::output_pattern(job);
  to["standard_input"] = spec.std_in;
  to["standard_output"] = output;
  to["standard_error"] = spec.std_err;
  to["stdin_expanded"] = spec.std_in.empty() ? std::string{"/dev/null"} : text::job_file_path(job, spec.std_in);
  to["stdout_expanded"] = text::job_file_path(job, output);
  to["stderr_expanded"] = text::job_file_path(job, spec.std_err.empty() ? output : spec.std_err);
}

Value step_record(const Step& step, const Job* job, const Numbers& numbers) {
  Value made;
  made["id"] = to_string(step.id);
  made["name"] = step.name;
  made["state"] = states(step.state, step.flags);
  made["start_time"] = numbers.of(step.started);
  made["time_limit"] = numbers.of(step.time_limit ? step.time_limit : std::optional<Minutes>{kUnlimited});
  made["number_tasks"] = step.num_tasks;
  made["cpus"] = step.allocation.cpu_count();
  made["nodes"] = text::compress_hostlist(step.allocation.node_names());
  made["node_count"] = step.allocation.nodes.size();
  made["partition"] = job != nullptr ? job->partition : std::string{};
  made["user"] = job != nullptr ? job->user_name : std::string{};
  made["user_id"] = job != nullptr ? number(job->user) : 0U;
  made["std_in"] = step.std_in;
  made["std_out"] = step.std_out;
  made["std_err"] = step.std_err;
  made["submit_line"] = step.submit_line;
  made["current_working_directory"] = step.work_dir;
  made["tres_alloc_str"] = step.tres_allocated;
  made["srun"] = {{"host", step.srun_host}, {"pid", step.srun_pid}};
  return made;
}

}  // namespace

std::string jobs_document(const wire::JobsReply& reply, const DocumentOptions& options) {
  const Numbers numbers{options};
  Value jobs = Value::array();
  for (const Job& job : reply.jobs) {
    Value record;
    put_identity(record, job, numbers, reply.cluster_name);
    put_size(record, job, numbers);
    put_course(record, job, numbers);
    jobs.push_back(std::move(record));
  }
  Value payload;
  payload["jobs"] = std::move(jobs);
  payload["last_backfill"] = numbers.of(reply.last_backfill);
  payload["last_update"] = numbers.of(reply.now);
  return finish(std::move(payload), options);
}

std::string job_states_document(const wire::JobsReply& reply, const DocumentOptions& options) {
  Value jobs = Value::array();
  for (const Job& job : reply.jobs) {
    const std::string tasks =
        job.is_array_master() ? text::compress_array_ids(job.array_pending, job.array_throttle) : std::string{};
    jobs.push_back({{"job_id", job_id_text(job, tasks)}, {"state", states(job.state, job.flags)}});
  }
  Value payload;
  payload["jobs"] = std::move(jobs);
  return finish(std::move(payload), options);
}

std::string steps_document(const wire::StepsReply& reply, const DocumentOptions& options) {
  const Numbers numbers{options};
  Value steps = Value::array();
  for (const Step& step : reply.steps) {
    const auto job = std::find_if(reply.jobs.begin(), reply.jobs.end(),
                                  [&step](const Job& candidate) { return candidate.id == step.id.job; });
    steps.push_back(step_record(step, job == reply.jobs.end() ? nullptr : &*job, numbers));
  }
  Value payload;
  payload["steps"] = std::move(steps);
  payload["last_update"] = numbers.of(reply.now);
  return finish(std::move(payload), options);
}

}  // namespace minislurm::documents
