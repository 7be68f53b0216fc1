// What the history says of a job and its steps that their records only imply.
#pragma once

#include <string>

#include "libcommon/model/job.h"
#include "libcommon/model/step.h"

namespace minislurm {

// The last reason but Priority and Resources that kept the job from running.
Reason recorded_reason(const Job& job);

// Since when it could have started; kNever: never yet.
Instant recorded_eligible(const Job& job);

enum class JobFile { In, Out, Err };
// As a path; the letters of its pattern filled in or not. Empty: the job has none.
std::string recorded_file(const Job& job, JobFile file, bool expanded);
// Of a step that srun started with files; the batch script's are the job's.
std::string recorded_file(const Job& job, const Step& step, JobFile file, bool expanded);
// The QOS asked for. Who asks for none gets the one that everybody has, and then it is not shown.
std::string recorded_qos_request(const Job& job);

// How the step's tasks were laid out: "Block", "CCyclic"; "Unknown" where there was nothing to lay out.
std::string layout_text(const Step& step);

}  // namespace minislurm
