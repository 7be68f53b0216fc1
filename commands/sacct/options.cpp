#include "commands/sacct/options.h"

#include <algorithm>
#include <charconv>

#include "libcommon/options/setters.h"
#include "libcommon/text/count.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/words.h"

namespace minislurm::sacct {
namespace {

using options::Argument;
using options::Option;
using options::add_to_list;
using options::count_up;
using options::ignore;
using options::set_flag;
using options::set_text;
using Value = std::string_view;

Status set_jobs(Options& to, Value value) {
  Result<std::vector<JobChoice>> read = parse_job_choices(value);
  if (!read) return Error{options::kFatalMix, read.error().detail};
  to.jobs.insert(to.jobs.end(), read->begin(), read->end());
  return {};
}

Status set_states(Options& to, Value value) {
  for (const Value word : text::split_list(value)) {
    const StateName* state = find_state(word);
    if (state == nullptr)
      return Error{options::kFatalMix, "unrecognized job state value '" + std::string{word} + "'"};
    if (!state->is_flag) {
      to.states.push_back(static_cast<JobState>(state->bits));
    } else if (has(state->bits, JobFlag::Requeued)) {
      to.requeued = true;
    } else if (!has(state->bits, JobFlag::Resizing)) {
      return Error{options::kFatalMix, "job state " + std::string{word} + " is not supported / accounted"};
    }
  }
  return {};
}

Status set_reasons(Options& to, Value value) {
  for (const Value word : text::split_list(value)) {
    const auto names = reason_names();
    const auto named = std::find_if(names.begin(), names.end(),
                                    [word](const ReasonName& one) { return text::iequals(one.name, word); });
    if (named == names.end())
      return Error{options::kFatalMix, "unrecognized job reason value '" + std::string{word} + "'"};
    to.reasons.push_back(named->reason);
  }
  return {};
}

Status set_whole_het_job(Options& to, Value value) {
  to.whole_het_job = text::istarts_with(value, "n") ? Tristate::No : Tristate::Yes;
  return {};
}

Status set_flags(Options& to, Value value) {
  for (const Value word : text::split_list(value)) {
    const StartFlag* flag = find_start_flag(word);
    if (flag == nullptr)
      return Error{options::kFatalValue, "str_2_job_flags: Invalid job flag " + std::string{word}};
    to.flags.push_back(flag);
  }
  return {};
}

Status set_associations(Options& to, Value value) {
  for (const Value word : text::split_list(value)) {
    std::uint64_t id = 0;
    std::from_chars(word.data(), word.data() + word.size(), id);
    to.associations.push_back(id);
  }
  return {};
}

Status add_format(Options& to, Value value) {
  to.format += std::string{value} + ",";
  return {};
}

Status set_node_names(Options& to, Value value) {
  if (const Status read = options::set_nodes<&Options::nodes>(to, value); !read)
    return Error{options::kFatalValue, "Invalid argument"};
  return {};
}

template <std::optional<Range> Options::*Bounds>
Status set_range(Options& to, Value value) {
  const std::size_t dash = value.find('-');
  const Result<std::uint64_t> low = text::parse_scaled(value.substr(0, dash));
  const Result<std::uint64_t> high = dash == Value::npos ? low : text::parse_scaled(value.substr(dash + 1));
  if (!low || !high)
    return Error{options::kFatalValue, "Invalid numeric value \"" + std::string{value} + "\" for requested " +
                                           (Bounds == &Options::cpu_range ? "cpu" : "node") + " range."};
  to.*Bounds = Range{*low, *high};
  return {};
}

template <std::optional<Minutes> Options::*Limit>
Status set_limit(Options& to, Value value) {
  const Result<Minutes> limit = text::parse_time_limit(value);
  if (!limit) return Error{options::kFatalMix, "Invalid time limit specification"};
  to.*Limit = *limit;
  return {};
}

Status set_unit(Options& to, Value value) {
  const std::string upper = text::upper(value);
  if (upper.size() != 1 || std::string_view{"KMGTP"}.find(upper[0]) == std::string_view::npos)
    return Error{options::kFatalMix,
                 "sacct: error: Invalid unit type '" + std::string{value} +
                     "'. Possible options are 'KMGTP'\nInvalid unit type"};
  to.unit = upper[0];
  return {};
}

constexpr Option<Options> kSelectionRows[] = {
    {"accounts", 'A', Argument::Required, "ACCOUNT,...", "", "jobs of these accounts", add_to_list<&Options::accounts>},
    {"allocations", 'X', Argument::None, "", "", "jobs without their steps", set_flag<&Options::allocations>},
    {"allusers", 'a', Argument::None, "", "", "everybody's jobs", set_flag<&Options::all_users>},
    {"constraints", 'C', Argument::Required, "FEATURE,...", "", "jobs that asked for all of these features",
     add_to_list<&Options::constraints>},
    {"duplicates", 'D', Argument::None, "", "", "every run of a requeued job",
     set_flag<&Options::duplicates>},
    {"endtime", 'E', Argument::Required, "TIME", "", "jobs up to then", set_text<&Options::until>},
    {"group", 'g', Argument::Required, "GROUP,...", "", "jobs of these groups", add_to_list<&Options::groups>},
    {"gid", 0, Argument::Required, "GROUP,...", "", "", add_to_list<&Options::groups>},
    {"jobs", 'j', Argument::Required, "JOB[.STEP],...", "", "these jobs or steps", set_jobs},
    {"name", 0, Argument::Required, "NAME,...", "", "jobs of these names", add_to_list<&Options::names>},
    {"ncpus", 'I', Argument::Required, "MIN[-MAX]", "", "jobs that had so many CPUs", set_range<&Options::cpu_range>},
    {"nnodes", 'i', Argument::Required, "MIN[-MAX]", "", "jobs that had so many nodes",
     set_range<&Options::node_range>},
    {"nodelist", 'N', Argument::Required, "NODES", "", "jobs that ran on these nodes", set_node_names},
    {"partition", 'r', Argument::Required, "PARTITION,...", "", "jobs of these partitions",
     add_to_list<&Options::partitions>},
    {"qos", 'q', Argument::Required, "QOS,...", "", "jobs of these qualities of service", add_to_list<&Options::qos>},
    {"reason", 'R', Argument::Required, "REASON,...", "", "jobs that waited for these reasons",
     set_reasons},
    {"starttime", 'S', Argument::Required, "TIME", "", "jobs since then", set_text<&Options::since>},
    {"state", 's', Argument::Required, "STATE,...", "", "jobs that were in these states in that time",
     set_states},
    {"timelimit-min", 'k', Argument::Required, "TIME", "", "jobs with at least this limit",
     set_limit<&Options::limit_min>},
    {"timelimit-max", 'K', Argument::Required, "TIME", "", "jobs with at most this limit, with --timelimit-min",
     set_limit<&Options::limit_max>},
    {"truncate", 'T', Argument::None, "", "", "cut times to the window", set_flag<&Options::truncate>},
    {"user", 'u', Argument::Required, "USER,...", "", "jobs of these users", add_to_list<&Options::users>},
    {"uid", 0, Argument::Required, "USER,...", "", "", add_to_list<&Options::users>},
    {"wckeys", 'W', Argument::Required, "WCKEY,...", "", "jobs of these workload keys", add_to_list<&Options::wckeys>},
};

constexpr Option<Options> kOutputRows[] = {
    {"array", 0, Argument::None, "", "", "a line for each waiting task of an array", set_flag<&Options::array>},
    {"batch-script", 'B', Argument::None, "", "", "the batch scripts of the jobs", set_flag<&Options::batch_script>},
    {"brief", 'b', Argument::None, "", "", "ids, states and exit codes", set_flag<&Options::brief>},
    {"delimiter", 0, Argument::Required, "TEXT", "", "between fields with -p and -P", set_text<&Options::delimiter>},
    {"env-vars", 0, Argument::None, "", "", "the environments of the jobs", set_flag<&Options::environment>},
    {"expand-patterns", 0, Argument::None, "", "", "fill in the names of output files",
     set_flag<&Options::expand_patterns>},
    {"format", 'o', Argument::Required, "FIELD,...", "", "the fields: jobid%10,jobname%-12,state", add_format},
    {"json", 0, Argument::Optional, "PARSER", "", "the answer as JSON", documents::set_json},
    {"yaml", 0, Argument::Optional, "PARSER", "", "the answer as YAML", documents::set_yaml},
    {"long", 'l', Argument::None, "", "", "many fields", set_flag<&Options::long_list>},
    {"noconvert", 0, Argument::None, "", "", "leave sizes in their unit", set_flag<&Options::no_convert>},
    {"noheader", 'n', Argument::None, "", "", "no headings", set_flag<&Options::no_header>},
    {"parsable", 'p', Argument::None, "", "", "a | behind every field", set_flag<&Options::parsable>},
    {"parsable2", 'P', Argument::None, "", "", "a | between fields", set_flag<&Options::parsable_open>},
    {"units", 0, Argument::Required, "K|M|G|T|P", "", "sizes in this unit", set_unit},
    {"verbose", 'v', Argument::None, "", "", "say more on stderr", count_up<&Options::verbose>},
};

constexpr Option<Options> kOtherRows[] = {
    {"allclusters", 'L', Argument::None, "", "", "accepted; there is one cluster", ignore},
    {"associations", 'x', Argument::Required, "ID,...", "", "jobs of these associations", set_associations},
    {"clusters", 'M', Argument::Required, "CLUSTER,...", "", "jobs of these clusters; there is one here",
     add_to_list<&Options::clusters>},
    {"completion", 'c', Argument::None, "", "", "the log of ended jobs, which is not kept",
     set_flag<&Options::completion>},
    {"federation", 0, Argument::None, "", "SACCT_FEDERATION", "accepted; there is one cluster", ignore},
    {"file", 'f', Argument::Required, "FILE", "", "the file of that log", set_text<&Options::file>},
    {"flags", 'F', Argument::Required, "FLAG,...", "", "jobs started so: SchedMain, SchedBackfill ...",
     set_flags},
    {"local", 0, Argument::None, "", "SACCT_LOCAL", "accepted; there is one cluster", ignore},
    {"use-local-uid", 0, Argument::None, "", "", "accepted; users are those of this system", ignore},
    {"whole-hetjob", 0, Argument::Optional, "yes|no", "",
     "with a component of a heterogeneous job all others: for any, or for none", set_whole_het_job},
    {"helpformat", 'e', Argument::None, "", "", "list the fields", set_flag<&Options::help_fields>},
    {"helpreason", 0, Argument::None, "", "", "list the reasons", set_flag<&Options::help_reasons>},
    {"helpstate", 0, Argument::None, "", "", "list the states", set_flag<&Options::help_states>},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Which jobs", kSelectionRows).add("What is shown", kOutputRows).add("Other", kOtherRows);
  set.add("Help", options::kHelpRowsWithLetter);
  return set;
}

}  // namespace minislurm::sacct
