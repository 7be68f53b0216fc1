#include "commands/sreport/run.h"

#include "commands/sreport/session.h"
#include "commands/sreport/verbs.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "libcommon/text/words.h"

namespace minislurm::sreport {
namespace {

constexpr options::HelpText kHelp{"sreport", "[OPTION...] [REPORT...]",
                                  "Reports how much was used; without a report it prompts for them.\n"
                                  "sreport help lists the reports."};
constexpr std::string_view kPrefixes[] = {"SREPORT_"};

// Lines of reports until "quit" or the end of the input. Once a line failed, so has the whole.
int prompt(Session& session) {
  int result = kExitSuccess;
  const bool echo = !session.context.in_is_terminal();  // so that a recorded session reads like a typed one
  std::string line;
  while (!session.done) {
    session.context.out() << "sreport: " << std::flush;
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
  Session session{context, {}, {}, false, {}};
  const CommandLine line = read_command_line(context, set, kPrefixes, arguments, kHelp, session.options);
  if (line.exit_code) return *line.exit_code;
  context.set_verbosity(session.options.quiet ? -1 : session.options.verbose);
  if (!session.options.time_format.empty()) set_time_format(session, session.options.time_format);
  return line.operands.empty() ? prompt(session) : run_verb(session, line.operands);
}

}  // namespace minislurm::sreport
