#include "commands/sstat/options.h"

#include "libcommon/options/setters.h"

namespace minislurm::sstat {
namespace {

using options::Argument;
using options::Option;
using options::count_up;
using options::set_flag;

Status add_format(Options& to, std::string_view value) {
  to.format += std::string{value} + ",";
  return {};
}

constexpr Option<Options> kSelectionRows[] = {
    {"allsteps", 'a', Argument::None, "", "", "every step of a job, the batch script's too",
     set_flag<&Options::all_steps>},
    {"jobs", 'j', Argument::Required, "JOB[.STEP],...", "", "these jobs' first step, or these steps", add_jobs},
};

constexpr Option<Options> kOutputRows[] = {
    {"format", 'o', Argument::Required, "FIELD,...", "", "the fields: jobid%20,maxrss%-12", add_format},
    {"helpformat", 'e', Argument::None, "", "", "list the fields", set_flag<&Options::help_fields>},
    {"noconvert", 0, Argument::None, "", "", "leave sizes in their unit", set_flag<&Options::no_convert>},
    {"noheader", 'n', Argument::None, "", "", "no headings", set_flag<&Options::no_header>},
    {"parsable", 'p', Argument::None, "", "", "a | behind every field", set_flag<&Options::parsable>},
    {"parsable2", 'P', Argument::None, "", "", "a | between fields", set_flag<&Options::parsable_open>},
    {"pidformat", 'i', Argument::None, "", "", "the processes of each step, node by node", set_flag<&Options::pids>},
    {"verbose", 'v', Argument::None, "", "", "say more on stderr", count_up<&Options::verbose>},
};

}  // namespace

Status add_jobs(Options& to, std::string_view list) {
  const Result<std::vector<JobChoice>> read = parse_job_choices(list);
  if (!read) return Error{options::kFatalMix, read.error().detail};
  to.jobs.insert(to.jobs.end(), read->begin(), read->end());
  return {};
}

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Which steps", kSelectionRows).add("What is shown", kOutputRows);
  set.add("Help", options::kHelpRowsWithLetter);
  return set;
}

}  // namespace minislurm::sstat
