#include "commands/support/recorded_job.h"

#include "libcommon/text/job_files.h"
#include "libcommon/text/words.h"

namespace minislurm {

// What an array's limit keeps back of an array that has begun cannot start.
Instant recorded_eligible(const Job& job) {
  return job.is_array_master() && recorded_reason(job) == Reason::JobArrayTaskLimit ? kNever : job.eligible;
}

// Kept with the job is only why it waits; what held it up before it started follows from what it asked for.
Reason recorded_reason(const Job& job) {
  const bool of_array = job.array_job != JobId{} && job.array_throttle > 0;
  if (job.started == kNever) {
    const bool some_ran = job.array_pending.size() < job.array_count;
    return of_array && some_ran ? Reason::JobArrayTaskLimit : Reason::None;
  }
  if (job.eligible <= job.submitted) return Reason::None;
  if (of_array) return Reason::JobArrayTaskLimit;
  if (!job.spec.dependency.empty()) return Reason::Dependency;
  if (job.spec.begin > job.submitted) return Reason::BeginTime;
  return job.restarts == 0 ? Reason::JobHeldUser : Reason::None;
}

std::string layout_text(const Step& step) {
  struct Row {
    std::string_view asked, shown;
  };
  static constexpr Row kRows[] = {
      {"block", "Block"},          {"cyclic", "Cyclic"},        {"arbitrary", "Arbitrary"}, {"plane", "Plane"},
      {"block:block", "BBlock"},   {"block:cyclic", "BCyclic"}, {"block:fcyclic", "BFCyclic"},
      {"cyclic:block", "CBlock"},  {"cyclic:cyclic", "CCyclic"}, {"cyclic:fcyclic", "CFCyclic"},
  };
  if (number(step.id.step) >= number(StepNumber::Interactive)) return "Unknown";
  const std::string asked = text::lower(step.distribution.substr(0, step.distribution.find_first_of(",=")));
  for (const Row& row : kRows)
    if (row.asked == asked) return std::string{row.shown};
  return step.num_tasks <= step.allocation.nodes.size() ? "Cyclic" : "Block";
}

std::string recorded_qos_request(const Job& job) { return job.spec.qos == "normal" ? std::string{} : job.spec.qos; }

std::string recorded_file(const Job& job, const Step& step, JobFile file, bool expanded) {
  const std::string& pattern = file == JobFile::In ? step.std_in : file == JobFile::Out ? step.std_out : step.std_err;
  if (pattern.empty() || number(step.id.step) >= number(StepNumber::Interactive)) return {};
  if (pattern == "none") return "/dev/null";
  const std::string path = text::absolute_path(pattern, step.work_dir.empty() ? job.spec.work_dir : step.work_dir);
  if (!expanded) return path;
  text::FilePatternValues values = text::file_pattern_values(job);
  values.step = to_string(step.id.step);
  return text::expand_file_pattern(path, values);
}

std::string recorded_file(const Job& job, JobFile file, bool expanded) {
  const JobSpec& spec = job.spec;
  std::string pattern = file == JobFile::In ? spec.std_in : file == JobFile::Out ? spec.std_out : spec.std_err;
  if (spec.kind == JobKind::Batch && pattern.empty()) {
    if (file == JobFile::In) return "/dev/null";
    if (file == JobFile::Out) pattern = text::output_pattern(job);
    if (!expanded) return pattern;  // the usual name is shown as it is
  }
  if (pattern.empty()) return pattern;
  return expanded ? text::job_file_path(job, pattern) : text::absolute_path(pattern, spec.work_dir);
}

}  // namespace minislurm
