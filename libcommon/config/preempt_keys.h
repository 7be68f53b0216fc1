// The Preempt* keys of slurm.conf: their words to PreemptSettings, and which of them go together.
#pragma once

#include <string_view>

#include "libcommon/base/result.h"
#include "libcommon/model/cluster.h"

namespace minislurm::config {

PreemptType parse_preempt_type(std::string_view text);
// PreemptParameters, and the words of older releases among SchedulerParameters ("preempt_youngest_first"). Words that
// are none of them are left alone.
void read_preempt_parameters(PreemptSettings& settings, std::string_view text);

// Errors: Code::Generic saying what does not go together and what would.
Status check_preemption(const Cluster& cluster, std::string_view given_mode);

}  // namespace minislurm::config
