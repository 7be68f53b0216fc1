#include "commands/scancel/options.h"

namespace minislurm::scancel {
namespace {

using options::Argument;
using options::Option;

template <std::string Options::*member>
Status keep(Options& target, std::string_view value) {
  target.*member = value;
  return {};
}

template <bool Options::*member>
Status turn_on(Options& target, std::string_view) {
  target.*member = true;
  return {};
}

constexpr Option<Options> kFilters[] = {
    {"account", 'A', Argument::Required, "name", "SCANCEL_ACCOUNT", "jobs under this account", keep<&Options::account>},
    {"jobname", 0, Argument::Required, "name", "", "", keep<&Options::name>},
    {"name", 'n', Argument::Required, "name", "SCANCEL_NAME", "jobs with this name", keep<&Options::name>},
    {"me", 0, Argument::None, "", "", "jobs of the calling user", turn_on<&Options::me>},
    {"nodelist", 'w', Argument::Required, "nodes", "", "jobs on any of these nodes", keep<&Options::nodes>},
    {"partition", 'p', Argument::Required, "name", "SCANCEL_PARTITION", "jobs in this partition",
     keep<&Options::partition>},
    {"qos", 'q', Argument::Required, "name", "SCANCEL_QOS", "jobs with this quality of service", keep<&Options::qos>},
    {"reservation", 'R', Argument::Required, "name", "", "jobs in this reservation", keep<&Options::reservation>},
    {"state", 't', Argument::Required, "state", "SCANCEL_STATE", "pending, running or suspended jobs",
     keep<&Options::state>},
    {"user", 'u', Argument::Required, "user", "SCANCEL_USER", "jobs of this user", keep<&Options::user>},
    {"wckey", 0, Argument::Required, "key", "SCANCEL_WCKEY", "jobs with this workload key", keep<&Options::wckey>},
};

constexpr Option<Options> kActions[] = {
    {"batch", 'b', Argument::None, "", "SCANCEL_BATCH", "signal the batch shell only", turn_on<&Options::batch>},
    {"full", 'f', Argument::None, "", "SCANCEL_FULL", "signal the batch shell, its children and all steps",
     turn_on<&Options::full>},
    {"interactive", 'i', Argument::None, "", "SCANCEL_INTERACTIVE", "ask before each job",
     turn_on<&Options::interactive>},
    {"signal", 's', Argument::Required, "signal", "SCANCEL_SIGNAL", "send this signal instead of ending the job",
     keep<&Options::signal>},
    {"admin-comment", 0, Argument::Required, "text", "", "text for the job's record", keep<&Options::admin_comment>},
    {"quiet", 'Q', Argument::None, "", "", "say nothing of jobs that have ended", turn_on<&Options::quiet>},
    {"verbose", 'v', Argument::None, "", "SCANCEL_VERBOSE", "say what is done",
     [](Options& target, std::string_view) { ++target.verbose; return Status(); }},
    // One machine has no other controller, burst buffer, federation or crontab to choose.
    {"clusters", 'M', Argument::Required, "name", "SLURM_CLUSTERS", "", keep<&Options::clusters>},
    {"cron", 'c', Argument::None, "", "SCANCEL_CRON", "", turn_on<&Options::cron>},
    {"ctld", 0, Argument::None, "", "SCANCEL_CTLD", "", turn_on<&Options::ctld>},
    {"hurry", 'H', Argument::None, "", "SCANCEL_HURRY", "", turn_on<&Options::hurry>},
    {"sibling", 0, Argument::Required, "name", "", "", keep<&Options::sibling>},
};

}  // namespace

const options::OptionSet<Options>& option_set(options::OptionSet<Options>& set) {
  return set.add("Which jobs", kFilters).add("What is done", kActions).add("Help", options::kHelpRows);
}

}  // namespace minislurm::scancel
