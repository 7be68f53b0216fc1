#include "commands/squeue/job_texts.h"

#include <algorithm>

#include "libcommon/text/array_ids.h"
#include "libcommon/text/job_files.h"
#include "libcommon/text/size.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"

namespace minislurm::squeue {
namespace {

std::string pending_tasks(const Job& job, const View& view) {
  return text::abbreviate_array_ids(text::compress_array_ids(job.array_pending, job.array_throttle),
                                    view.task_list_limit);
}

}  // namespace

std::string or_word(std::string_view text, std::string_view word) { return std::string{text.empty() ? word : text}; }

std::string point_text(Instant when, const View& view) {
  return when == kNever ? "N/A" : text::format_time_point(when, view.time_format, view.now);
}

std::string memory_text(Mebibytes size, const View& view) {
  return view.no_convert && size.count != 0 ? text::format_memory_plain(size) + "M" : text::format_memory(size);
}

Instant shown_start(const Job& job, Instant now) {
  // Who was cancelled while waiting "started" at that moment.
  if (is_finished(job.state) && job.started == kNever) return job.ended;
  if (job.state != JobState::Pending) return job.started;
  if (job.expected_start != kNever) return job.expected_start;
  return job.priority != 0 && job.spec.begin > now ? job.spec.begin : kNever;
}

Instant shown_end(const Job& job, Instant now) {
  if (is_finished(job.state)) return job.ended;
  if (job.state != JobState::Pending) return end_of_run(job);
  const Instant start = shown_start(job, now);
  if (start == kNever || !job.time_limit || *job.time_limit == kUnlimited) return kNever;
  return start + *job.time_limit;
}

std::uint32_t shown_cpus(const Job& job) {
  return holds_nodes(job) ? job.allocation.cpu_count() : job.num_cpus;
}

std::uint32_t shown_nodes(const Job& job) {
  return holds_nodes(job) ? static_cast<std::uint32_t>(job.allocation.nodes.size()) : job.min_nodes;
}

std::uint32_t min_cpus_per_node(const Job& job) {
  const std::uint32_t tasks = std::max(1U, job.spec.ntasks_per_node.value_or(1));
  const std::uint32_t of_tasks = job.spec.cpus_per_task.value_or(1) * tasks;
  return std::max({job.spec.min_cpus_per_node.value_or(1), of_tasks, 1U});
}

Mebibytes min_memory(const Job& job) {
  if (job.spec.memory_per_node) return *job.spec.memory_per_node;
  if (job.spec.memory_per_gpu) return *job.spec.memory_per_gpu;
  return job.spec.memory_per_cpu.value_or(Mebibytes{});
}

Seconds waited(const Job& job, Instant now) {
  const Instant until = job.state != JobState::Pending && job.started != kNever ? job.started : now;
  return std::max(Seconds{0}, Seconds{until - job.submitted});
}

std::string id_text(const JobLine& line, const View& view) {
  if (line.task) return to_string(line.job->array_job) + "_" + std::to_string(*line.task);
  return job_id_text(*line.job, line.job->is_array_master() ? pending_tasks(*line.job, view) : std::string{});
}

std::string task_text(const JobLine& line, const View& view) {
  if (line.task) return std::to_string(*line.task);
  if (line.job->is_array_master()) return pending_tasks(*line.job, view);
  return line.job->array_task ? std::to_string(*line.job->array_task) : "N/A";
}

std::string over_subscribe(const Job& job) {
  if (job.spec.oversubscribe) return "YES";
  switch (job.spec.exclusive) {
    case Exclusive::Node: return "NO";
    case Exclusive::User: return "USER";
    case Exclusive::Mcs: return "MCS";
    case Exclusive::Topology: return "TOPO";
    case Exclusive::Unset: break;
  }
  return "OK";
}

std::string time_left(const Job& job, const View& view) {
  if (!job.time_limit) return "NOT_SET";
  if (*job.time_limit == kUnlimited) return "UNLIMITED";
  return text::format_duration(Seconds{*job.time_limit} - run_time(job, view.now));
}

std::string time_limit(const Job& job) {
  return job.time_limit ? text::format_minutes(*job.time_limit) : "NOT_SET";
}

std::string stream_text(const JobLine& line, const View& view, Stream stream) {
  const Job& job = *line.job;
  std::string pattern = stream == Stream::Input    ? job.spec.std_in
                        : stream == Stream::Output ? job.spec.std_out
                                                   : job.spec.std_err;
  const bool named = !pattern.empty();
  if (!named && stream == Stream::Output) pattern = text::output_pattern(job);
  if (!named && stream == Stream::Input && job.spec.kind == JobKind::Batch) pattern = "/dev/null";
  if (pattern.empty()) return or_word(pattern);
  // The files of a waiting array are those of its task without a number.
  constexpr std::uint32_t kNoTask = 0xfffffffe;
  if (view.expand_patterns)
    return text::job_file_path(job, pattern, job.is_array_master() ? line.task.value_or(kNoTask) : line.task);
  return named ? text::absolute_path(pattern, job.spec.work_dir) : pattern;
}

}  // namespace minislurm::squeue
