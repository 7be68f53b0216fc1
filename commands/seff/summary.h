// How well a job used what it held.
#pragma once

#include <cstdint>
#include <string>

#include "libcommon/wire/messages.h"

namespace minislurm::seff {

struct Figures {
  std::uint64_t cpu_seconds = 0;                // used, user and system
  std::uint64_t memory_kib = 0;                 // the most that was used at a time, or an estimate of it
  bool estimated = false;                       // from the largest of several tasks
  std::uint64_t asked_kib = 0;                  // held memory, of all nodes
  std::uint64_t wall_seconds = 0;
  std::uint32_t cpus = 1, nodes = 1;
};

// Of the job, from its steps among those of the reply.
Figures figures_of(const Job& job, const wire::HistoryReply& reply);
std::string summary(const Job& job, const Figures& figures, const std::string& cluster);
// "1.50 GB", from KiB.
std::string memory_text(double kib);

}  // namespace minislurm::seff
