// What a job is called, whose it is, where its files are, and how much the command says.
#include "libcommon/options/job_setters.h"
#include "libcommon/text/words.h"

namespace minislurm::options {
namespace {

using enum Argument;

Status set_chdir(JobOptions& options, std::string_view value) {
  if (value.empty()) return invalid("chdir");
  options.chdir = std::string(value);
  return {};
}

Status set_open_mode(JobOptions& options, std::string_view value) {
  const bool append = text::iequals(value, "append") || text::iequals(value, "a");
  if (!append && !text::iequals(value, "truncate") && !text::iequals(value, "t")) return invalid("open-mode");
  options.spec.open_mode = append ? OpenMode::Append : OpenMode::Truncate;
  return {};
}

Status set_export(JobOptions& options, std::string_view value) {
  options.export_value = std::string(value);
  options.spec.export_list = std::string(value);
  return {};
}

Status set_mail_type(JobOptions& options, std::string_view value) {
  // In the order in which they are shown; words that are none of them count for nothing beside one that is.
  constexpr std::string_view kTypes[] = {"INVALID_DEPEND", "BEGIN", "END", "FAIL", "REQUEUE", "STAGE_OUT",
                                         "TIME_LIMIT_50", "TIME_LIMIT_80", "TIME_LIMIT_90", "TIME_LIMIT",
                                         "ARRAY_TASKS"};
  std::vector<std::string> given;
  for (const std::string_view word : text::split(value, ',')) given.push_back(text::upper(text::trim(word)));
  const auto asked = [&](std::string_view type) { return std::find(given.begin(), given.end(), type) != given.end(); };
  options.spec.mail_type.clear();
  if (asked("NONE")) return {};
  constexpr std::string_view kPartsOfAll[] = {"INVALID_DEPEND", "BEGIN", "END", "FAIL", "REQUEUE", "STAGE_OUT"};
  std::string types;
  for (const std::string_view type : kTypes) {
    const bool by_all = asked("ALL") && std::find(std::begin(kPartsOfAll), std::end(kPartsOfAll), type) !=
                                            std::end(kPartsOfAll);
    if (asked(type) || by_all) types += (types.empty() ? "" : ",") + std::string(type);
  }
  if (types.empty()) return invalid("mail-type");
  options.spec.mail_type = std::move(types);
  return {};
}

Status set_clusters(JobOptions& options, std::string_view value) {
  options.clusters = std::string(value);
  options.clusters_given = true;
  return {};
}

Status set_quiet(JobOptions& options, std::string_view) {
  options.quiet = true;
  return {};
}

// Each -v counts; the environment gives the count.
Status set_verbose(JobOptions& options, std::string_view value) {
  constexpr std::uint32_t kMostVerbose = 9;
  const Result<std::uint32_t> level = text::parse_u32(value, kMostVerbose);
  options.verbose = level ? static_cast<int>(*level) : options.verbose + 1;
  return {};
}

constexpr std::uint32_t kWithFiles = kSbatch | kSrun;  // salloc opens no files for a job

constexpr Row kOutputRows[] = {
    {"output", 'o', Required, "FILE", "SBATCH_OUTPUT SLURM_STDOUTMODE SRUN_OUTPUT",
     "standard output; %j job, %A_%a array task, %x name", set_text<&JobSpec::std_out>, kWithFiles},
    {"error", 'e', Required, "FILE", "SBATCH_ERROR SLURM_STDERRMODE SRUN_ERROR",
     "standard error, if not with the output", set_text<&JobSpec::std_err>, kWithFiles},
    {"input", 'i', Required, "FILE", "SBATCH_INPUT SLURM_STDINMODE SRUN_INPUT", "standard input",
     set_text<&JobSpec::std_in>, kWithFiles},
    {"open-mode", 0, Required, "append|truncate", "SBATCH_OPEN_MODE SLURM_OPEN_MODE", "how output files are opened",
     set_open_mode, kWithFiles},
    {"chdir", 'D', Required, "DIR", "SLURM_WORKING_DIR SLURM_REMOTE_CWD", "working directory", set_chdir},
    {"export", 0, Required, "NAMES|ALL|NONE|NIL", "SBATCH_EXPORT SLURM_EXPORT_ENV SRUN_EXPORT_ENV",
     "environment handed on to the job", set_export, kWithFiles},
    {"mail-type", 0, Required, "TYPE,...", "", "when to send mail: BEGIN, END, FAIL, ALL ...", set_mail_type},
    {"mail-user", 0, Required, "NAME", "", "who gets it", set_text<&JobSpec::mail_user>},
    {"quiet", 'Q', None, "", "", "errors only", set_quiet},
    {"verbose", 'v', None, "", "SBATCH_DEBUG SALLOC_DEBUG SLURM_DEBUG", "say more; -vv still more", set_verbose},
};

constexpr Row kIdentityRows[] = {
    {"job-name", 'J', Required, "NAME", "SBATCH_JOB_NAME SALLOC_JOB_NAME SLURM_JOB_NAME", "name of the job",
     set_text<&JobSpec::name>},
    {"comment", 0, Required, "TEXT", "", "remark to keep with the job", set_text<&JobSpec::comment>},
    {"account", 'A', Required, "NAME", "SBATCH_ACCOUNT SALLOC_ACCOUNT SLURM_ACCOUNT", "account to charge",
     set_text<&JobSpec::account>},
    {"qos", 'q', Required, "NAME", "SBATCH_QOS SALLOC_QOS SLURM_QOS", "quality of service", set_text<&JobSpec::qos>},
    {"wckey", 0, Required, "KEY", "SBATCH_WCKEY SALLOC_WCKEY SLURM_WCKEY", "workload key", set_text<&JobSpec::wckey>},
    {"mcs-label", 0, Required, "LABEL", "", "security label", set_text<&JobSpec::mcs_label>},
    {"extra", 0, Required, "TEXT", "", "text for other programs", set_text<&JobSpec::extra>},
    {"clusters", 'M', Required, "NAME", "SBATCH_CLUSTERS SALLOC_CLUSTERS SLURM_CLUSTERS", "cluster to use",
     set_clusters},
};

}  // namespace

std::span<const Row> output_rows() { return kOutputRows; }
std::span<const Row> identity_rows() { return kIdentityRows; }

}  // namespace minislurm::options
