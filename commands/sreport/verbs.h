// What a command line of sreport, or a line at its prompt, begins with.
#pragma once

#include "commands/sreport/session.h"

namespace minislurm::sreport {

// The exit code.
int run_verb(Session& session, const Words& words);
// Says on stderr that there is no such format, and leaves it as it was.
void set_time_format(Session& session, const std::string& written);

}  // namespace minislurm::sreport
