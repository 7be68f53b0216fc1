// How large an elastic job is, how large it may become, and how full its machine is. Pure.
#pragma once

#include "libcommon/base/result.h"
#include "libcommon/model/allocation.h"
#include "libcommon/model/elastic.h"

namespace minislurm::elastic {

ElasticSize size_of(const Allocation& allocation);

struct Bounds {
  ElasticSize least, most;
};
// `asked`: what the job asks for, or what it got at its start. `largest_node`: CPUs of its partition's largest node.
// What the job says nothing of stays as asked; its CPUs may become all of as many such nodes as it may have.
Bounds bounds_of(const ElasticSpec& spec, const ElasticSize& asked, std::uint32_t largest_node);
// Errors: Code::Generic with a sentence for the user: a minimum above the maximum, a request outside of both.
Status check_bounds(const ElasticSpec& spec, const ElasticSize& asked);

// What a partition's nodes have and what is used of it.
struct Load {
  std::uint64_t used_cpus = 0, cpus = 0;
  Mebibytes used_memory, memory;  // memory 0: it is not counted
};
// In tenths of a percent: the mean of CPUs and memory; of CPUs alone where memory is not counted. 1000: nothing is there.
std::uint32_t utilization(const Load& load);
// "25.0%"
std::string percent_text(std::uint32_t tenths);

}  // namespace minislurm::elastic
