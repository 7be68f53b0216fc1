#include "commands/support/json/job_record.h"

#include <algorithm>

#include "commands/support/job_texts.h"
#include "libcommon/text/array_ids.h"
#include "libcommon/text/job_files.h"
#include "libcommon/text/ranges.h"
#include "libcommon/text/sluid.h"
#include "libcommon/text/tres.h"

namespace minislurm::documents {
namespace {

using View = const JobView&;

struct Field {
  const char* key;
  Value (*of)(View);
  unsigned since = 42;  // the first parser that has it
};

// Keys that mean nothing on one machine hold what Slurm shows where they are not used.
Value empty_text(View) { return ""; }
Value unset(View v) { return v.numbers.none(); }
Value zero(View v) { return v.numbers.of(std::uint64_t{0}); }
Value plain_zero(View) { return 0; }

template <std::string JobSpec::*Member>
Value spec_text(View v) {
  return v.job.spec.*Member;
}
template <std::string Job::*Member>
Value job_text(View v) {
  return v.job.*Member;
}
template <std::optional<std::uint32_t> JobSpec::*Member>
Value spec_count(View v) {
  return v.numbers.of(v.job.spec.*Member);
}
template <Instant Job::*Member>
Value point(View v) {
  return v.numbers.of(v.job.*Member);
}
// A limit that nobody set has no end.
template <std::optional<std::uint32_t> JobSpec::*Member>
Value count_or_infinite(View v) {
  return v.job.spec.*Member ? v.numbers.of(v.job.spec.*Member) : v.numbers.infinite();
}

Value count(View v, std::uint64_t number) { return v.numbers.of(number); }

std::optional<double> billing(const Job& job) {
  const Result<std::vector<text::Tres>> parsed = text::parse_tres(job.tres_allocated);
  if (!parsed || job.tres_allocated.empty()) return std::nullopt;
  for (const text::Tres& one : *parsed)
    if (one.name == "billing") return static_cast<double>(one.count);
  return std::nullopt;
}

Instant end_of(const Job& job) {
  if (is_finished(job.state)) return job.ended;
  if (job.state != JobState::Pending) return end_of_run(job);
  if (job.expected_start == kNever || !job.time_limit || *job.time_limit == kUnlimited) return kNever;
  return job.expected_start + *job.time_limit;
}

Instant start_of(const Job& job) {
  if (job.state != JobState::Pending) return job.started;
  if (job.expected_start != kNever) return job.expected_start;
  return job.priority != 0 ? job.spec.begin : kNever;
}

Value step_id(View v) {
  Value made;
  made["sluid"] = text::format_sluid(v.job.sluid);
  made["job_id"] = count(v, number(v.job.id));
  made["step_het_component"] = v.numbers.none();
  made["step_id"] = "entire";
  return made;
}

Value file(View v, const std::string& pattern) { return text::job_file_path(v.job, pattern); }

std::string standard_input(const Job& job) {
  return job.spec.std_in.empty() && job.spec.kind == JobKind::Batch ? "/dev/null" : job.spec.std_in;
}

// Up to v0.0.42 the names of files were filled in. What the user named is told from the working directory on.
Value stream(View v, const std::string& pattern, bool named) {
  if (v.parser <= 42) return file(v, pattern);
  return named ? text::absolute_path(pattern, v.job.spec.work_dir) : pattern;
}

std::string het_set(const Job& job) { return job.het_set.empty() ? std::string{} : text::format_ranges(job.het_set); }

Value max_nodes(View v) {
  const Job& job = v.job;
  if (job.state != JobState::Pending) return count(v, 0);
  if (job.spec.max_nodes && job.spec.max_nodes != job.spec.min_nodes) return count(v, *job.spec.max_nodes);
  return count(v, job.priority == 0 ? job.num_tasks : 0);
}

constexpr Field kFields[] = {
    {"account", spec_text<&JobSpec::account>},
    {"accrue_time", point<&Job::accrue>},
    {"admin_comment", spec_text<&JobSpec::admin_comment>},
    {"allocating_node", spec_text<&JobSpec::alloc_node>},
    {"array_job_id", [](View v) { return count(v, number(v.job.array_job)); }},
    {"array_task_id", [](View v) { return v.numbers.of(v.job.array_task); }},
    {"array_max_tasks", [](View v) { return count(v, v.job.array_throttle); }},
    {"array_task_string",
     [](View v) -> Value {
       return v.job.is_array_master() ? text::compress_array_ids(v.job.array_pending, v.job.array_throttle)
                                      : std::string{};
     }},
    {"association_id", [](View v) -> Value { return v.job.association; }},
    {"batch_features", empty_text},
    {"batch_flag", [](View v) -> Value { return v.job.spec.kind == JobKind::Batch; }},
    {"batch_host", job_text<&Job::batch_host>},
    {"flags", [](View v) { return job_flags(v.job); }},
    {"burst_buffer", spec_text<&JobSpec::burst_buffer>},
    {"burst_buffer_state", empty_text},
    {"cluster", [](View v) -> Value { return v.cluster; }},
    {"cluster_features", empty_text},
    {"command", spec_text<&JobSpec::command>},
    {"comment", spec_text<&JobSpec::comment>},
    {"container", spec_text<&JobSpec::container>},
    {"container_id", empty_text},
    {"contiguous", [](View v) -> Value { return v.job.spec.contiguous; }},
    {"core_spec", [](View v) -> Value { return v.job.spec.core_spec.value_or(0); }},
    // 32766 is Slurm's 16-bit "unset" without its highest bit.
    {"thread_spec", [](View v) -> Value { return v.job.spec.core_spec ? 0 : 32766; }},
    {"cores_per_socket", spec_count<&JobSpec::cores_per_socket>},
    {"billable_tres", [](View v) { return v.numbers.real(billing(v.job)); }},
    {"cpus_per_task", [](View v) { return count(v, v.job.spec.cpus_per_task.value_or(1)); }},
    {"cpu_frequency_minimum", unset},
    {"cpu_frequency_maximum", unset},
    {"cpu_frequency_governor", unset},
    {"cpus_per_tres",
     [](View v) -> Value {
       return v.job.spec.cpus_per_gpu ? "gres/gpu:" + std::to_string(*v.job.spec.cpus_per_gpu) : std::string{};
     }},
    {"cron", empty_text},
    {"deadline", [](View v) { return v.numbers.of(v.job.spec.deadline); }},
    {"delay_boot", zero},
    {"dependency", job_text<&Job::dependency_left>},
    {"derived_exit_code", [](View v) { return v.numbers.exit_code(v.job.derived_exit_code); }},
    {"eligible_time", point<&Job::eligible>},
    {"end_time", [](View v) { return v.numbers.of(end_of(v.job)); }},
    {"excluded_nodes", spec_text<&JobSpec::excluded_nodes>},
    {"exit_code", [](View v) { return v.numbers.exit_code(v.job.exit_code); }},
    {"extra", spec_text<&JobSpec::extra>},
    {"failed_node", job_text<&Job::failed_node>},
    {"features", spec_text<&JobSpec::constraint>},
    {"federation_origin", empty_text},
    {"federation_siblings_active", empty_text},
    {"federation_siblings_viable", empty_text},
    {"gres_detail", [](View v) { return gres_detail(v.job); }},
    {"group_id", [](View v) -> Value { return number(v.job.group); }},
    {"group_name", job_text<&Job::group_name>},
    {"het_job_id", [](View v) { return count(v, number(v.job.het_job)); }},
    {"het_job_id_set", [](View v) -> Value { return het_set(v.job); }},
    {"het_job_offset", [](View v) { return count(v, v.job.het_offset); }},
    {"job_id", [](View v) -> Value { return number(v.job.id); }},
    {"job_resources", job_resources},
    {"job_size_str", [](View v) { return list_of(v.job.spec.node_count); }},
    {"job_state", [](View v) { return states(v.job.state, v.job.flags); }},
    {"last_sched_evaluation",
     [](View v) {
       return v.numbers.of(v.job.last_sched_eval == kNever ? v.job.submitted : v.job.last_sched_eval);
     }},
    {"licenses", spec_text<&JobSpec::licenses>},
    {"licenses_allocated",
     [](View v) -> Value {
       if (!v.job.licenses_allocated.empty()) return v.job.licenses_allocated;
       return v.job.state == JobState::Running ? v.job.spec.licenses : std::string{};
     },
     43},
    {"mail_type", [](View v) { return list_of(v.job.spec.mail_type); }},
    {"mail_user",
     [](View v) -> Value { return v.job.spec.mail_user.empty() ? v.job.user_name : v.job.spec.mail_user; }},
    {"max_cpus", zero},
    {"max_nodes", max_nodes},
    {"mcs_label", spec_text<&JobSpec::mcs_label>},
    {"memory_per_tres",
     [](View v) -> Value {
       return v.job.spec.memory_per_gpu ? "gres/gpu:" + std::to_string(v.job.spec.memory_per_gpu->count)
                                        : std::string{};
     }},
    {"name", spec_text<&JobSpec::name>},
    {"network", spec_text<&JobSpec::network>},
    {"nodes", [](View v) -> Value { return node_list(v.job); }},
    {"nice", [](View v) -> Value { return v.job.spec.nice; }},
    {"tasks_per_core", count_or_infinite<&JobSpec::ntasks_per_core>},
    {"tasks_per_tres", [](View v) { return count(v, v.job.spec.ntasks_per_gpu.value_or(0)); }},
    {"tasks_per_node", [](View v) { return count(v, v.job.spec.ntasks_per_node.value_or(0)); }},
    {"tasks_per_socket", count_or_infinite<&JobSpec::ntasks_per_socket>},
    {"tasks_per_board", zero},
    {"cpus", [](View v) { return count(v, holds_nodes(v.job) ? v.job.allocation.cpu_count() : v.job.num_cpus); }},
    {"node_count",
     [](View v) { return count(v, holds_nodes(v.job) ? v.job.allocation.nodes.size() : v.job.min_nodes); }},
    {"tasks", [](View v) { return count(v, v.job.num_tasks); }},
    {"partition", job_text<&Job::partition>},
    {"prefer", spec_text<&JobSpec::prefer>},
    {"memory_per_cpu",
     [](View v) { return v.job.spec.memory_per_node ? v.numbers.none() : v.numbers.of(v.job.spec.memory_per_cpu); }},
    {"memory_per_node", [](View v) { return v.numbers.of(v.job.spec.memory_per_node); }},
    {"minimum_cpus_per_node",
     [](View v) {
       return count(v, std::max(v.job.spec.min_cpus_per_node.value_or(1), v.job.spec.cpus_per_task.value_or(1)));
     }},
    {"minimum_tmp_disk_per_node", [](View v) { return count(v, v.job.spec.tmp_disk.value_or(Mebibytes{}).count); }},
    {"power",
     [](View v) -> Value {
       Value power;
       // The one list that "+complex" empties to null.
       power["flags"] = v.numbers.plain() ? Value(nullptr) : Value::array();
       return power;
     }},
    {"preempt_time", point<&Job::preempted>},
    {"preemptable_time", point<&Job::preempt_eligible>},
    {"pre_sus_time", [](View v) { return count(v, static_cast<std::uint64_t>(ran_before_suspension(v.job).count())); }},
    {"hold", [](View v) -> Value { return v.job.state == JobState::Pending && v.job.priority == 0; }},
    {"priority", [](View v) { return count(v, v.job.priority); }},
    {"priority_by_partition", [](View) { return Value::array(); }},
    {"profile", [](View) { return Value::array({"NOT_SET"}); }},
    {"qos", spec_text<&JobSpec::qos>},
    {"reboot", [](View) -> Value { return false; }},
    {"required_nodes", spec_text<&JobSpec::required_nodes>},
    {"required_switches", [](View v) -> Value { return v.job.spec.switches.value_or(0); }},
    {"requeue", [](View v) -> Value { return v.job.spec.requeue != Tristate::No; }},
    {"resize_time", point<&Job::resized>},
    {"restart_cnt", [](View v) -> Value { return v.job.restarts; }},
    {"resv_name", [](View v) -> Value { return shown_reservation(v.job); }},
    {"scheduled_nodes", job_text<&Job::expected_nodes>},
    {"segment_size", [](View v) -> Value { return v.job.spec.segment_size.value_or(0); }, 43},
    {"selinux_context", empty_text},
    {"shared", [](View v) { return job_sharing(v.job); }},
    {"step_id", step_id, 44},
    {"sockets_per_board", plain_zero},
    {"sockets_per_node", spec_count<&JobSpec::sockets_per_node>},
    {"start_time", [](View v) { return v.numbers.of(start_of(v.job)); }},
    {"state_description", empty_text},
    {"state_reason", [](View v) -> Value { return reason_text(v.job); }},
    {"standard_input", [](View v) { return stream(v, standard_input(v.job), true); }},
    {"standard_output", [](View v) { return stream(v, text::output_pattern(v.job), !v.job.spec.std_out.empty()); }},
    {"standard_error", [](View v) { return stream(v, v.job.spec.std_err, true); }},
    {"stdin_expanded", [](View v) { return file(v, standard_input(v.job)); }, 43},
    {"stdout_expanded", [](View v) { return file(v, text::output_pattern(v.job)); }, 43},
    {"stderr_expanded", [](View v) { return file(v, v.job.spec.std_err); }, 43},
    {"submit_time", point<&Job::submitted>},
    {"submit_line", spec_text<&JobSpec::submit_line>, 44},
    {"suspend_time", point<&Job::suspended_at>},
    {"system_comment", job_text<&Job::system_comment>},
    {"time_limit", [](View v) { return v.numbers.of(v.job.time_limit); }},
    {"time_minimum",
     [](View v) {
       return count(v, v.job.spec.time_min ? static_cast<std::uint64_t>(v.job.spec.time_min->count()) : 0);
     }},
    {"threads_per_core", spec_count<&JobSpec::threads_per_core>},
    {"tres_bind", spec_text<&JobSpec::tres_bind>},
    {"tres_freq", empty_text},
    {"tres_per_job", spec_text<&JobSpec::gres_per_job>},
    {"tres_per_node", spec_text<&JobSpec::gres_per_node>},
    {"tres_per_socket", spec_text<&JobSpec::gres_per_socket>},
    {"tres_per_task", [](View v) -> Value { return all_tres_per_task(v.job.spec); }},
    {"tres_req_str", job_text<&Job::tres_request>},
    {"tres_alloc_str", job_text<&Job::tres_allocated>},
    {"user_id", [](View v) -> Value { return number(v.job.user); }},
    {"user_name", job_text<&Job::user_name>},
    {"maximum_switch_wait_time", [](View v) -> Value { return v.job.spec.switch_wait.count(); }},
    {"wckey", spec_text<&JobSpec::wckey>},
    {"current_working_directory", spec_text<&JobSpec::work_dir>},
};

Value size_record(const ElasticSize& size) {
  Value record;
  record["cpus"] = size.cpus;
  record["memory"] = size.memory.count;
  record["nodes"] = size.nodes;
  record["gpus"] = size.gpus;
  return record;
}

// Of minislurm's own, of jobs that real Slurm does not have.
Value elastic_record(const Job& job) {
  Value record, resizes = Value::array();
  for (const Resize& one : job.elastic.resizes) {
    Value entry;
    entry["time"] = one.at.time_since_epoch().count();
    entry["from"] = size_record(one.from);
    entry["to"] = size_record(one.to);
    entry["by_hand"] = one.by_hand;
    resizes.push_back(std::move(entry));
  }
  record["least"] = size_record(job.elastic.least);
  record["most"] = size_record(job.elastic.most);
  record["resizes"] = std::move(resizes);
  return record;
}

}  // namespace

Value job_record(const JobView& view) {
  Value record;
  for (const Field& field : kFields)
    if (field.since <= view.parser) record[field.key] = field.of(view);
  if (view.job.spec.elastic.wanted) record["elastic"] = elastic_record(view.job);
  return record;
}

}  // namespace minislurm::documents
