#include "commands/scontrol/run.h"

#include <algorithm>

#include "commands/scontrol/control.h"
#include "commands/scontrol/options.h"
#include "commands/scontrol/prompt.h"
#include "commands/scontrol/session.h"
#include "commands/scontrol/verbs.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/identity.h"
#include "commands/support/messages.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

constexpr options::HelpText kHelp{"scontrol", "[OPTION...] [VERB [ARGUMENT...]]",
                                  "Shows and changes what the controller holds; without a verb it prompts for them.\n"
                                  "scontrol help lists the verbs."};
constexpr std::string_view kPrefixes[] = {"SCONTROL_", "SLURM_"};

// What follows setdebugflags may begin with a minus and is no option all the same.
std::vector<std::string> with_flags_as_words(std::vector<std::string> arguments) {
  const auto verb = std::find_if(arguments.begin(), arguments.end(),
                                 [](const std::string& word) { return text::istarts_with(word, "setdebug"); });
  const bool comes_first = std::none_of(arguments.begin(), verb, [](const std::string& word) { return word.empty() || word[0] != '-'; });
  if (verb != arguments.end() && comes_first) arguments.insert(verb, "--");
  return arguments;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  Session session{context, {}, false, {}, false};
  // Options may also follow the verb: scontrol show job 12 --json.
  const CommandLine line = read_command_line(context, set, kPrefixes, with_flags_as_words(arguments), kHelp,
                                             session.options);
  if (line.exit_code) return *line.exit_code;
  context.set_verbosity(session.options.quiet ? -1 : session.options.verbose);
  documents::DocumentOption& document = session.options.document;
  if (const std::optional<int> settled = documents::settle(document, arguments, context)) return *settled;
  if (session.prints_document()) session.options.details = true;
  if (!session.options.user.empty() && !find_user(session.options.user)) {
    error(context, "--uid=\"" + session.options.user + "\" invalid");
    return kExitSuccess;  // as Slurm has it
  }
  if (!session.options.clusters.empty())
    if (const int wrong = choose_cluster(session, {session.options.clusters}); wrong != 0) return wrong;
  return line.operands.empty() ? prompt(session) : run_verb(session, line.operands);
}

}  // namespace minislurm::scontrol
