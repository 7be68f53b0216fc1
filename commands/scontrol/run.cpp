#include "commands/scontrol/run.h"

#include <array>

#include "commands/scontrol/session.h"
#include "commands/scontrol/verbs.h"
#include "commands/support/exit.h"
#include "commands/support/identity.h"
#include "commands/support/messages.h"
#include "commands/support/option_report.h"
#include "libcommon/options/option_set.h"
#include "libcommon/text/words.h"

namespace minislurm::scontrol {
namespace {

using options::Argument;
using options::Option;

constexpr options::HelpText kHelp{"scontrol", "[OPTION...] [VERB [ARGUMENT...]]",
                                  "Shows and changes what the controller holds; without a verb it prompts for them.\n"
                                  "scontrol help lists the verbs."};

template <bool Options::*member>
Status turn_on(Options& target, std::string_view) {
  target.*member = true;
  return {};
}

template <std::string Options::*member, bool Options::*flag>
Status keep(Options& target, std::string_view value) {
  target.*member = value;
  target.*flag = true;
  return {};
}

constexpr Option<Options> kRows[] = {
    {"all", 'a', Argument::None, "", "SCONTROL_ALL", "show hidden partitions too", turn_on<&Options::all>},
    {"details", 'd', Argument::None, "", "", "show more of each record", turn_on<&Options::details>},
    {"future", 'F', Argument::None, "", "SCONTROL_FUTURE", "show nodes that are yet to come", turn_on<&Options::future>},
    {"hide", 0, Argument::None, "", "", "leave hidden partitions out", turn_on<&Options::hide>},
    {"json", 0, Argument::Optional, "parser", "", "print JSON", keep<&Options::data_parser, &Options::json>},
    {"yaml", 0, Argument::Optional, "parser", "", "print YAML", keep<&Options::data_parser, &Options::yaml>},
    {"oneliner", 'o', Argument::None, "", "", "one line a record", turn_on<&Options::one_line>},
    {"quiet", 'Q', Argument::None, "", "", "say nothing of errors", turn_on<&Options::quiet>},
    {"verbose", 'v', Argument::None, "", "", "say more",
     [](Options& target, std::string_view) { ++target.verbose; return Status(); }},
    {"local", 0, Argument::None, "", "", "", turn_on<&Options::local>},
    {"federation", 0, Argument::None, "", "", "", turn_on<&Options::local>},
    {"sibling", 0, Argument::None, "", "", "", turn_on<&Options::local>},
    {"clusters", 'M', Argument::Required, "names", "SLURM_CLUSTERS", "",
     [](Options& target, std::string_view value) { target.clusters = value; return Status(); }},
    {"uid", 'u', Argument::Required, "user", "", "",
     [](Options& target, std::string_view value) { target.user = value; return Status(); }},
};

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
  constexpr std::array<std::string_view, 2> kPrefixes{"SCONTROL_", "SLURM_"};
  options::OptionSet<Options> set;
  set.add("Options", kRows).add("Help", options::kHelpRowsWithLetter);
  Session session{context, {}, {}, false, {}};
  const auto get = [&context](const std::string& name) { return context.env(name); };
  if (Status done = set.apply_environment(get, kPrefixes, session.options); !done)
    return report_option_error(context, done.error());
  // Options may also follow the verb: scontrol show job 12 --json.
  const Result<std::vector<std::string>> words = set.parse(arguments, session.options);
  if (!words) return report_option_error(context, words.error());
  if (const auto answered = answer_standard(context, session.options, kHelp, set)) return *answered;
  context.set_verbosity(session.options.quiet ? -1 : session.options.verbose);
  if (session.options.document()) {
    session.document.yaml = session.options.yaml;
    session.document.command = arguments;
    session.document.command.insert(session.document.command.begin(), context.program());
    session.document.user = context.caller().user_name;
    session.document.group = group_name(context.caller().group);
    if (Status done = documents::choose_data_parser(session.options.data_parser, session.document); !done) {
      error_lines(context, done.error().detail);
      return kExitFailure;
    }
    session.options.details = true;
  }
  return words->empty() ? prompt(session) : run_verb(session, *words);
}

}  // namespace minislurm::scontrol
