#include "slurmctld/stepd/notices.h"

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
};

std::string local_time(Instant when) {
  const std::time_t seconds = when.time_since_epoch().count();
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

std::string ending_notice(const wire::StepLaunch& launch, wire::EndCause cause, std::uint32_t signal, Instant now) {
  if (cause == wire::EndCause::JobEnded) return {};
  const bool batch = launch.id.step == StepNumber::Batch;
  const std::string subject = batch ? "JOB " + to_string(launch.id.job) : "STEP " + to_string(launch.id);
  return "slurmstepd: error: *** " + subject + " ON " + launch.node_name + " CANCELLED AT " + local_time(now) +
         reason_text(cause, signal) + " ***\n";
}

std::string out_of_memory_notice(StepId id) {
  return "slurmstepd: error: Detected 1 oom_kill event in StepId=" + to_string(id) +
         ". Some of the step tasks have been OOM Killed.\n";
}

std::string folder_notice(const std::string& folder, const std::string& reason) {
  return "slurmstepd: error: couldn't chdir to `" + folder + "': " + reason + ": going to /tmp instead\n";
}

std::string exec_notice(bool batch, const std::string& program, const std::string& first_line,
                        const std::string& reason) {
  const std::string start = batch ? "slurmstepd: error: execve(): " : "error: execve(): ";
  if (first_line.rfind("#!", 0) == 0) return start + "bad interpreter(" + first_line.substr(2) + "): " + reason + "\n";
  return start + program + ": " + reason + "\n";
}

}  // namespace minislurm::stepd
