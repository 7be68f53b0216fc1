#include "commands/sbatch/options.h"

#include "commands/support/identity.h"

namespace minislurm::sbatch {
namespace {

using options::Argument;
using options::Option;

template <bool SbatchOptions::* Member>
Status set_flag(SbatchOptions& target, std::string_view) {
  target.*Member = true;
  return {};
}

Status set_wrap(SbatchOptions& target, std::string_view value) {
  target.wrap = std::string(value);
  return {};
}

Status set_export_file(SbatchOptions& target, std::string_view value) {
  target.export_file = std::string(value);
  return {};
}

Status set_user(SbatchOptions& target, std::string_view value) {
  const std::optional<UserId> user = find_user(value);
  if (!user) return Error::generic("Invalid --uid specification");
  target.spec.run_as_user = number(*user);
  return {};
}

Status set_group(SbatchOptions& target, std::string_view value) {
  const std::optional<GroupId> group = find_group(value);
  if (!group) return Error::generic("Invalid --gid specification");
  target.spec.run_as_group = number(*group);
  return {};
}

Status ignore(SbatchOptions&, std::string_view) { return {}; }

constexpr Option<SbatchOptions> kBatchRows[] = {
    {"wrap", 0, Argument::Required, "COMMAND", "", "run a shell command instead of a script", set_wrap},
    {"wait", 'W', Argument::None, "", "SBATCH_WAIT", "return when the job has ended, with its exit code",
     set_flag<&SbatchOptions::wait>},
    {"parsable", 0, Argument::None, "", "", "print the job's id only", set_flag<&SbatchOptions::parsable>},
    {"test-only", 0, Argument::None, "", "", "say when the job would start, queue nothing",
     set_flag<&SbatchOptions::test_only>},
    {"export-file", 0, Argument::Required, "FILE", "", "environment from a file, NAME=VALUE and NUL each",
     set_export_file},
    {"get-user-env", 0, Argument::Optional, "MODE", "SBATCH_GET_USER_ENV", "the user's login environment",
     set_flag<&SbatchOptions::get_user_env>},
    {"uid", 0, Argument::Required, "USER", "", "run as USER (root only)", set_user},
    {"gid", 0, Argument::Required, "GROUP", "", "run with GROUP (root only)", set_group},
    {"ignore-pbs", 0, Argument::None, "", "SBATCH_IGNORE_PBS", "accepted; #PBS lines never count", ignore},
};

}  // namespace

options::OptionSet<SbatchOptions> option_set() {
  options::OptionSet<SbatchOptions> set(options::kSbatch);
  set.add("Submission", kBatchRows);
  options::add_job_options(set);
  set.add("Help", options::kHelpRowsWithLetter);
  return set;
}

options::HelpText help_text() {
  return {"sbatch", "[OPTION...] [SCRIPT [ARGUMENT...]]", "Queue a batch script, from a file or standard input."};
}

}  // namespace minislurm::sbatch
