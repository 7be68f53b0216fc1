// The lines of a job's record for options that most jobs do not have.
#pragma once

#include <string_view>

#include "commands/scontrol/record.h"
#include "libcommon/model/job.h"

namespace minislurm::scontrol {

// The last lines: only what is set.
void put_extras(Record& record, const Job& job);

// An option that is kept as it was given: its value, which may be empty; nullptr: it was not given.
const std::string* find_kept(const JobSpec& spec, std::string_view option);

}  // namespace minislurm::scontrol
