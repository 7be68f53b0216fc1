// The -j of sacct and sstat: "12", "12_3", "12+1", "12.0", "12.batch", several with commas. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/model/job.h"
#include "libcommon/model/step.h"

namespace minislurm {

struct JobChoice {
  JobId job{};
  std::optional<std::uint32_t> array_task, het_offset;
  std::optional<StepNumber> step;
};

// Errors: Code::InvalidJobId with Slurm's sentence, "Bad job/step specified: x".
Result<std::vector<JobChoice>> parse_job_choices(std::string_view list);

// The database knows a component as one from its first start on.
bool is_recorded_het(const Job& job);
// `whole`: the first component stands for all (Unset), any one does (Yes), each for itself (No).
bool chooses(const JobChoice& choice, const Job& job, Tristate whole = Tristate::Unset);

}  // namespace minislurm
