// --sort: how lines compare by each letter.
#pragma once

#include <string_view>

#include "commands/squeue/view.h"
#include "libcommon/table/sort.h"

namespace minislurm::squeue {

inline constexpr std::string_view kDefaultJobOrder = "P,t,-p";
inline constexpr std::string_view kDefaultStepOrder = "P,i";

// Errors: Code::Generic, "Invalid sort specification: x".
Result<table::Sorter<JobLine>> job_sorter(std::string_view keys);
Result<table::Sorter<StepLine>> step_sorter(std::string_view keys);

}  // namespace minislurm::squeue
