// When and in what order a job runs, and what happens to it on the way.
#include "libcommon/options/job_setters.h"
#include "libcommon/text/signal_name.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::options {
namespace {

using enum Argument;

constexpr std::int32_t kDefaultNice = 100;
constexpr std::int32_t kMostNice = 2147483645;
constexpr std::uint32_t kTopPriority = 0xfffffffe - 1;  // --priority=TOP
constexpr long long kPriorityBound = 0xfffffffe;
constexpr int kMostSignal = 65534;
constexpr std::uint32_t kMostWarnSeconds = 65535;

// "1-" is a day and nothing.
template <auto Member, Name kName>
Status set_limit(JobOptions& options, std::string_view value) {
  const bool days_only = value.size() > 1 && value.ends_with('-');
  const Result<Minutes> limit = text::parse_time_limit(std::string(value) + (days_only ? "0" : ""));
  if (!limit) return invalid(kName.view());
  options.spec.*Member = *limit;
  return {};
}

template <auto Member, Name kName>
Status set_instant(JobOptions& options, std::string_view value) {
  const Result<Instant> when = text::parse_time_point(value, options.now);
  if (!when && value.empty()) return invalid(kName.view());
  if (!when) return Error::generic(to_string(when.error()) + "\n" + to_string(invalid(kName.view())));
  options.spec.*Member = *when;
  return {};
}

Status set_nice(JobOptions& options, std::string_view value) {
  const long long nice = value.empty() ? kDefaultNice : leading_number(value);
  if (nice > kMostNice || nice < -kMostNice)
    return Error::generic("Invalid --nice value, out of range (+/- " + std::to_string(kMostNice) + ")");
  options.spec.nice = static_cast<std::int32_t>(nice);
  return {};
}

Status set_priority(JobOptions& options, std::string_view value) {
  if (text::iequals(value, "TOP")) {
    options.spec.priority = kTopPriority;
    return {};
  }
  const long long priority = leading_number(value);
  if (priority < 0) return Error::generic("Priority must be >= 0");
  if (priority >= kPriorityBound) return Error::generic("Priority must be < " + std::to_string(kPriorityBound));
  options.spec.priority = static_cast<std::uint32_t>(priority);
  return {};
}

// --requeue[=expedite]
Status set_requeue(JobOptions& options, std::string_view value) {
  options.spec.requeue = Tristate::Yes;
  if (!value.empty() && value != "expedite") return invalid("requeue");
  return value.empty() ? Status() : keep<"requeue">(options, value);
}

Status set_immediate(JobOptions& options, std::string_view value) {
  if (!value.empty() && !text::parse_u32(value))
    return fatal_value("Invalid numeric value \"" + std::string(value) + "\" for immediate.");
  options.spec.immediate = true;
  return {};
}

Status set_no_requeue(JobOptions& options, std::string_view) {
  options.spec.requeue = Tristate::No;
  return {};
}

Status set_no_kill(JobOptions& options, std::string_view value) {
  const bool off = text::iequals(value, "off") || text::iequals(value, "no");
  if (!off && !value.empty() && !text::iequals(value, "set")) return invalid("no-kill");
  options.spec.no_kill = !off;
  return {};
}

Status set_kill_on_invalid(JobOptions& options, std::string_view value) {
  const bool yes = text::iequals(value, "yes");
  if (!yes && !text::iequals(value, "no")) return invalid("kill-on-invalid-dep");
  options.spec.kill_on_invalid_dependency = yes ? Tristate::Yes : Tristate::No;
  return {};
}

// A name, or a number whatever it means.
Result<int> signal_number(std::string_view text) {
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
  if (!digits) return text::parse_signal(text);
  const long long number = leading_number(text);
  if (number == 0 || number > kMostSignal) return Error::generic("Invalid signal");
  return static_cast<int>(number);
}

// [{R|B|RB}:]SIG[@SECONDS]
Status set_signal(JobOptions& options, std::string_view value) {
  WarnSignal warn;
  if (const std::size_t colon = value.find(':'); colon != value.npos) {
    for (const char flag : value.substr(0, colon)) {
      if (flag != 'R' && flag != 'B') return invalid("signal");
      (flag == 'B' ? warn.batch_shell_only : warn.for_reservation) = true;
    }
    value.remove_prefix(colon + 1);
  }
  const std::size_t at = value.find('@');
  const Result<int> signal = signal_number(value.substr(0, at));
  if (!signal) return invalid("signal");
  warn.signal = static_cast<std::uint32_t>(*signal);
  if (at != value.npos && at + 1 < value.size()) {
    const Result<std::uint32_t> before = text::parse_u32(value.substr(at + 1), kMostWarnSeconds);
    if (!before) return invalid("signal");
    warn.before = Seconds{*before};
  }
  options.spec.warn_signal = warn;
  return {};
}

Status set_oom_kill_step(JobOptions& options, std::string_view value) {
  if (!value.empty() && value != "0" && value != "1") return invalid("oom-kill-step");
  options.spec.oom_kill_step = value != "0";
  return {};
}

constexpr Row kTimeRows[] = {
    {"time", 't', Required, "TIME", "SBATCH_TIMELIMIT SALLOC_TIMELIMIT SLURM_TIMELIMIT",
     "time limit: MIN, MIN:SEC, HOUR:MIN:SEC, DAYS-HOUR...", set_limit<&JobSpec::time_limit, "time">},
    {"time-min", 0, Required, "TIME", "", "limit that is still enough", set_limit<&JobSpec::time_min, "time-min">},
    {"array", 'a', Required, "IDS[%N]", "SBATCH_ARRAY_INX", "one task for each id, at most N at once",
     set_text<&JobSpec::array>, kSbatch},
    {"dependency", 'd', Required, "KIND:ID,...", "SLURM_DEPENDENCY", "wait for other jobs: afterok:12, singleton ...",
     set_text<&JobSpec::dependency>},
    {"kill-on-invalid-dep", 0, Required, "yes|no", "", "end the job if what it waits for cannot happen",
     set_kill_on_invalid, kSbatch},
    {"begin", 'b', Required, "TIME", "", "not before: 16:00, now+1hour, 2026-12-24T08:00",
     set_instant<&JobSpec::begin, "begin">, kSbatch | kSrun},
    {"begin", 0, Required, "TIME", "", "not before: 16:00, now+1hour, 2026-12-24T08:00",
     set_instant<&JobSpec::begin, "begin">, kSalloc},
    {"deadline", 0, Required, "TIME", "", "removed if it cannot end by then",
     set_instant<&JobSpec::deadline, "deadline">},
    {"hold", 'H', None, "", "", "wait until released", set_flag<&JobSpec::hold>},
    {"immediate", 'I', Optional, "SECONDS", "SALLOC_IMMEDIATE SLURM_IMMEDIATE", "fail rather than wait",
     set_immediate, kSalloc | kSrun},
    {"nice", 0, Optional, "N", "", "lower the priority by N (100)", set_nice},
    {"priority", 0, Required, "N", "", "set the priority", set_priority},
    {"requeue", 0, Optional, "expedite", "SBATCH_REQUEUE", "may be queued again after a failure", set_requeue, kSbatch},
    {"no-requeue", 0, None, "", "SBATCH_NO_REQUEUE", "may not", set_no_requeue, kSbatch},
    {"no-kill", 'k', Optional, "off", "SBATCH_NO_KILL SALLOC_NO_KILL SLURM_NO_KILL", "survive the loss of a node",
     set_no_kill},
    {"signal", 0, Required, "[B:]SIG[@SEC]", "SBATCH_SIGNAL SALLOC_SIGNAL SLURM_SIGNAL",
     "send SIG so many seconds before the limit", set_signal},
    {"oom-kill-step", 0, Optional, "0|1", "SBATCH_OOM_KILL_STEP SALLOC_OOM_KILL_STEP SLURM_OOM_KILL_STEP",
     "out of memory in a task ends the step", set_oom_kill_step},
};

}  // namespace

std::span<const Row> time_rows() { return kTimeRows; }

}  // namespace minislurm::options
