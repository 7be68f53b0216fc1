// scontrol hold, release, requeue, suspend and their kin: one action on a list of jobs.
#pragma once

#include "commands/scontrol/session.h"

namespace minislurm::scontrol {

int hold(Session& session, const Words& jobs);
int user_hold(Session& session, const Words& jobs);
int release(Session& session, const Words& jobs);
int requeue(Session& session, const Words& jobs);
int requeue_hold(Session& session, const Words& jobs);
int suspend(Session& session, const Words& jobs);
int resume(Session& session, const Words& jobs);
int top(Session& session, const Words& jobs);

}  // namespace minislurm::scontrol
