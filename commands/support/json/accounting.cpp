#include "commands/support/json/accounting.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>
#include <vector>

#include "commands/support/identity.h"
#include "commands/support/json/value.h"
#include "commands/support/recorded_job.h"
#include "commands/support/start_flags.h"
#include "commands/support/steps_of_runs.h"
#include "commands/support/usage_texts.h"
#include "libcommon/model/step_flag.h"
#include "libcommon/text/hostlist.h"

namespace minislurm::documents {
namespace {

Value cpu_time(std::uint64_t microseconds) {
  return {{"seconds", microseconds / 1000000}, {"microseconds", microseconds % 1000000}};
}

constexpr std::uint32_t kNoStart = 0xfffffffe;

struct CpuTimes {
  std::uint64_t user = 0, system = 0;
};

// Who ended what did not end by itself.
std::string killer(JobState state, UserId by) { return state == JobState::Cancelled ? user_name(by) : std::string{}; }

Value elapsed(Instant start, Instant end, Instant now) {
  if (start == kNever) return 0;
  return std::max<std::int64_t>(0, ((end == kNever ? now : end) - start).count());
}

// "fs/disk" is type "fs" and name "disk".
std::pair<std::string, std::string> type_and_name(std::string_view tres) {
  const std::size_t slash = tres.find('/');
  return {std::string{tres.substr(0, slash)}, slash == tres.npos ? "" : std::string{tres.substr(slash + 1)}};
}

// In the order of Slurm's numbers for the resources.
Value use_list(const Step& step, const std::vector<TresUse>& uses, Which which) {
  static constexpr std::pair<std::string_view, int> kIds[] = {
      {"cpu", 1}, {"mem", 2}, {"energy", 3}, {"fs/disk", 6}, {"vmem", 7}, {"pages", 8}};
  Value list = Value::array();
  for (const auto& [tres, id] : kIds)
    for (const TresUse& use : uses) {
      if (use.name != tres) continue;
      const auto [type, name] = type_and_name(tres);
      Value one = {{"type", type}, {"name", name}, {"id", id}, {"count", use.count}};
      if (which == Which::Most || which == Which::Least) {
        one["task"] = tres == "energy" ? 0 : use.task;
        one["node"] = node_of_task(step, use.task);
      }
      list.push_back(std::move(one));
    }
  return list;
}

Value uses(const Step& step, std::vector<TresUse> (*of)(const Step&, Which)) {
  Value made;
  for (const auto& [key, which] : {std::pair{"max", Which::Most}, {"min", Which::Least},
                                   {"average", Which::Average}, {"total", Which::Total}})
    made[key] = use_list(step, of(step, which), which);
  return made;
}

// Slurm writes the bits of a floating-point number here; who reads it knows that by now.
std::uint64_t frequency_bits(std::uint64_t khz) {
  const double shown = static_cast<double>(khz) / 1000;
  std::uint64_t bits = 0;
  std::memcpy(&bits, &shown, sizeof bits);
  return bits;
}

Value frequency_record(const Step& step, const Numbers& numbers) {
  const bool batch = step.id.step == StepNumber::Batch;
  const Value limit = batch ? numbers.of(std::uint64_t{0}) : numbers.none();
  return {{"requested_frequency", {{"min", limit}, {"max", limit}}}, {"governor", batch ? "0" : "Unknown"}};
}

Value step_time(const Step& step, Instant now, const Numbers& numbers) {
  Value time;
  time["elapsed"] = elapsed(step.started, step.ended, now);
  time["end"] = numbers.of(step.ended);
  time["start"] = numbers.of(step.started);
  time["suspended"] = 0;
  time["system"] = cpu_time(step.usage.system_usec);
  time["limit"] = step.time_limit ? numbers.of(step.time_limit) : numbers.infinite();
  time["total"] = cpu_time(step.usage.user_usec + step.usage.system_usec);
  time["user"] = cpu_time(step.usage.user_usec);
  return time;
}

using FileRow = std::pair<const char*, JobFile>;
constexpr FileRow kExpandedFiles[] = {
    {"stdin_expanded", JobFile::In}, {"stdout_expanded", JobFile::Out}, {"stderr_expanded", JobFile::Err}};
constexpr FileRow kFiles[] = {{"stdout", JobFile::Out}, {"stderr", JobFile::Err}, {"stdin", JobFile::In}};
constexpr FileRow kStepFiles[] = {{"stderr", JobFile::Err}, {"stdin", JobFile::In}, {"stdout", JobFile::Out}};
constexpr FileRow kExpandedStepFiles[] = {
    {"stderr_expanded", JobFile::Err}, {"stdin_expanded", JobFile::In}, {"stdout_expanded", JobFile::Out}};

Value step_record(const Job& job, const Step& step, Instant now, const Numbers& numbers) {
  Value made;
  made["time"] = step_time(step, now, numbers);
  made["exit_code"] = numbers.exit_code(step.exit_code);
  made["nodes"] = {{"count", step.allocation.nodes.size()},
                   {"range", text::compress_hostlist(step.allocation.node_names())},
                   {"list", step.allocation.node_names()}};
  made["tasks"] = {{"count", step.num_tasks}};
  made["pid"] = "";
  made["CPU"] = frequency_record(step, numbers);
  made["kill_request_user"] = (step.flags & kStepKilledOnRequest) != 0 ? killer(step.state, step.cancelled_by) : "";
  made["state"] = states(step.state, 0);
  made["statistics"] = {{"CPU", {{"actual_frequency", frequency_bits(step.usage.cpu_khz)}}},
                        {"energy", {{"consumed", numbers.of(std::uint64_t{0})}}}};
  made["step"] = {{"id", to_string(step.id)}, {"name", step.name}};
  for (const auto& [key, file] : kStepFiles) made["step"][key] = recorded_file(job, step, file, false);
  for (const auto& [key, file] : kExpandedStepFiles) made["step"][key] = recorded_file(job, step, file, true);
  made["task"] = {{"distribution", layout_text(step)}};
  made["tres"] = {{"requested", uses(step, uses_in)},
                  {"consumed", uses(step, uses_out)},
                  {"allocated", tres_list(step.tres_allocated)}};
  return made;
}

Value time_record(const Job& job, const CpuTimes& used, Instant now, const Numbers& numbers) {
  Value time;
  time["elapsed"] = run_time(job, now).count();
  time["eligible"] = seconds(recorded_eligible(job));
  time["end"] = seconds(job.ended);
  const Instant until = job.started != kNever ? job.started : job.ended != kNever ? job.ended : now;
  const auto waited = job.eligible == kNever ? 0 : std::max<std::int64_t>(0, (until - job.eligible).count());
  time["planned"] = numbers.of(static_cast<std::uint64_t>(waited));
  // Slurm's mark for a job that has ended without a start.
  time["start"] = is_finished(job.state) && job.started == kNever ? Value(kNoStart) : seconds(job.started);
  time["submission"] = seconds(job.submitted);
  time["suspended"] = job.suspended_for.count();
  time["system"] = cpu_time(used.system);
  time["limit"] = numbers.of(job.time_limit);
  time["total"] = cpu_time(used.user + used.system);
  time["user"] = cpu_time(used.user);
  return time;
}

// There is one resource more, whose count nobody took: Slurm's 64-bit "unset", read as signed.
Value allocated_tres(const Job& job) {
  Value list = tres_list(job.tres_allocated);
  if (list.empty()) return list;
  const auto next = std::find_if(list.begin(), list.end(), [](const Value& one) { return one["id"] >= 3; });
  if (next != list.end() && (*next)["id"] == 3) return list;
  list.insert(next, Value{{"type", "energy"}, {"name", ""}, {"id", 3}, {"count", -2}});
  return list;
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
  made["comment"] = {{"administrator", spec.admin_comment}, {"job", ""}, {"system", job.system_comment}};
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
  made["failed_node"] = job.failed_node;
  made["flags"] = Value::array();
  for (const StartFlag* flag : start_flags_of(job)) made["flags"].push_back(std::string{flag->document_name});
  made["group"] = job.group_name;
  const bool het = job.het_job != JobId{};
  made["het"] = {{"job_id", number(job.het_job)},
                 {"job_offset", het ? numbers.of(std::uint64_t{job.het_offset}) : numbers.none()}};
  made["job_id"] = number(job.id);
  made["name"] = spec.name;
  made["licenses"] = spec.licenses;
  made["mcs"] = {{"label", spec.mcs_label}};
  made["nodes"] = job.allocation.empty() ? "None assigned" : text::compress_hostlist(job.allocation.node_names());
  made["partition"] = job.partition;
  made["hold"] = job.priority == 0;
  made["priority"] = numbers.of(std::uint64_t{job.priority});
  made["qos"] = spec.qos;
  made["qosreq"] = recorded_qos_request(job);
  made["required"] = {{"CPUs", job.num_cpus},
                      {"memory_per_cpu", spec.memory_per_node ? numbers.none() : numbers.of(spec.memory_per_cpu)},
                      {"memory_per_node", numbers.of(spec.memory_per_node)}};
  made["kill_request_user"] = killer(job.state, job.cancelled_by);
  made["restart_cnt"] = job.restarts;
  const std::string& ran_in = job.reservation.empty() ? spec.reservation : job.reservation;
  made["reservation"] = {{"id", 0}, {"name", ran_in}, {"requested", spec.reservation}};
  made["script"] = "";
  made["segment_size"] = spec.segment_size.value_or(0);
  for (const auto& [key, file] : kExpandedFiles) made[key] = recorded_file(job, file, true);
  for (const auto& [key, file] : kFiles) made[key] = recorded_file(job, file, false);
  made["state"] = {{"current", states(job.state, 0)}, {"reason", std::string{name_of(recorded_reason(job))}}};
  Value list = Value::array();
  for (const Step* step : steps) list.push_back(step_record(job, *step, reply.now, numbers));
  made["steps"] = std::move(list);
  made["submit_line"] = spec.submit_line;
  made["tres"] = {{"allocated", allocated_tres(job)}, {"requested", tres_list(job.tres_request)}};
  made["used_gres"] = "";
  made["user"] = job.user_name;
  made["wckey"] = {{"wckey", spec.wckey}, {"flags", Value::array()}};
  made["working_directory"] = spec.work_dir;
  return made;
}

// With "+complex" a text that nobody has given is null; some of Slurm's are not.
void leave_out_texts(Value& value, const std::string& key = {}) {
  static constexpr std::string_view kKept[] = {"constraints", "label",  "kill_request_user", "script", "stdin",
                                               "stdout",      "stderr", "wckey"};
  if (value.is_object()) {
    for (auto& [name, inner] : value.items()) leave_out_texts(inner, name);
  } else if (value.is_array()) {
    for (Value& inner : value) leave_out_texts(inner, key);
  } else if (value.is_string() && value.get_ref<const std::string&>().empty()) {
    if (std::find(std::begin(kKept), std::end(kKept), key) == std::end(kKept)) value = nullptr;
  }
}

}  // namespace

std::string accounting_document(const wire::HistoryReply& reply, const DocumentOptions& options) {
  const Numbers numbers{options};
  const StepsOfRuns steps(reply);
  Value jobs = Value::array();
  for (const Job& job : reply.jobs) jobs.push_back(job_record(job, steps.of(job), reply, numbers));
  if (options.plain_numbers) leave_out_texts(jobs);
  Value payload;
  payload["jobs"] = std::move(jobs);
  return finish(std::move(payload), options);
}

}  // namespace minislurm::documents
