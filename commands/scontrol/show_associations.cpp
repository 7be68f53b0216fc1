// scontrol show assoc_mgr: what the controller keeps of accounts. sacctmgr shows it better.
#include "commands/scontrol/show.h"

namespace minislurm::scontrol {

int show_associations(Session& session, const Words&) {
  session.context.out() << "Current Association Manager state\n\n";
  return 0;
}

}  // namespace minislurm::scontrol
