// What became of the tasks of an array that one selector names: Slurm answers with a line for each outcome.
#pragma once

#include <utility>
#include <vector>

#include "slurmctld/requests/context.h"
#include "slurmctld/requests/selector.h"

namespace minislurm::requests {

class ArrayOutcome {
 public:
  // Whether the selector is answered so: it names tasks, or an array as a whole.
  static bool applies(const core::ClusterState::Inside& state, const wire::JobSelector& selector);

  // `job` as it was when the selector was looked up.
  void add(const Job& job, const Target& target, Code code);
  // The tasks that were named and do not exist.
  void add_unknown(const wire::JobSelector& selector);
  // "12_[1-4]" and its outcome, in the order of the tasks; empty: all went well.
  std::vector<wire::NamedCode> lines(JobId array) const;

 private:
  void add(std::uint32_t task, Code code) { tasks_.emplace_back(task, code); }
  std::vector<std::pair<std::uint32_t, Code>> tasks_;
  std::vector<std::uint32_t> known_;
};

}  // namespace minislurm::requests
