// Which steps of a history belong to which run of a job: one that was put back has run more than once.
#pragma once

#include <unordered_map>
#include <vector>

#include "libcommon/wire/messages.h"

namespace minislurm {

class StepsOfRuns {
 public:
  // `history` must outlive this.
  explicit StepsOfRuns(const wire::HistoryReply& history);
  // In their order. `run`: one of the history's jobs.
  std::vector<const Step*> of(const Job& run) const;

 private:
  std::unordered_map<std::uint32_t, std::vector<const Step*>> steps_;  // by job id
  std::unordered_map<std::uint32_t, std::vector<Instant>> starts_;     // of the runs of jobs with several
};

}  // namespace minislurm
