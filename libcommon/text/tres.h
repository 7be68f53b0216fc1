// Trackable resources, "cpu=2,mem=200M,node=1,billing=2,gres/gpu=2", and requests for generic ones, "gpu:tesla:2".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::text {

struct Tres {
  std::string name;         // "cpu", "mem", "gres/gpu", "gres/gpu:tesla"
  std::uint64_t count = 0;  // MB for "mem"
  bool operator==(const Tres&) const = default;
};

// scontrol lists cpu, mem, energy, node, billing, then the others as they come; sacct sorts by name.
enum class TresOrder { Controller, ByName };

// In the order written. Errors: Code::InvalidTres.
Result<std::vector<Tres>> parse_tres(std::string_view text);
// Counts of zero are left out, as Slurm leaves them out. Memory has a unit.
std::string format_tres(std::span<const Tres> list, TresOrder order);

struct GresRequest {
  std::string name;  // "gpu"
  std::string type;  // "tesla"; empty: any
  std::uint64_t count = 1;
  bool operator==(const GresRequest&) const = default;
};

// "gpu", "gpu:2", "gpu:tesla:2", "gres/gpu:2", "gres:gpu=2", several with commas; "none" and "" ask for nothing.
// Errors: Code::InvalidGres.
Result<std::vector<GresRequest>> parse_gres(std::string_view text);
// "gpu:2,gpu:tesla:1"; `prefix` is put before each, as "gres/" in what squeue and scontrol show.
std::string format_gres(std::span<const GresRequest> list, std::string_view prefix = {});

}  // namespace minislurm::text
