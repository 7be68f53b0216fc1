#include "commands/sacct/field_texts.h"

#include <algorithm>
#include <cstdio>

#include "libcommon/text/array_ids.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/tres.h"

namespace minislurm::sacct {
namespace {

constexpr std::string_view kUnits = " KMGTP";

Instant cut(Instant when, const View& view) {
  if (when == kNever) return when;
  if (view.since != kNever && when < view.since) return view.since;
  return view.until != kNever && when > view.until ? view.until : when;
}

}  // namespace

Instant shown_start(const Line& line, const View& view) {
  return cut(line.step != nullptr                     ? line.step->started
             : line.job->state == JobState::Pending ? kNever
                                                      : line.job->started,
             view);
}

Instant shown_end(const Line& line, const View& view) {
  if (line.step != nullptr) return is_finished(line.step->state) ? cut(line.step->ended, view) : kNever;
  return is_finished(line.job->state) ? cut(line.job->ended, view) : kNever;
}

Seconds elapsed(const Line& line, const View& view) {
  const Instant start = shown_start(line, view);
  if (start == kNever) return Seconds{0};
  Instant end = shown_end(line, view);
  if (end == kNever) end = cut(view.now, view);
  const Seconds suspended = line.step == nullptr ? line.job->suspended_for : Seconds{0};
  return std::max(Seconds{0}, Seconds{end - start - suspended});
}

std::uint32_t allocated_cpus(const Line& line) {
  if (line.step != nullptr) return line.step->allocation.cpu_count();
  return line.job->state == JobState::Pending ? 0 : line.job->allocation.cpu_count();
}

Usage usage(const Line& line) {
  if (line.step != nullptr) return line.step->usage;
  Usage sum;
  for (const Step* step : line.steps) {
    sum.user_usec += step->usage.user_usec;
    sum.system_usec += step->usage.system_usec;
  }
  return sum;
}

std::string id_text(const Line& line) {
  const Job& job = *line.job;
  const std::string id = job_id_text(
      job, job.is_array_master()
               ? text::abbreviate_array_ids(text::compress_array_ids(job.array_pending, job.array_throttle))
               : std::string{});
  return line.step == nullptr ? id : id + "." + to_string(line.step->id.step);
}

std::string raw_id_text(const Line& line) {
  return line.step != nullptr ? to_string(line.step->id) : to_string(line.job->id);
}

std::string state_text(const Line& line) {
  if (line.step != nullptr) return std::string{name_of(line.step->state)};
  std::string text{name_of(line.job->state)};
  if (line.job->state == JobState::Cancelled) text += " by " + std::to_string(number(line.job->cancelled_by));
  return text;
}

std::string exit_code_text(const Line& line) {
  if (line.step != nullptr) return to_string(line.step->exit_code);
  // A cancelled job is recorded without the signal that ended it; its batch step has it.
  return to_string(line.job->state == JobState::Cancelled ? ExitCode{} : line.job->exit_code);
}

std::string time_text(Instant when, const View& view) {
  return text::format_time_point(when, view.time_format, view.now);
}

std::string cpu_time(std::uint64_t microseconds) {
  const std::uint64_t seconds = microseconds / 1000000, milliseconds = microseconds / 1000 % 1000;
  if (milliseconds == 0 || seconds >= 3600) return text::format_duration_padded(Seconds{seconds});
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%02u:%02u.%03u", static_cast<unsigned>(seconds / 60),
                static_cast<unsigned>(seconds % 60), static_cast<unsigned>(milliseconds));
  return buffer;
}

std::string scaled(std::uint64_t value, char from, const View& view) {
  if (value == 0) return "0";
  std::size_t unit = from == 0 ? 0 : kUnits.find(from);
  if (view.unit != 0) {
    const std::size_t wanted = kUnits.find(view.unit);
    double size = static_cast<double>(value);
    for (; unit < wanted; ++unit) size /= 1024;
    for (; unit > wanted; --unit) size *= 1024;
    char buffer[48];
    std::snprintf(buffer, sizeof buffer, "%.2f%c", size, view.unit);
    return buffer;
  }
  while (view.convert && value % 1024 == 0 && unit + 1 < kUnits.size()) {
    value /= 1024;
    ++unit;
  }
  return unit == 0 ? std::to_string(value) : std::to_string(value) + kUnits[unit];
}

std::string tres_by_name(const std::string& tres) {
  const Result<std::vector<text::Tres>> list = text::parse_tres(tres);
  return list ? text::format_tres(*list, text::TresOrder::ByName) : tres;
}

std::string node_list(const Line& line) {
  if (line.step != nullptr) return text::compress_hostlist(line.step->allocation.node_names());
  if (line.job->state == JobState::Pending || line.job->allocation.empty()) return "None assigned";
  return text::compress_hostlist(line.job->allocation.node_names());
}

std::string node_of_task(const Step& step, std::uint32_t task) {
  std::uint32_t before = 0;
  for (const NodeAllocation& at : step.allocation.nodes) {
    before += std::max(1U, at.tasks);
    if (task < before) return at.node;
  }
  return step.allocation.nodes.empty() ? std::string{} : step.allocation.nodes.front().node;
}

std::uint32_t task_count(const Line& line) { return std::max(1U, line.step != nullptr ? line.step->num_tasks : 1U); }

}  // namespace minislurm::sacct
