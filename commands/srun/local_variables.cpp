#include "commands/srun/local_variables.h"

#include <utility>
#include <vector>

#include "commands/support/submission.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/repeated_counts.h"
#include "libcommon/text/words.h"

namespace minislurm::srun {

std::string local_variables(const wire::StepSpec& spec, const Job& job, const wire::StepReply& reply,
                            const std::string& context) {
  const Step& step = reply.step;
  std::vector<std::uint32_t> tasks(step.allocation.nodes.size(), 0), cpus;
  for (const TaskPlace& place : reply.places)
    if (place.node_rank < tasks.size()) ++tasks[place.node_rank];
  for (const NodeAllocation& node : job.allocation.nodes) cpus.push_back(static_cast<std::uint32_t>(node.cpus.size()));
  const std::string id = to_string(step.id.job), step_number = to_string(step.id.step);
  const std::string count = std::to_string(step.num_tasks);
  const std::pair<const char*, std::string> own[] = {
      {"SLURM_JOB_ID", id}, {"SLURM_JOBID", id}, {"SLURM_STEP_ID", step_number}, {"SLURM_STEPID", step_number},
      {"SLURM_JOB_NAME", job.spec.name}, {"SLURM_JOB_USER", job.user_name},
      {"SLURM_JOB_UID", std::to_string(minislurm::number(job.user))},
      {"SLURM_JOB_GID", std::to_string(minislurm::number(job.group))},
      {"SLURM_JOB_GROUP", job.group_name}, {"SLURM_JOB_ACCOUNT", job.spec.account},
      {"SLURM_JOB_PARTITION", job.partition}, {"SLURM_JOB_QOS", job.spec.qos.empty() ? "normal" : job.spec.qos},
      {"SLURM_JOB_CPUS_PER_NODE", text::format_repeated_counts(cpus)},
      {"SLURM_JOB_NUM_NODES", std::to_string(job.allocation.nodes.size())},
      {"SLURM_NODELIST", text::compress_hostlist(step.allocation.node_names())},
      {"SLURM_NNODES", std::to_string(step.allocation.nodes.size())},
      {"SLURM_NTASKS", count}, {"SLURM_NPROCS", count},
      {"SLURM_TASKS_PER_NODE", text::format_repeated_counts(tasks)},
      {"SLURM_SCRIPT_CONTEXT", context},
  };
  Variables variables;
  for (const std::string_view one : text::split(spec.environment, '\0')) add_assignment(variables, one);
  for (const auto& [name, value] : own)
    if (!value.empty()) variables[name] = value;
  return environment_block(variables);
}

}  // namespace minislurm::srun
