// A job that may be resized while it runs: what it asks for, and what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/base/units.h"
#include "libcommon/model/allocation.h"

namespace minislurm {

// A size, of the whole job. `memory` is the sum over its nodes.
struct ElasticSize {
  std::uint32_t cpus = 0, gpus = 0, nodes = 0;
  Mebibytes memory;
  bool operator==(const ElasticSize&) const = default;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.cpus); visit(2, self.gpus); visit(3, self.nodes); visit(4, self.memory);
  }
};

// --elastic and its bounds. What is unset stays at what the job asks for otherwise; CPUs: from the request up to all of
// the partition's largest node.
struct ElasticSpec {
  bool wanted = false;
  std::optional<std::uint32_t> min_cpus, max_cpus, min_gpus, max_gpus, min_nodes, max_nodes;
  std::optional<Mebibytes> min_memory, max_memory;
  std::uint32_t signal = 0;                      // 0: SIGUSR1
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.wanted); visit(2, self.min_cpus); visit(3, self.max_cpus); visit(4, self.min_gpus);
    visit(5, self.max_gpus); visit(6, self.min_nodes); visit(7, self.max_nodes); visit(8, self.min_memory);
    visit(9, self.max_memory); visit(10, self.signal);
  }
};

// One change of size.
struct Resize {
  Instant at{};
  ElasticSize from, to;
  bool by_hand = false;                          // scontrol update
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.at); visit(2, self.from); visit(3, self.to); visit(4, self.by_hand);
  }
};

// Of a job whose `spec.elastic.wanted` is set; saved with the job.
struct ElasticState {
  ElasticSize least, most;                       // bounds in force
  std::vector<Resize> resizes;                   // oldest first; the most recent ones where there were very many
  std::uint32_t resize_count = 0;                // ever; also the number that the job's control file is at
  std::uint64_t cpu_seconds = 0;                 // CPUs times seconds of all sizes before the present one
  Instant present_since{};                       // since when it has the present size
  // What it gives up at `grace_end`: told already, and still its own. Empty: nothing.
  Allocation leaving;
  Instant grace_end{};
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.least); visit(2, self.most); visit(3, self.resizes); visit(4, self.resize_count);
    visit(5, self.cpu_seconds); visit(6, self.present_since); visit(7, self.leaving); visit(8, self.grace_end);
  }
};

}  // namespace minislurm
