#include "slurmctld/exec/elastic_environment.h"

#include "slurmctld/exec/control_file.h"

namespace minislurm::exec {

void set_elastic_variables(Environment& environment, const Job& job, const JobSetting& setting) {
  if (!job.spec.elastic.wanted) return;
  environment["MINI_SLURM_ELASTIC"] = "1";
  environment["MINI_SLURM_JOB_ID"] = to_string(job.id);
  environment["MINI_SLURM_CONTROL_FILE"] = control_file_of(setting.cluster.settings.spool_dir, job.id);
  environment["MINI_SLURM_CURRENT_CPUS"] = std::to_string(job.allocation.cpu_count());
  environment["MINI_SLURM_MIN_CPUS"] = std::to_string(job.elastic.least.cpus);
  environment["MINI_SLURM_MAX_CPUS"] = std::to_string(job.elastic.most.cpus);
}

}  // namespace minislurm::exec
