// Changing an allocation CPU by CPU and device by device. Pure.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "libcommon/model/allocation.h"

namespace minislurm::elastic {

// `count` of the part's CPUs in whole units, to be given up: those that nobody uses first, then the highest numbers.
// `used`: CPUs that steps have for themselves.
std::vector<std::uint32_t> cpus_to_give(const NodeAllocation& part, std::uint32_t count, std::uint32_t unit,
                                        const std::set<std::uint32_t>& used);
// `count` GPUs, those with the highest numbers, as a part of the allocation.
std::vector<GresAllocation> gpus_to_give(const NodeAllocation& part, std::uint32_t count);

// What of `from` is not in `what`. A part without CPUs, memory and generic resources is gone.
Allocation without(const Allocation& from, const Allocation& what);
// REQUIRES: nothing of `what` is in `to`. New nodes stand behind the others.
Allocation together(const Allocation& to, const Allocation& what);

// What a step has of a job whose allocation changes from `before` to `after`: all, where it had all; what is left of
// its CPUs, or, where nothing is, all that the job has on that node.
Allocation follow(const Allocation& step, const Allocation& before, const Allocation& after);

}  // namespace minislurm::elastic
