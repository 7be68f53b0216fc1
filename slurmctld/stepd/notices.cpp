#include "slurmctld/stepd/notices.h"

#include <cstdio>
#include <cstring>
#include <ctime>

namespace minislurm::stepd {

namespace {

struct CauseRow {
  wire::EndCause cause;
  const char* text;
};
constexpr CauseRow kCauses[] = {
    {wire::EndCause::TimeLimit, " DUE TO TIME LIMIT"},
    {wire::EndCause::Preempted, " DUE TO PREEMPTION"},
    {wire::EndCause::NodeFailure, " DUE TO NODE FAILURE, SEE SLURMCTLD LOG FOR DETAILS"},
    {wire::EndCause::Requeued, " DUE TO JOB REQUEUE"},
    {wire::EndCause::TaskFailure, " DUE TO TASK FAILURE"},
    {wire::EndCause::Aborted, " DUE TO TASK FAILURE"},
};

std::string local_time(Moment when) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts)};
}

std::string reason_text(wire::EndCause cause, std::uint32_t signal) {
  for (const CauseRow& row : kCauses)
    if (row.cause == cause) return row.text;
  return std::string(" DUE to SIGNAL ") + ::strsignal(static_cast<int>(signal));
}

}  // namespace

std::string error_line(const std::string& text, Moment now) {
  char thousandths[8];
  std::snprintf(thousandths, sizeof thousandths, ".%03u",
                static_cast<unsigned>(((now.time_since_epoch().count() % 1000) + 1000) % 1000));
  return "[" + local_time(now) + thousandths + "] error: " + text + "\n";
}

std::string ending_notice(const wire::StepLaunch& launch, wire::EndCause cause, std::uint32_t signal, Moment now) {
  if (cause == wire::EndCause::JobEnded) return {};
  const bool batch = launch.id.step == StepNumber::Batch;
  const std::string subject = batch ? "JOB " + to_string(launch.id.job) : "STEP " + to_string(launch.id);
  return error_line("*** " + subject + " ON " + launch.node_name + " CANCELLED AT " + local_time(now) +
                        reason_text(cause, signal) + " ***",
                    now);
}

std::string out_of_memory_notice(StepId id, std::uint64_t events, Moment now) {
  return error_line("Detected " + std::to_string(events) + " oom_kill event" + (events == 1 ? "" : "s") +
                        " in StepId=" + to_string(id) + ". Some of the step tasks have been OOM Killed.",
                    now);
}

std::string folder_notice(const std::string& folder, const std::string& reason, Moment now) {
  return error_line("couldn't chdir to `" + folder + "': " + reason + ": going to /tmp instead", now);
}

std::string exec_notice(const std::string& program, const std::string& first_line, const std::string& reason,
                        Moment now) {
  if (first_line.rfind("#!", 0) != 0) return error_line("execve(): " + program + ": " + reason, now);
  return error_line("execve(): bad interpreter(" + first_line.substr(2) + "): " + reason, now);
}

}  // namespace minislurm::stepd
