#include "commands/scontrol/run.h"

#include "commands/scontrol/options.h"
#include "commands/scontrol/session.h"
#include "commands/scontrol/verbs.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/messages.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

constexpr options::HelpText kHelp{"scontrol", "[OPTION...] [VERB [ARGUMENT...]]",
                                  "Shows and changes what the controller holds; without a verb it prompts for them.\n"
                                  "scontrol help lists the verbs."};
constexpr std::string_view kPrefixes[] = {"SCONTROL_", "SLURM_"};

// Lines of verbs until "quit" or the end of the input.
int prompt(Session& session) {
  int result = kExitSuccess;
  std::string line;
  while (!session.done) {
    session.context.out() << "scontrol: " << std::flush;
    if (!std::getline(session.context.in(), line)) break;
    const Result<std::vector<std::string>> words = text::split_shell_words(line);
    if (!words) {
      error(session.context, to_string(words.error()));
      continue;
    }
    if (words->empty()) continue;
    if ((*words)[0] != "!!") session.last = *words;
    if (!session.last.empty()) result = run_verb(session, session.last);
  }
  return result;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Session session{context, {}, false, {}};
  // Options may also follow the verb: scontrol show job 12 --json.
  const CommandLine line = read_command_line(context, set, kPrefixes, arguments, kHelp, session.options);
  if (line.exit_code) return *line.exit_code;
  context.set_verbosity(session.options.quiet ? -1 : session.options.verbose);
  documents::DocumentOption& document = session.options.document;
  if (const std::optional<int> settled = documents::settle(document, arguments, context)) return *settled;
  if (session.prints_document()) session.options.details = true;
  return line.operands.empty() ? prompt(session) : run_verb(session, line.operands);
}

}  // namespace minislurm::scontrol
