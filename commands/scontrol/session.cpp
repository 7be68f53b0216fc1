#include "commands/scontrol/session.h"

namespace minislurm::scontrol {

int fail(Session& session, const std::string& what, const Error& error) {
  if (!session.options.quiet) session.context.err() << what << to_string(error) << '\n';
  return 1;
}

}  // namespace minislurm::scontrol
