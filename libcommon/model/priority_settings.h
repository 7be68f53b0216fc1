// How priorities are worked out: the Priority* keys of slurm.conf beside the plain weights.
#pragma once

#include <cstdint>
#include <string>

#include "libcommon/base/units.h"

namespace minislurm {

// Bits of PrioritySettings::flags, in Slurm's order.
enum class PriorityFlag : std::uint32_t {
  AccrueAlways = 1, MaxTres = 2, SmallRelativeToTime = 4, NoNormalAssociation = 8, NoNormalPartition = 16,
  NoNormalQos = 32, NoNormalTres = 64, CalculateRunning = 128, DepthOblivious = 256, IncreaseOnly = 512,
  NoFairTree = 1024, MaxTresGres = 2048,
};
constexpr bool has(std::uint32_t flags, PriorityFlag flag) { return (flags & static_cast<std::uint32_t>(flag)) != 0; }

enum class UsageReset : std::uint32_t { None = 0, Now, Daily, Weekly, Monthly, Quarterly, Yearly };

struct PrioritySettings {
  std::uint32_t weight_association = 0;
  std::string weight_tres;                       // "CPU=1000,Mem=2000,GRES/gpu=3000"
  std::uint32_t flags = 0;                       // PriorityFlag bits
  bool favor_small = false;
  Seconds max_age{7 * 86400};                    // a wait of this long is the full age factor
  Seconds half_life{7 * 86400};                  // of usage; 0: it does not fade
  Seconds calc_period{300};                      // between two looks at usage and age
  UsageReset usage_reset = UsageReset::None;
  std::uint32_t dampening = 1;                   // FairShareDampeningFactor
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.weight_association); visit(2, self.weight_tres); visit(3, self.flags); visit(4, self.favor_small);
    visit(5, self.max_age); visit(6, self.half_life); visit(7, self.calc_period); visit(8, self.usage_reset);
    visit(9, self.dampening);
  }
};

}  // namespace minislurm
