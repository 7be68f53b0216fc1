// scontrol reboot, cancel_reboot and power: nodes that go away for a while. They are requests like scontrol update's,
// with the node's State as Slurm writes it.
#pragma once

#include "commands/scontrol/session.h"

namespace minislurm::scontrol {

int reboot(Session& session, const Words& words);
int cancel_reboot(Session& session, const Words& words);
int power(Session& session, const Words& words);

}  // namespace minislurm::scontrol
