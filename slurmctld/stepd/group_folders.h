// The three folders of a step in one hierarchy of control groups.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "slurmctld/stepd/confinement.h"

namespace minislurm::stepd {

class GroupFolders {
 public:
  GroupFolders() = default;
  GroupFolders(const std::string& base, const GroupNames& names)
      : base_(base), cluster_(base + "/" + names.cluster), job_(cluster_ + "/" + names.job),
        step_(job_ + "/" + names.step) {}
  const std::string& base() const { return base_; }
  const std::string& cluster() const { return cluster_; }
  const std::string& job() const { return job_; }
  const std::string& step() const { return step_; }
  // `prepare` is called for each folder, its parent's first, whoever made it; what it makes of it may be made again.
  // False: the folders cannot be had.
  bool make(const std::function<bool(const std::string& folder, const std::string& parent)>& prepare) const;
  // The step's, and those above it in which nobody else is.
  void remove() const;

 private:
  std::string base_, cluster_, job_, step_;
};

// "0-2,5", as the kernel reads a list of CPUs.
std::string cpu_list(const std::vector<std::uint32_t>& cpus);

}  // namespace minislurm::stepd
