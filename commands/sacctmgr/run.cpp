#include "commands/sacctmgr/run.h"

#include "commands/sacctmgr/session.h"
#include "commands/sacctmgr/verbs.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/prompt.h"
#include "libcommon/text/words.h"

namespace minislurm::sacctmgr {
namespace {

constexpr options::HelpText kHelp{"sacctmgr", "[OPTION...] [VERB [ARGUMENT...]]",
                                  "Shows and changes accounts, users, qualities of service and their limits; without a "
                                  "verb it prompts for them.\nsacctmgr help lists the verbs."};

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Session session{context, {}, false, {}};
  const CommandLine line = read_command_line(context, set, {}, arguments, kHelp, session.options);
  if (line.exit_code) return *line.exit_code;
  context.set_verbosity(session.options.quiet ? -1 : session.options.verbose);
  if (const std::optional<int> settled = documents::settle(session.options.document, arguments, context))
    return *settled;
  return line.operands.empty() ? prompt(session, "sacctmgr", text::split_shell_words, run_verb) : run_verb(session, line.operands);
}

}  // namespace minislurm::sacctmgr
