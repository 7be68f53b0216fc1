#include "libcommon/base/ids.h"

namespace minislurm {

std::string to_string(StepNumber step) {
  switch (step) {
    case StepNumber::Interactive: return "interactive";
    case StepNumber::Batch: return "batch";
    case StepNumber::Extern: return "extern";
    case StepNumber::Pending: return "TBD";
    default: return std::to_string(number(step));
  }
}

std::string to_string(StepId id) { return to_string(id.job) + "." + to_string(id.step); }

}  // namespace minislurm
