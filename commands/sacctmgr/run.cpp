#include "commands/sacctmgr/run.h"

#include "commands/sacctmgr/session.h"
#include "commands/sacctmgr/verbs.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "libcommon/text/words.h"

namespace minislurm::sacctmgr {
namespace {

constexpr options::HelpText kHelp{"sacctmgr", "[OPTION...] [VERB [ARGUMENT...]]",
                                  "Shows and changes accounts, users, qualities of service and their limits; without a "
                                  "verb it prompts for them.\nsacctmgr help lists the verbs."};

// Lines of verbs until "quit" or the end of the input. Once a line failed, so has the whole.
int prompt(Session& session) {
  int result = kExitSuccess;
  const bool echo = !session.context.in_is_terminal();  // so that a recorded session reads like a typed one
  std::string line;
  while (!session.done) {
    session.context.out() << "sacctmgr: " << std::flush;
    if (!std::getline(session.context.in(), line)) {
      session.context.out() << '\n';
      break;
    }
    if (echo) session.context.out() << line << '\n' << std::flush;
    const Result<std::vector<std::string>> words = text::split_shell_words(line);
    if (!words) {
      error(session.context, to_string(words.error()));
      result = kExitFailure;
      continue;
    }
    if (words->empty()) continue;
    if ((*words)[0] != "!!") session.last = *words;
    if (!session.last.empty() && run_verb(session, session.last) != kExitSuccess) result = kExitFailure;
  }
  return result;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Session session{context, {}, false, {}};
  const CommandLine line = read_command_line(context, set, {}, arguments, kHelp, session.options);
  if (line.exit_code) return *line.exit_code;
  context.set_verbosity(session.options.quiet ? -1 : session.options.verbose);
  if (const std::optional<int> settled = documents::settle(session.options.document, arguments, context))
    return *settled;
  return line.operands.empty() ? prompt(session) : run_verb(session, line.operands);
}

}  // namespace minislurm::sacctmgr
