#include "commands/sbatch/options.h"

#include "commands/support/identity.h"
#include "libcommon/options/setters.h"

namespace minislurm::sbatch {
namespace {

using options::Argument;
using options::ignore;
using options::Option;
using options::set_flag;
using options::set_text;

Status set_user(Options& target, std::string_view value) {
  const std::optional<UserId> user = find_user(value);
  if (!user) return Error::generic("Invalid --uid specification");
  target.spec.run_as_user = number(*user);
  target.spec.kept.emplace_back("uid", user_name(*user));
  return {};
}

Status set_group(Options& target, std::string_view value) {
  const std::optional<GroupId> group = find_group(value);
  if (!group) return Error::generic("Invalid --gid specification");
  target.spec.run_as_group = number(*group);
  target.spec.kept.emplace_back("gid", group_name(*group));
  return {};
}

constexpr Option<Options> kBatchRows[] = {
    {"wrap", 0, Argument::Required, "COMMAND", "", "run a shell command instead of a script", set_text<&Options::wrap>},
    {"wait", 'W', Argument::None, "", "SBATCH_WAIT", "return when the job has ended, with its exit code",
     set_flag<&Options::wait>},
    {"parsable", 0, Argument::None, "", "", "print the job's id only", set_flag<&Options::parsable>},
    {"test-only", 0, Argument::None, "", "", "say when the job would start, queue nothing",
     set_flag<&Options::test_only>},
    {"export-file", 0, Argument::Required, "FILE", "", "environment from a file, NAME=VALUE and NUL each",
     set_text<&Options::export_file>},
    {"get-user-env", 0, Argument::None, "", "SBATCH_GET_USER_ENV", "the user's login environment",
     set_flag<&Options::get_user_env>},
    {"uid", 0, Argument::Required, "USER", "", "run as USER (root only)", set_user},
    {"gid", 0, Argument::Required, "GROUP", "", "run with GROUP (root only)", set_group},
    {"ignore-pbs", 0, Argument::None, "", "SBATCH_IGNORE_PBS", "#PBS and #BSUB lines are comments", ignore},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set(options::kSbatch);
  set.add("Submission", kBatchRows);
  options::add_job_options(set);
  set.add("Help", options::kHelpRowsWithLetter);
  return set;
}

}  // namespace minislurm::sbatch
