#include "commands/support/start_flags.h"

#include "libcommon/text/words.h"

namespace minislurm {
namespace {

bool was_started(const Job& job) { return job.started != kNever; }
// sbatch leaves the start to the next pass; srun and salloc are given what is free while they ask.
bool started_at_once(const Job& job) {
  return was_started(job) && !job.started_by_backfill && job.spec.kind != JobKind::Batch && job.restarts == 0 &&
         job.started == job.submitted;
}

constexpr StartFlag kFlags[] = {
    {"SchedSubmit", "STARTED_ON_SUBMIT", started_at_once},
    {"SchedMain", "STARTED_ON_SCHEDULE",
     [](const Job& job) { return was_started(job) && !job.started_by_backfill && !started_at_once(job); }},
    {"SchedBackfill", "STARTED_ON_BACKFILL",
     [](const Job& job) { return was_started(job) && job.started_by_backfill; }},
    {"StartReceived", "START_RECEIVED", [](const Job&) { return true; }},
};

}  // namespace

std::span<const StartFlag> start_flags() { return kFlags; }

std::vector<const StartFlag*> start_flags_of(const Job& job) {
  std::vector<const StartFlag*> set;
  for (const StartFlag& flag : kFlags)
    if (flag.is_set(job)) set.push_back(&flag);
  return set;
}

const StartFlag* find_start_flag(std::string_view name) {
  for (const StartFlag& flag : kFlags)
    if (text::iequals(flag.name, name)) return &flag;
  return nullptr;
}

}  // namespace minislurm
