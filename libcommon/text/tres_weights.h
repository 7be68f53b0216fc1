// Weights of trackable resources, "CPU=1.0,Mem=0.25G,GRES/gpu=2.0": TRESBillingWeights and PriorityWeightTRES.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcommon/model/priority_settings.h"
#include "libcommon/text/tres.h"

namespace minislurm::text {

// Names in small letters; a weight of memory is for each MB (0.25G is a quarter for each GB).
using TresWeights = std::vector<std::pair<std::string, double>>;

// What is no finite number is left out.
TresWeights parse_tres_weights(std::string_view text);

enum class Billing {
  Sum,
  Max,           // PriorityFlags=MAX_TRES: the dearest of what nodes have, and all that the cluster has (licenses)
  MaxAndGres,    // MAX_TRES_GRES: the dearer of CPUs and memory, and all generic resources and licenses
};

Billing billing_of(std::uint32_t priority_flags);

// The "billing" of these resources, as Slurm cuts it to a whole number.
std::uint64_t billing(std::span<const Tres> list, const TresWeights& weights, Billing how);
// "cpu=2,mem=200M,node=1,billing=2" with what these weights make of it; without weights as it is.
std::string with_billing(const std::string& tres, std::string_view weights, Billing how);

}  // namespace minislurm::text
