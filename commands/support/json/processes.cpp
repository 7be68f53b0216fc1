#include "commands/support/json/processes.h"

#include "commands/support/json/value.h"

namespace minislurm::documents {
namespace {

std::string step_text(StepId step) {
  const std::string whole = to_string(step);
  return whole.substr(whole.find('.') + 1);
}

}  // namespace

std::string pids_document(const std::vector<wire::ListedProcess>& processes, const DocumentOptions& options) {
  const Numbers numbers{options};
  Value list = Value::array();
  for (const wire::ListedProcess& one : processes) {
    Value made;
    made["global_task_id"] = numbers.of(one.rank);
    made["local_task_id"] = numbers.of(one.local_rank);
    made["job_id"] = number(one.step.job);
    made["pid"] = one.pid;
    made["step_id"] = step_text(one.step);
    list.push_back(std::move(made));
  }
  Value payload;
  payload["pids"] = std::move(list);
  return finish(std::move(payload), options);
}

std::string listed_jobs_document(const std::vector<JobId>& jobs, const DocumentOptions& options) {
  Value list = Value::array();
  for (const JobId job : jobs) list.push_back(Value{{"job_id", number(job)}});
  Value payload;
  payload["jobs"] = std::move(list);
  return finish(std::move(payload), options);
}

std::string listed_steps_document(const std::vector<StepId>& steps, const DocumentOptions& options) {
  Value list = Value::array();
  for (const StepId& step : steps) {
    Value made;
    made["job_id"] = number(step.job);
    made["step_id"] = step_text(step);
    list.push_back(std::move(made));
  }
  Value payload;
  payload["steps"] = std::move(list);
  return finish(std::move(payload), options);
}

}  // namespace minislurm::documents
