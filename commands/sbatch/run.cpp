#include "commands/sbatch/run.h"

#include "commands/sbatch/options.h"
#include "commands/sbatch/request.h"
#include "commands/sbatch/script.h"
#include "commands/sbatch/submit.h"
#include "commands/support/command_line.h"
#include "commands/support/messages.h"
#include "commands/support/submission.h"

namespace minislurm::sbatch {
namespace {

using options::ParseRules;
using options::Scanned;
using options::Source;

constexpr options::HelpText kHelp = {"sbatch", "[OPTION...] [SCRIPT [ARGUMENT...]]",
                                     "Queue a batch script, from a file or standard input."};
// SLURM_CLUSTERS and SLURM_HINT mean the same to all commands that submit.
constexpr std::string_view kPrefixes[] = {"SBATCH_", "SLURM_CLUSTERS", "SLURM_HINT"};
constexpr ParseRules kScriptFollows{.stop_at_first_operand = true};

// The three sources in their order, the last winning.
Status apply_all(const Context& context, const options::OptionSet<Options>& set, const Scanned& script,
                 const Scanned& line, Options& target) {
  target.source = Source::Script;
  if (Status done = set.apply(script, target); !done) return done;
  target.source = Source::Environment;
  if (Status done = read_environment(context, set, kPrefixes, target); !done) return done;
  target.source = Source::CommandLine;
  return set.apply(line, target);
}

// The options of the command line alone: they say where the script is, or that help is wanted.
Result<Options> preview(Context& context, const options::OptionSet<Options>& set,
                              const Scanned& line) {
  Options options;
  options.now = context.now();
  const Status done = set.apply(line, options);
  if (!done) report_complaints(context, options);
  if (!done) return done.error();
  return options;
}

int report_script(Context& context, const Error& why) {
  error_lines(context, to_string(why));
  return failure_code(context);
}

int report_options(Context& context, const Error& why) {
  const int code = report_option_error(context, why, kExitBadOption);
  return failure_code(context, code);
}

// Parses the script's options and submits it.
int run_script(Context& context, const options::OptionSet<Options>& set, const Scanned& line, Script script,
               const std::vector<std::string>& arguments) {
  Result<std::vector<std::string>> words = directives(script.text);
  if (!words) return report_script(context, words.error());
  Result<Scanned> in_script = set.scan(*words, kScriptFollows);
  if (!in_script) return report_options(context, in_script.error());
  if (!in_script->operands.empty())
    return report_script(context, Error::generic("Invalid argument: " + in_script->operands.front()));

  Options options;
  options.now = context.now();
  std::vector<std::string> warnings;
  Status done = apply_all(context, set, *in_script, line, options);
  if (done) done = finish_job_options(options, warnings);
  report_complaints(context, options);
  if (!done) return report_options(context, done.error());
  context.set_verbosity(options.quiet ? -1 : options.verbose);
  for (const std::string& text : warnings) warning(context, text);
  if (options.lists_gres) return list_gres(context);

  Result<wire::SubmitRequest> request = make_request(context, options, std::move(script), arguments, line.operands);
  if (!request) return report_options(context, request.error());
  return submit(context, options, *request);
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  const options::OptionSet<Options> set = option_set();
  const Result<Scanned> line = set.scan(arguments, kScriptFollows);
  if (!line) return report_options(context, line.error());
  const Result<Options> given = preview(context, set, *line);
  if (!given) return report_options(context, given.error());
  if (const auto answered = answer_standard(context, *given, kHelp, set); answered) return *answered;

  Result<Script> script = load_script(context, *given, line->operands);
  if (!script) return report_script(context, script.error());
  if (const Status good = check_script(script->text); !good) return report_script(context, good.error());
  return run_script(context, set, *line, std::move(*script), arguments);
}

}  // namespace minislurm::sbatch
