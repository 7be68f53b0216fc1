// PreemptMode as it is written in slurm.conf, for a partition or a QOS: "SUSPEND,GANG", "requeue", "OFF".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libcommon/model/preempt_settings.h"

namespace minislurm::text {

// PreemptBit bits; "OFF", and "CLUSTER" of a QOS, are none. Without regard to case. nullopt: a word that is none of
// them, or two of CANCEL, REQUEUE and SUSPEND.
std::optional<std::uint32_t> parse_preempt_mode(std::string_view words);
// In Slurm's order: "GANG,SUSPEND"; "OFF" where no bit is set.
std::string format_preempt_mode(std::uint32_t mode);

}  // namespace minislurm::text
