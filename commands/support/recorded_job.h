// What the history says of a job and its steps that their records only imply.
#pragma once

#include <string>

#include "libcommon/model/job.h"
#include "libcommon/model/step.h"

namespace minislurm {

// The last reason but Priority and Resources that kept the job from running.
Reason recorded_reason(const Job& job);

enum class JobFile { In, Out, Err };
// As a path; the letters of its pattern filled in or not. Empty: the job has none.
std::string recorded_file(const Job& job, JobFile file, bool expanded);

// How the step's tasks were laid out: "Block", "CCyclic"; "Unknown" where there was nothing to lay out.
std::string layout_text(const Step& step);

}  // namespace minislurm
