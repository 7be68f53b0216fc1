#include "commands/support/steps_of_runs.h"

#include <algorithm>

namespace minislurm {

StepsOfRuns::StepsOfRuns(const wire::HistoryReply& history) {
  for (const Step& step : history.steps) steps_[number(step.id.job)].push_back(&step);
  for (const Job& job : history.jobs) starts_[number(job.id)].push_back(job.started);
}

std::vector<const Step*> StepsOfRuns::of(const Job& run) const {
  const auto steps = steps_.find(number(run.id));
  if (steps == steps_.end()) return {};
  const auto starts = starts_.find(number(run.id));
  if (starts == starts_.end() || (starts->second.size() < 2 && run.restarts == 0)) return steps->second;
  std::vector<const Step*> own;
  if (run.started == kNever) return own;
  for (const Step* step : steps->second) {
    // A step is of the last run that had begun before it.
    const bool later = std::any_of(starts->second.begin(), starts->second.end(), [&](Instant other) {
      return other > run.started && other <= step->started;
    });
    if (step->started >= run.started && !later) own.push_back(step);
  }
  return own;
}

}  // namespace minislurm
