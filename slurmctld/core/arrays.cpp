#include "slurmctld/core/arrays.h"

#include <algorithm>
#include <iterator>

#include "slurmctld/core/dependents.h"

namespace minislurm::core {

Job& split_task(Turn& turn, Job& array, std::uint32_t task) {
  if (array.array_pending.size() == 1) {
    array.array_pending.clear();
    array.array_task = task;
    return array;
  }
  array.array_pending.erase(std::lower_bound(array.array_pending.begin(), array.array_pending.end(), task));
  commit(turn, array);
  Job single = array;
  single.id = take_next_id(turn);
  single.sluid = take_sluid(turn);
  single.array_task = task;
  single.array_pending.clear();
  Job& kept = turn.state.jobs.add(std::move(single));
  register_dependency(turn.state, kept);
  return kept;
}

void drop_tasks(Turn& turn, Job& array, const std::vector<std::uint32_t>& tasks) {
  std::vector<std::uint32_t> left;
  std::set_difference(array.array_pending.begin(), array.array_pending.end(), tasks.begin(), tasks.end(),
                      std::back_inserter(left));
  array.array_pending = std::move(left);
  if (ArrayRecord* record = turn.state.jobs.array(array.array_job)) record->lost_failed = true;
  commit(turn, array);
}

}  // namespace minislurm::core
