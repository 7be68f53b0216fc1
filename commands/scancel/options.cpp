#include "commands/scancel/options.h"

#include "libcommon/options/setters.h"

namespace minislurm::scancel {
namespace {

using options::Argument;
using options::Option;
using options::count_up;
using options::set_flag;
using options::set_text;

constexpr Option<Options> kFilters[] = {
    {"account", 'A', Argument::Required, "name", "SCANCEL_ACCOUNT", "jobs under this account",
     set_text<&Options::account>},
    {"jobname", 0, Argument::Required, "name", "", "", set_text<&Options::name>},
    {"name", 'n', Argument::Required, "name", "SCANCEL_NAME", "jobs with this name", set_text<&Options::name>},
    {"me", 0, Argument::None, "", "", "jobs of the calling user", set_flag<&Options::me>},
    {"nodelist", 'w', Argument::Required, "nodes", "", "jobs on any of these nodes", set_text<&Options::nodes>},
    {"partition", 'p', Argument::Required, "name", "SCANCEL_PARTITION", "jobs in this partition",
     set_text<&Options::partition>},
    {"qos", 'q', Argument::Required, "name", "SCANCEL_QOS", "jobs with this quality of service",
     set_text<&Options::qos>},
    {"reservation", 'R', Argument::Required, "name", "", "jobs in this reservation", set_text<&Options::reservation>},
    {"state", 't', Argument::Required, "state", "SCANCEL_STATE", "pending, running or suspended jobs",
     set_text<&Options::state>},
    {"user", 'u', Argument::Required, "user", "SCANCEL_USER", "jobs of this user", set_text<&Options::user>},
    {"wckey", 0, Argument::Required, "key", "SCANCEL_WCKEY", "jobs with this workload key", set_text<&Options::wckey>},
};

constexpr Option<Options> kActions[] = {
    {"batch", 'b', Argument::None, "", "SCANCEL_BATCH", "signal the batch shell only", set_flag<&Options::batch>},
    {"full", 'f', Argument::None, "", "SCANCEL_FULL", "signal the batch shell, its children and all steps",
     set_flag<&Options::full>},
    {"interactive", 'i', Argument::None, "", "SCANCEL_INTERACTIVE", "ask before each job",
     set_flag<&Options::interactive>},
    {"signal", 's', Argument::Required, "signal", "SCANCEL_SIGNAL", "send this signal instead of ending the job",
     set_text<&Options::signal>},
    {"admin-comment", 0, Argument::Required, "text", "", "text for the job's record",
     set_text<&Options::admin_comment>},
    {"quiet", 'Q', Argument::None, "", "", "say nothing of jobs that have ended", set_flag<&Options::quiet>},
    {"verbose", 'v', Argument::None, "", "SCANCEL_VERBOSE", "say what is done", count_up<&Options::verbose>},
    // One machine has no other controller, burst buffer, federation or crontab to choose.
    {"clusters", 'M', Argument::Required, "name", "SLURM_CLUSTERS", "", set_text<&Options::clusters>},
    {"cron", 'c', Argument::None, "", "SCANCEL_CRON", "", set_flag<&Options::cron>},
    {"ctld", 0, Argument::None, "", "SCANCEL_CTLD", "", set_flag<&Options::ctld>},
    {"hurry", 'H', Argument::None, "", "SCANCEL_HURRY", "", set_flag<&Options::hurry>},
    {"sibling", 0, Argument::Required, "name", "", "", set_text<&Options::sibling>},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Which jobs", kFilters).add("What is done", kActions).add("Help", options::kHelpRows);
  return set;
}

}  // namespace minislurm::scancel
