// A job's priority: priority/multifactor's weighted sum, or priority/basic's falling numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "libcommon/base/units.h"
#include "libcommon/model/cluster.h"
#include "libcommon/model/job.h"

namespace minislurm::sched {

// The first job of priority/basic has this; every later one has one less.
inline constexpr std::uint32_t kBasicTop = 4294901759U;
// A week waited is the full age factor, as PriorityMaxAge's default says.
inline constexpr Seconds kMaxAge{7 * 86400};

// At least 1 (0 means held, which is the core's to set). A priority in spec.priority stands as it is.
// With priority/basic: `previous` less one less nice, where `previous` is the lowest given so far.
std::uint32_t multifactor_priority(const Job& job, const Cluster& cluster, Instant now);
std::uint32_t basic_priority(const Job& job, std::optional<std::uint32_t> previous);

// Highest first; equal ones by submission, then by id. For sorting the queue.
bool goes_before(const Job& left, const Job& right);

}  // namespace minislurm::sched
