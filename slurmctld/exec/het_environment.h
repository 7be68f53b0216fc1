// What the processes of a heterogeneous job see of its components: NAME_HET_GROUP_2, and the older NAME_PACK_GROUP_2.
// Pure.
#pragma once

#include <vector>

#include "libcommon/model/step.h"
#include "slurmctld/exec/job_environment.h"

namespace minislurm::exec {

// For the batch script, which runs in the first component; nothing where there are no components.
void set_het_variables(Environment& environment, const std::vector<Job>& components, const JobSetting& setting);

// A step over several components: what its tasks see of the step as a whole. The parts in the order of their ranks.
struct HetStepPart {
  Step step;
  std::vector<TaskPlace> places;  // ranks from 0
};
struct HetStepView {
  std::vector<HetStepPart> parts;
  std::size_t own = 0;            // the part whose environment is made

  std::uint32_t first_rank() const, first_node() const;
};
void set_het_step(Environment& environment, const HetStepView& view);

}  // namespace minislurm::exec
