#include "commands/support/json/jobs.h"

#include <algorithm>

#include "commands/support/job_texts.h"
#include "commands/support/json/job_record.h"
#include "commands/support/json/value.h"
#include "libcommon/text/array_ids.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"

namespace minislurm::documents {
namespace {

constexpr std::uint32_t kNoTask = 0xfffffffe;  // Slurm's 32-bit "unset"

bool is_batch(const Step& step) { return step.id.step == StepNumber::Batch; }

// A batch step has a frequency of zero, srun's steps have none.
Value frequency(const Step& step, const Numbers& numbers) {
  Value made;
  for (const char* key : {"min", "max", "governor"})
    made[key] = is_batch(step) ? numbers.of(std::uint64_t{0}) : numbers.none();
  return made;
}

// Slurm's own order of resources here: by their names.
std::string allocation_text(const Step& step) {
  if (is_batch(step)) return {};
  std::vector<std::string_view> parts = text::split_list(step.tres_allocated);
  std::sort(parts.begin(), parts.end());
  std::string text;
  for (const std::string_view part : parts) text += (text.empty() ? "" : ",") + std::string{part};
  return text;
}

Value step_tres(const Step& step, const Job* job) {
  const bool of_srun = !is_batch(step) && job != nullptr;
  Value made;
  Value& per = made["per"];
  per["cpu"] = "";
  per["memory"] = "";
  per["step"] = "";
  per["node"] = of_srun ? job->spec.gres_per_node : std::string{};
  per["socket"] = "";
  per["task"] = of_srun ? all_tres_per_task(job->spec) : std::string{};
  made["allocation"] = allocation_text(step);
  made["binding"] = "";
  made["frequency"] = "";
  return made;
}

std::string distribution_text(const Step& step) {
  if (!step.distribution.empty()) return step.distribution;
  if (is_batch(step)) return "Unknown";
  return step.allocation.nodes.size() > 1 ? "Cyclic" : "Block";
}

Value step_record(const Step& step, const Job* job, const wire::StepsReply& reply, const Numbers& numbers) {
  const bool of_array = job != nullptr && job->array_task.has_value();
  Value made;
  made["array"]["job_id"] = of_array ? number(job->array_job) : 0U;
  made["array"]["task_id"] = of_array ? *job->array_task : kNoTask;
  made["cluster"] = reply.cluster_name;
  made["container"] = "";
  made["container_id"] = "";
  made["cpu"]["frequency"] = frequency(step, numbers);
  made["tres"] = step_tres(step, job);
  made["name"] = step.name;
  made["network"] = "";
  made["nodes"] = text::compress_hostlist(step.allocation.node_names());
  made["number_cpus"] = is_batch(step) ? 0U : step.allocation.cpu_count();
  made["number_tasks"] = step.num_tasks;
  made["partition"] = job != nullptr ? job->partition : std::string{};
  made["reserved_ports"] = "";
  const Instant end = is_finished(step.state) ? step.ended : reply.now;
  Value& time = made["time"];
  time["running"] = numbers.of(step.started == kNever ? std::uint64_t{0}
                                                      : static_cast<std::uint64_t>((end - step.started).count()));
  time["start"] = numbers.of(step.started);
  time["limit"] = numbers.of(step.time_limit ? step.time_limit : std::optional<Minutes>{kUnlimited});
  made["srun"]["host"] = step.srun_host;
  made["srun"]["pid"] = step.srun_pid;
  made["state"] = states(step.state, step.flags);
  made["id"] = to_string(step.id);
  made["stderr"] = is_batch(step) ? std::string{} : step.std_err;
  made["stdin"] = is_batch(step) ? std::string{} : step.std_in;
  made["stdout"] = is_batch(step) ? std::string{} : step.std_out;
  made["stdin_expanded"] = made["stdin"];
  made["stdout_expanded"] = made["stdout"];
  made["stderr_expanded"] = made["stderr"];
  made["submit_line"] = is_batch(step) ? std::string{} : step.submit_line;
  made["task"]["distribution"] = distribution_text(step);
  made["user"] = job != nullptr ? job->user_name : std::string{};
  return made;
}

}  // namespace

std::string jobs_document(const wire::JobsReply& reply, const DocumentOptions& options,
                          const std::vector<Node>& nodes) {
  const Numbers numbers{options};
  Value jobs = Value::array();
  for (const Job& job : reply.jobs)
    jobs.push_back(job_record({job, numbers, reply.cluster_name, nodes, options.parser}));
  Value payload;
  payload["jobs"] = std::move(jobs);
  payload["last_backfill"] = numbers.of(reply.last_backfill);
  payload["last_update"] = numbers.of(reply.now);
  return finish(std::move(payload), of_cluster(options, reply.cluster_name));
}

std::string job_states_document(const wire::JobsReply& reply, const DocumentOptions& options) {
  Value jobs = Value::array();
  for (const Job& job : reply.jobs) {
    const std::string tasks =
        job.is_array_master() ? text::compress_array_ids(job.array_pending, job.array_throttle) : std::string{};
    Value one;
    one["job_id"] = job_id_text(job, tasks);
    one["state"] = states(job.state, job.flags);
    jobs.push_back(std::move(one));
  }
  Value payload;
  payload["jobs"] = std::move(jobs);
  return finish(std::move(payload), of_cluster(options, reply.cluster_name));
}

std::string steps_document(const wire::StepsReply& reply, const DocumentOptions& options) {
  const Numbers numbers{options};
  Value steps = Value::array(), warnings = Value::array();
  std::vector<const Step*> order;
  for (const Step& step : reply.steps) order.push_back(&step);
  // Of a job, the batch step first.
  std::stable_sort(order.begin(), order.end(), [](const Step* left, const Step* right) {
    return left->id.job == right->id.job && is_batch(*left) && !is_batch(*right);
  });
  for (const Step* one : order) {
    const Step& step = *one;
    const auto found = std::find_if(reply.jobs.begin(), reply.jobs.end(),
                                    [&step](const Job& candidate) { return candidate.id == step.id.job; });
    const Job* job = found == reply.jobs.end() ? nullptr : &*found;
    steps.push_back(step_record(step, job, reply, numbers));
    if (options.parser < 44 || (job != nullptr && job->array_task)) continue;
    Value warning;
    warning["description"] = "Dumping (0xfffffffe) as place holder for null";
    warning["source"] = "";
    warnings.push_back(std::move(warning));
  }
  Value payload;
  payload["steps"] = std::move(steps);
  payload["last_update"] = numbers.of(reply.now);
  return finish(std::move(payload), of_cluster(options, reply.cluster_name), std::move(warnings));
}

}  // namespace minislurm::documents
