#include "commands/sreport/run.h"

#include "commands/sreport/session.h"
#include "commands/sreport/verbs.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/prompt.h"
#include "libcommon/text/words.h"

namespace minislurm::sreport {
namespace {

constexpr options::HelpText kHelp{"sreport", "[OPTION...] [REPORT...]",
                                  "Reports how much was used; without a report it prompts for them.\n"
                                  "sreport help lists the reports."};
constexpr std::string_view kPrefixes[] = {"SREPORT_"};

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Session session{context, {}, {}, false, {}};
  const CommandLine line = read_command_line(context, set, kPrefixes, arguments, kHelp, session.options);
  if (line.exit_code) return *line.exit_code;
  context.set_verbosity(session.options.quiet ? -1 : session.options.verbose);
  if (!session.options.time_format.empty()) set_time_format(session, session.options.time_format);
  return line.operands.empty() ? prompt(session, "sreport", text::split_shell_words, run_verb) : run_verb(session, line.operands);
}

}  // namespace minislurm::sreport
