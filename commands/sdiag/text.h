// sdiag's text: Slurm's sections, then the machine's totals.
#pragma once

#include <cstdint>
#include <string>

#include "libcommon/wire/messages.h"

namespace minislurm::sdiag {

enum class RpcOrder { Count, Id, TotalTime, MeanTime };

// `clock_latency`: microseconds that 1000 readings of the clock take.
std::string statistics_text(const wire::StatsReply& stats, RpcOrder order, std::uint64_t clock_latency);

}  // namespace minislurm::sdiag
