// --sort: how lines compare by each letter.
#pragma once

#include <string_view>
#include <vector>

#include "commands/squeue/view.h"
#include "libcommon/table/sort.h"

namespace minislurm::squeue {

inline constexpr std::string_view kDefaultJobOrder = "P,t,-p";
inline constexpr std::string_view kDefaultStepOrder = "P,i";

// Sorts as Slurm does, one key after the other, the weightiest last.
class JobOrder {
 public:
  // Errors: Code::Generic, "Invalid sort specification: x"; of several, the last one is told of.
  static Result<JobOrder> make(std::string_view keys);
  void sort(std::vector<JobLine>& lines) const;
  bool names(char letter) const;

 private:
  std::vector<table::SortKey> keys_;
};

// Letters that are not known are passed over, as Slurm does for steps.
table::Sorter<StepLine> step_sorter(std::string_view keys);

}  // namespace minislurm::squeue
