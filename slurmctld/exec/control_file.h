// The file from which an elastic job learns its present size: SPOOL/JOB.elastic/control, replaced as a whole, so that
// who reads it sees one size or the next. It is its owner's; the folder is the controller's, so that nobody else puts
// something in its place.
#pragma once

#include <string>

#include "libcommon/base/result.h"
#include "libcommon/model/job.h"

namespace minislurm::exec {

std::string control_file_of(const std::string& spool_dir, JobId job);
// "CPUS=4\nMEM_MB=400\n...", one KEY=VALUE a line. What the job is about to give up is not counted. Pure.
std::string control_text(const Job& job);
// Errors: Code::Generic with the path. `change_owner`: we are root and the job may be somebody else's.
Status write_control_file(const std::string& spool_dir, const Job& job, bool change_owner);
void remove_control_file(const std::string& spool_dir, JobId job);

}  // namespace minislurm::exec
