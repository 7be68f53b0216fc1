// scontrol update, create and delete: words "Key=Value" to a request, and the controller's refusals to Slurm's words.
#pragma once

#include "commands/scontrol/session.h"

namespace minislurm::scontrol {

int update(Session& session, const Words& words);
int create(Session& session, const Words& words);
int erase(Session& session, const Words& words);

}  // namespace minislurm::scontrol
