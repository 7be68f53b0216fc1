// scontrol ping, reconfigure, shutdown and what else concerns the controller itself or one job as a whole.
#pragma once

#include "commands/scontrol/session.h"

namespace minislurm::scontrol {

int ping(Session& session, const Words& words);
int reconfigure(Session& session, const Words& words);
int shutdown(Session& session, const Words& words);
int takeover(Session& session, const Words& words);
int token(Session& session, const Words& words);
int version(Session& session, const Words& words);
int error_text(Session& session, const Words& words);
int wait_job(Session& session, const Words& words);
int notify(Session& session, const Words& words);
int write(Session& session, const Words& words);
// cluster [NAME], -M: there is one cluster, and it can be named. Ends the session where it is another name.
int choose_cluster(Session& session, const Words& words);

}  // namespace minislurm::scontrol
