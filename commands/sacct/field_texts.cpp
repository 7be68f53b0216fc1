#include "commands/sacct/field_texts.h"

#include <algorithm>
#include <cstdio>

#include "commands/support/job_choices.h"
#include "commands/support/start_flags.h"
#include "libcommon/model/step_flag.h"
#include "libcommon/text/array_ids.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"

namespace minislurm::sacct {
namespace {

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

// The batch script's step lasts as long as its job does.
Seconds suspended_time(const Line& line) {
  const bool whole = line.step == nullptr || line.step->id.step == StepNumber::Batch;
  return whole ? line.job->suspended_for : Seconds{0};
}

Seconds elapsed(const Line& line, const View& view) {
  const Instant start = shown_start(line, view);
  if (start == kNever) return Seconds{0};
  Instant end = shown_end(line, view);
  if (end == kNever) end = cut(view.now, view);
  const Seconds suspended = suspended_time(line);
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
  const bool alone = number(job.het_job) != 0 && !is_recorded_het(job);
  const std::string id = alone ? to_string(job.id) : job_id_text(
      job, job.is_array_master()
               ? text::abbreviate_array_ids(text::compress_array_ids(job.array_pending, job.array_throttle))
               : std::string{});
  return line.step == nullptr ? id : id + "." + to_string(line.step->id.step);
}

std::string raw_id_text(const Line& line) {
  return line.step != nullptr ? to_string(line.step->id) : to_string(line.job->id);
}

std::string state_text(const Line& line) {
  // Slurm has its steps cancelled when it loses a node.
  if (line.step != nullptr) {
    std::string text{name_of(line.step->state == JobState::NodeFail ? JobState::Cancelled : line.step->state)};
    if (line.step->state == JobState::Cancelled && (line.step->flags & kStepKilledOnRequest) != 0)
      text += " by " + std::to_string(number(line.step->cancelled_by));
    return text;
  }
  if (has(line.job->flags, JobFlag::Requeued) && line.job->ended != kNever) return "REQUEUED";
  std::string text{name_of(line.job->state)};
  const bool by_itself = line.job->reason == Reason::DependencyNeverSatisfied;
  if (line.job->state == JobState::Cancelled && !by_itself)
    text += " by " + std::to_string(number(line.job->cancelled_by));
  return text;
}

std::string exit_code_text(const Line& line) {
  const bool lost = line.job->state == JobState::NodeFail;  // nobody has told how it ended
  if (line.step != nullptr) return lost ? std::string{} : to_string(line.step->exit_code);
  if (lost) return to_string(ExitCode{1, 0});
  // A job that was told to end is recorded without the signal that ended it; its batch step has it.
  const JobState state = line.job->state;
  return to_string(state == JobState::Cancelled || state == JobState::Preempted ? ExitCode{} : line.job->exit_code);
}

std::string derived_exit_code_text(const Job& job) {
  return to_string(job.state == JobState::NodeFail ? ExitCode{} : job.derived_exit_code);
}

std::string start_text(const Line& line, const View& view) {
  const bool skipped = line.step == nullptr && is_finished(line.job->state) && line.job->started == kNever;
  return skipped ? "None" : time_text(shown_start(line, view), view);
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

std::string node_list(const Line& line) {
  if (line.step != nullptr) return text::compress_hostlist(line.step->allocation.node_names());
  if (line.job->state == JobState::Pending || line.job->allocation.empty()) return "None assigned";
  return text::compress_hostlist(line.job->allocation.node_names());
}

std::string flags_text(const Job& job) {
  std::string out;
  for (const StartFlag* flag : start_flags_of(job)) out += (out.empty() ? "" : ",") + std::string{flag->name};
  return out;
}

std::string file_text(const Line& line, const View& view, JobFile file) {
  return line.step != nullptr ? recorded_file(*line.job, *line.step, file, view.expand_patterns)
                              : recorded_file(*line.job, file, view.expand_patterns);
}

}  // namespace minislurm::sacct
