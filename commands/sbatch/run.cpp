#include "commands/sbatch/run.h"

#include <algorithm>

#include "commands/sbatch/foreign.h"
#include "commands/sbatch/options.h"
#include "commands/sbatch/request.h"
#include "commands/sbatch/script.h"
#include "commands/sbatch/submit.h"
#include "commands/support/command_line.h"
#include "commands/support/messages.h"
#include "commands/support/option_table.h"
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

// What a script says to the command itself, rather than of its job, means nothing there.
void clear_commands(Options& options) {
  options.help = options.usage = options.version = false;
  options.wrap.reset();
}

// What a script says: in other systems' words, then in our own.
struct InScript {
  Scanned foreign, own;
};

// The sources in their order, the last winning.
Status apply_all(const Context& context, const options::OptionSet<Options>& set, const InScript& script,
                 const Scanned& line, Options& target) {
  target.source = Source::Script;
  if (Status done = set.apply(script.foreign, target); !done) return done;
  if (Status done = set.apply(script.own, target); !done) return done;
  clear_commands(target);
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

// SLURM_EXIT_ERROR says nothing about options.
int report_options(Context& context, const Error& why) { return report_option_error(context, why, kExitBadOption); }

// "#PBS" lines with an option that is unknown: getopt's line, then ours.
int report_foreign(Context& context, const Error& why) {
  const std::string text = to_string(why);
  const std::size_t end = text.find('\n');
  if (end != text.npos) context.err() << text.substr(0, end + 1);
  error(context, end == text.npos ? text : text.substr(end + 1));
  return kExitFailure;
}

// --ignore-pbs, or SBATCH_IGNORE_PBS.
bool ignores_foreign(Context& context, const options::OptionSet<Options>& set, const Scanned& line) {
  const auto given = [&](const options::Given& one) { return set.rows()[one.row].name == "ignore-pbs"; };
  return context.env("SBATCH_IGNORE_PBS") || std::any_of(line.options.begin(), line.options.end(), given);
}

// Parses the script's options and submits it.
int run_script(Context& context, const options::OptionSet<Options>& set, const Scanned& line, Script script,
               const std::vector<std::string>& arguments) {
  InScript in_script;
  if (!ignores_foreign(context, set, line)) {
    const Result<std::vector<std::string>> foreign = foreign_directives(script.text);
    if (!foreign) return report_foreign(context, foreign.error());
    if (Result<Scanned> scanned = set.scan(*foreign, kScriptFollows); scanned) in_script.foreign = std::move(*scanned);
  }
  Result<std::vector<std::string>> words = directives(script.text, script.name);
  if (!words) return report_options(context, words.error());
  Result<Scanned> own = set.scan(*words, kScriptFollows);
  if (!own) return report_options(context, own.error());
  in_script.own = std::move(*own);
  if (!in_script.own.operands.empty())
    return report_options(context,
                          Error::generic("Invalid directive found in batch script: " + in_script.own.operands.front()));

  Options options;
  options.now = context.now();
  std::vector<std::string> warnings;
  Status done = apply_all(context, set, in_script, line, options);
  if (done) done = finish_job_options(options, warnings);
  report_complaints(context, options);
  if (!done) return report_options(context, done.error());
  context.set_verbosity(options.quiet ? -1 : options.verbose);
  show_defined_options(context, set.rows(), kPrefixes, {&in_script.foreign, &in_script.own, &line});
  for (const std::string& text : warnings) warning(context, text);
  if (options.lists_gres) return list_gres(context);

  Result<wire::SubmitRequest> request = make_request(context, options, std::move(script), arguments, line.operands);
  if (!request) return report_options(context, request.error());
  return submit(context, options, *request);
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  check_exit_variables(context);
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
