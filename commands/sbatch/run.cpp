#include "commands/sbatch/run.h"

#include <algorithm>

#include "commands/sbatch/foreign.h"
#include "commands/sbatch/options.h"
#include "commands/sbatch/request.h"
#include "commands/sbatch/script.h"
#include "commands/sbatch/submit.h"
#include "commands/support/command_line.h"
#include "commands/support/het_line.h"
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
  Scanned foreign;
  std::vector<Scanned> own;  // of each component
};
using Line = std::vector<Scanned>;  // of each component

// One component's part of a source: for those behind the first what they inherit, then their own.
Status apply_part(const options::OptionSet<Options>& set, const std::vector<Scanned>& parts, std::size_t component,
                  Options& target) {
  if (Status done = set.apply(inherited(set.rows(), parts, component), target); !done) return done;
  return component < parts.size() ? set.apply(parts[component], target) : Status{};
}

// The sources in their order, the last winning.
Status apply_all(const Context& context, const options::OptionSet<Options>& set, const InScript& script,
                 const Line& line, std::size_t component, Options& target) {
  target.source = Source::Script;
  if (Status done = apply_part(set, {script.foreign}, component, target); !done) return done;
  if (Status done = apply_part(set, script.own, component, target); !done) return done;
  clear_commands(target);
  target.source = Source::Environment;
  if (Status done = read_environment(context, set, kPrefixes, target); !done) return done;
  target.source = Source::CommandLine;
  if (Status done = apply_part(set, line, component, target); !done) return done;
  return component == 0 ? set.apply(of_command(set.rows(), {line.begin() + 1, line.end()}), target) : Status{};
}

// The options of the command line alone: they say where the script is, or that help is wanted.
Result<Options> preview(Context& context, const options::OptionSet<Options>& set, const Line& line) {
  Options options;
  options.now = context.now();
  Status done;
  for (std::size_t at = 0; at < line.size() && done; ++at) done = set.apply(line[at], options);
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
bool ignores_foreign(Context& context, const options::OptionSet<Options>& set, const Line& line) {
  const auto given = [&](const options::Given& one) { return set.rows()[one.row].name == "ignore-pbs"; };
  return context.env("SBATCH_IGNORE_PBS") || std::any_of(line.begin(), line.end(), [&](const Scanned& part) {
           return std::any_of(part.options.begin(), part.options.end(), given);
         });
}

// The script's own options, component by component.
Result<std::vector<Scanned>> scan_script(Context& context, const options::OptionSet<Options>& set, const Script& script) {
  const Result<Directives> found = directives(script.text, script.name);
  if (!found) return found.error();
  if (found->has_old_separator)
    warning(context, "The \"packjob\" component separator is deprecated. Please use \"hetjob\" instead.");
  std::vector<Scanned> parts;
  for (const std::vector<std::string>& words : found->components) {
    Result<Scanned> own = set.scan(words, kScriptFollows);
    if (!own) return own.error();
    if (!own->operands.empty())
      return Error::generic("Invalid directive found in batch script: " + own->operands.front());
    parts.push_back(std::move(*own));
  }
  return parts;
}

// The options of each component, from all sources. Errors: those of options.
Result<std::vector<Options>> read_components(Context& context, const options::OptionSet<Options>& set,
                                             const InScript& script, const Line& line) {
  std::vector<Options> components(std::max(script.own.size(), line.size()));
  std::vector<std::string> warnings;
  for (std::size_t at = 0; at < components.size(); ++at) {
    Options& options = components[at];
    options.now = context.now();
    Status done = apply_all(context, set, script, line, at, options);
    if (done) done = finish_job_options(options, warnings);
    report_complaints(context, options);
    if (!done) return done.error();
  }
  context.set_verbosity(components.front().quiet ? -1 : components.front().verbose);
  for (const std::string& text : warnings) warning(context, text);
  return components;
}

// Parses the script's options and submits it.
int run_script(Context& context, const options::OptionSet<Options>& set, const Line& line, Script script,
               const std::vector<std::string>& arguments) {
  InScript in_script;
  if (!ignores_foreign(context, set, line)) {
    const Result<std::vector<std::string>> foreign = foreign_directives(script.text);
    if (!foreign) return report_foreign(context, foreign.error());
    if (Result<Scanned> scanned = set.scan(*foreign, kScriptFollows); scanned) in_script.foreign = std::move(*scanned);
  }
  Result<std::vector<Scanned>> own = scan_script(context, set, script);
  if (!own) return report_options(context, own.error());
  in_script.own = std::move(*own);
  const Result<std::vector<Options>> components = read_components(context, set, in_script, line);
  if (!components) return report_options(context, components.error());
  std::vector<const Scanned*> given{&in_script.foreign};
  for (const Scanned& part : in_script.own) given.push_back(&part);
  for (const Scanned& part : line) given.push_back(&part);
  show_defined_options(context, set.rows(), kPrefixes, given);
  if (components->front().lists_gres) return list_gres(context);

  Result<wire::SubmitRequest> request =
      make_request(context, *components, std::move(script), arguments, line.back().operands);
  if (!request) return report_options(context, request.error());
  return submit(context, components->front(), *request);
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  check_exit_variables(context);
  const options::OptionSet<Options> set = option_set();
  const Result<Line> line = scan_components(set, arguments, Operands::BehindLast);
  if (!line) return report_options(context, line.error());
  const Result<Options> given = preview(context, set, *line);
  if (!given) return report_options(context, given.error());
  if (const auto answered = answer_standard(context, *given, kHelp, set); answered) return *answered;

  Result<Script> script = load_script(context, *given, line->back().operands);
  if (!script) return report_script(context, script.error());
  if (const Status good = check_script(script->text); !good) return report_script(context, good.error());
  return run_script(context, set, *line, std::move(*script), arguments);
}

}  // namespace minislurm::sbatch
