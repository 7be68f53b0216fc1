// Tells a job's owner of its beginning or end, through the program of MailProg. Nobody waits for it.
#pragma once

#include <string>

#include "libcommon/model/job.h"

namespace minislurm::exec {

void send_mail(const std::string& program, const Job& job, const std::string& event);

}  // namespace minislurm::exec
