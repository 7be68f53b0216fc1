// Which jobs and steps a squeue shows. Built once from the options; asked for each job.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "commands/squeue/options.h"
#include "commands/squeue/view.h"

namespace minislurm::squeue {

class Selection {
 public:
  struct Users {
    std::vector<UserId> wanted;      // meaningful where `any` is false
    std::vector<UserId> unwanted;
    bool any = true;
  };

  // Errors: Code::Generic, the lines that say which states there are.
  static Result<Selection> make(const Options& options, Users users);

  bool wants(const Job& job, Instant now) const;
  bool wants_task(std::uint32_t task, const Job& job) const;
  bool wants_partition(const std::string& name) const;
  bool wants(const StepLine& line) const;

 private:
  bool wants_state(const Job& job) const;
  bool wants_user(UserId user) const;

  const Options* options_ = nullptr;
  Users users_;
  bool all_states_ = false;
  std::uint32_t base_states_ = 0;    // a bit for each base state's number
  std::uint32_t flags_ = 0;
};

}  // namespace minislurm::squeue
