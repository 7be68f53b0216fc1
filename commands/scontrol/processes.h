// scontrol listpids, listjobs, liststeps, pidinfo, completing and getaddrs: what runs on this machine, and where.
#pragma once

#include "commands/scontrol/session.h"

namespace minislurm::scontrol {

int list_processes(Session& session, const Words& words);
int list_jobs(Session& session, const Words& words);
int list_steps(Session& session, const Words& words);
int process_info(Session& session, const Words& words);
int completing(Session& session, const Words& words);
int addresses(Session& session, const Words& words);
int user_entries(Session& session, const Words& words);

}  // namespace minislurm::scontrol
