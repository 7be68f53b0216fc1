#include "commands/squeue/options.h"

#include <algorithm>
#include <string_view>

#include "commands/support/iterate.h"
#include "commands/support/selectors.h"
#include "libcommon/options/setters.h"
#include "libcommon/text/count.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/words.h"

namespace minislurm::squeue {
namespace {

using options::Argument;
using options::Option;
using options::count_up;
using options::ignore;
using options::set_flag;
using options::set_list;
using options::set_nodes;
using options::set_text;
using options::set_text_instead;
using Value = std::string_view;

Status set_selectors(std::vector<wire::JobSelector>& to, Value value) {
  Result<std::vector<wire::JobSelector>> read = parse_job_selectors(value);
  if (!read) return Error{options::kFatalValue, "Invalid job id: " + std::string{read.error().detail}};
  to = std::move(*read);
  return {};
}

Status set_jobs(Options& to, Value value) {
  to.jobs_given = true;
  return set_selectors(to.jobs, value);
}
// "12.0" or "12_3.0". Slurm reads the step's number as far as there are digits: "12.batch" is step 0.
Status set_steps(Options& to, Value value) {
  to.show_steps = true;
  to.steps.clear();
  for (const Value piece : text::split_list(value)) {
    const std::size_t point = piece.find('.');
    const Result<wire::JobSelector> job = parse_job_selector(piece.substr(0, point));
    if (!job || point == Value::npos)
      return Error{options::kFatalValue, "Invalid job_step id: " + std::string{piece} + ".??"};
    const Value digits = piece.substr(point + 1, piece.find_first_not_of("0123456789", point + 1) - point - 1);
    wire::JobSelector selector = *job;
    selector.step = static_cast<StepNumber>(text::parse_u32(digits).value_or(0));
    to.steps.push_back(std::move(selector));
  }
  return {};
}

// Both on one line are refused; the environment's gives way.
Status exclude(const Options& to, bool other, const char* text) {
  return to.format_on_line && other ? Status(Error{options::kFatalValue, text}) : Status();
}

Status set_format(Options& to, Value value) {
  if (to.reading_environment && to.long_format) return {};
  const char* const said = "-o (--format) is incompatible with -O (--Format)";
  if (Status alone = exclude(to, to.long_format.has_value(), said); !alone) return alone;
  to.format_on_line = true;
  return set_text_instead<&Options::format, &Options::long_format>(to, value);
}

Status set_long_format(Options& to, Value value) {
  if (to.reading_environment && to.format) return {};
  if (Status alone = exclude(to, to.format.has_value(), "-O (--Format) is incompatible with -o (--format)"); !alone)
    return alone;
  to.format_on_line = true;
  return set_text_instead<&Options::long_format, &Options::format>(to, value);
}

template <std::optional<Seconds> Options::*Span>
Status set_span(Options& to, Value value) {
  const Result<Seconds> span = text::parse_duration(value);
  if (!span) return Error{options::kFatalValue, "Invalid time limit specification"};
  to.*Span = *span;
  return {};
}

Status set_users(Options& to, Value value) {
  to.users_given = true;
  return set_list<&Options::users>(to, value);
}

Status set_states(Options& to, Value value) {
  to.states_given = true;
  return set_text<&Options::states>(to, value);
}

Status set_node_names(Options& to, Value value) {
  if (Status read = set_nodes<&Options::nodes>(to, value); read) return read;
  return Error{options::kFatalValue, "'" + std::string{value} + "' invalid entry for --nodelist"};
}

constexpr Option<Options> kSelectionRows[] = {
    {"accounts", 'A', Argument::Required, "ACCOUNT,...", "SQUEUE_ACCOUNT", "jobs of these accounts",
     set_list<&Options::accounts>},
    {"all", 'a', Argument::None, "", "SQUEUE_ALL", "jobs in hidden partitions too", set_flag<&Options::all>},
    {"hide", 0, Argument::None, "", "", "no jobs in hidden partitions", ignore},
    {"jobs", 'j', Argument::Optional, "JOB[_TASK],...", "", "these jobs", set_jobs},
    {"licenses", 'L', Argument::Required, "LICENSE,...", "SQUEUE_LICENSES", "jobs that use these licenses",
     set_list<&Options::licenses>},
    {"me", 0, Argument::None, "", "", "my jobs", set_flag<&Options::me>},
    {"notme", 0, Argument::None, "", "", "everybody's jobs but mine", set_flag<&Options::not_me>},
    {"name", 'n', Argument::Required, "NAME,...", "SQUEUE_NAMES", "jobs or steps of these names",
     set_list<&Options::names>},
    {"nodelist", 'w', Argument::Required, "NODES", "", "jobs that run on these nodes", set_node_names},
    {"nodes", 0, Argument::Required, "NODES", "", "as --nodelist", set_node_names},
    {"partitions", 'p', Argument::Required, "PARTITION,...", "SQUEUE_PARTITION", "jobs of these partitions",
     set_list<&Options::partitions>},
    {"qos", 'q', Argument::Required, "QOS,...", "SQUEUE_QOS", "jobs of these qualities of service",
     set_list<&Options::qos>},
    {"reservation", 'R', Argument::Required, "NAME,...", "", "jobs in these reservations",
     set_list<&Options::reservations>},
    {"running-over", 0, Argument::Required, "TIME", "", "jobs that have run for longer",
     set_span<&Options::running_over>},
    {"running-under", 0, Argument::Required, "TIME", "", "jobs that have run for less",
     set_span<&Options::running_under>},
    {"states", 't', Argument::Required, "STATE,...|all", "SQUEUE_STATES", "jobs in these states", set_states},
    {"steps", 's', Argument::Optional, "JOB.STEP,...", "", "steps in place of jobs", set_steps},
    {"user", 'u', Argument::Required, "USER,...", "SQUEUE_USERS", "jobs of these users", set_users},
    {"users", 0, Argument::Required, "USER,...", "", "as --user", set_users},
};

constexpr Option<Options> kOutputRows[] = {
    {"array", 'r', Argument::None, "", "SQUEUE_ARRAY", "a line for each task of an array", set_flag<&Options::array>},
    {"expand-patterns", 0, Argument::None, "", "", "fill in the names of output files",
     set_flag<&Options::expand_patterns>},
    {"format", 'o', Argument::Required, "FORMAT", "SQUEUE_FORMAT", "columns by letters: \"%.18i %j\"", set_format},
    {"Format", 'O', Argument::Required, "FORMAT", "SQUEUE_FORMAT2", "columns by names: jobid:10,name", set_long_format},
    {"iterate", 'i', Argument::Required, "SECONDS", "", "again and again, so many seconds apart", set_iterate},
    {"json", 0, Argument::Optional, "PARSER", "", "the answer as JSON", documents::set_json},
    {"yaml", 0, Argument::Optional, "PARSER", "", "the answer as YAML", documents::set_yaml},
    {"long", 'l', Argument::None, "", "", "more columns", set_flag<&Options::long_list>},
    {"noconvert", 0, Argument::None, "", "", "leave sizes in their unit", set_flag<&Options::no_convert>},
    {"noheader", 'h', Argument::None, "", "", "no line of headings", set_flag<&Options::no_header>},
    {"only-job-state", 0, Argument::None, "", "", "ids and states, and nothing else", set_flag<&Options::only_state>},
    {"priority", 'P', Argument::None, "", "SQUEUE_PRIORITY", "a line for each partition that a job waits for",
     set_flag<&Options::per_partition>},
    {"sort", 'S', Argument::Required, "KEYS", "SQUEUE_SORT", "order of the lines, by letters of --format",
     set_text<&Options::sort>},
    {"start", 0, Argument::None, "", "", "when waiting jobs are expected to start", set_flag<&Options::start>},
    {"verbose", 'v', Argument::None, "", "", "say more on stderr", count_up<&Options::verbose>},
};

constexpr Option<Options> kOtherRows[] = {
    {"clusters", 'M', Argument::Required, "CLUSTER,...", "", "accepted; there is one cluster", ignore},
    {"federation", 0, Argument::None, "", "SQUEUE_FEDERATION", "accepted; there is one cluster", ignore},
    {"local", 0, Argument::None, "", "SQUEUE_LOCAL", "accepted; there is one cluster", ignore},
    {"sibling", 0, Argument::None, "", "SQUEUE_SIBLING", "accepted; there is one cluster", ignore},
    {"helpstate", 0, Argument::None, "", "", "list the states", set_flag<&Options::help_states>},
    {"helpformat", 0, Argument::None, "", "", "list the letters of --format", set_flag<&Options::help_format>},
    {"helpFormat", 0, Argument::None, "", "", "list the names of --Format", set_flag<&Options::help_long_format>},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Which jobs", kSelectionRows).add("What is shown", kOutputRows).add("Other", kOtherRows);
  set.add("Help", options::kHelpRows);
  return set;
}

std::vector<std::string> attach_optional_values(const std::vector<std::string>& arguments) {
  std::vector<std::string> out;
  out.reserve(arguments.size());
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word == "--") {
      out.insert(out.end(), arguments.begin() + static_cast<std::ptrdiff_t>(i), arguments.end());
      return out;
    }
    const bool by_name = word == "--jobs" || word == "--job" || word == "--steps" || word == "--step";
    const bool by_letter = word.size() > 1 && word[0] == '-' && (word.back() == 'j' || word.back() == 's') &&
                           word.find_first_not_of("ahlrPv", 1) == word.size() - 1;
    const bool value_follows = i + 1 < arguments.size() && (arguments[i + 1].empty() || arguments[i + 1][0] != '-');
    if ((by_name || by_letter) && value_follows) {
      out.push_back(word + (by_name ? "=" : "") + arguments[++i]);
    } else {
      out.push_back(word);
      // Not options themselves: the values of those that need one.
      const bool needs_value = word.size() == 2 && word[0] == '-' && std::string_view("ALnwpqRtuoOiSM").find(word[1]) !=
                                                                         std::string_view::npos;
      if (needs_value && i + 1 < arguments.size()) out.push_back(arguments[++i]);
    }
  }
  return out;
}

}  // namespace minislurm::squeue
