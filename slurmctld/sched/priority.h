// A job's priority: priority/multifactor's weighted sum, or priority/basic's falling numbers.
// Source: "Multifactor Priority Plugin" of Slurm's documentation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcommon/base/units.h"
#include "libcommon/model/accounting.h"
#include "libcommon/model/cluster.h"
#include "libcommon/model/job.h"
#include "libcommon/text/tres_weights.h"

namespace minislurm::sched {

// The first job of priority/basic has this; every later one has one less.
inline constexpr std::uint32_t kBasicTop = 4294901759U;

// Between 0 and 1 each, unless PriorityFlags=NO_NORMAL_* says otherwise.
struct PriorityFactors {
  double age = 0, association = 0, fair_share = 0, size = 0, partition = 0, qos = 0;
  std::vector<std::pair<std::string, double>> tres;  // of those with a weight
};

// All that priorities rest on beside the job itself, looked up once for all jobs: by association, QOS and partition.
class PriorityRules {
 public:
  // `fair_share`: association id to factor.
  PriorityRules(const Cluster& cluster, const Accounting& accounting,
                std::unordered_map<std::uint32_t, double> fair_share);

  PriorityFactors factors(const Job& job, std::string_view partition, Instant now) const;
  // At least 1: 0 means held, which is the core's to set.
  std::uint32_t weighted(const Job& job, const PriorityFactors& factors) const;
  // In the one of the job's partitions where it is highest. A priority in spec.priority stands as it is.
  std::uint32_t priority(const Job& job, Instant now) const;

  // Whether it changes while a job waits, and nothing else does.
  bool changes_with_time() const { return weight_age_ != 0 || weight_fair_share_ != 0; }
  const text::TresWeights& tres_weights() const { return tres_weights_; }

 private:
  struct InPartition {
    double factor = 0;
    Minutes max_time{0};
    std::vector<double> tres;  // what it has of each resource with a weight
  };
  double age(const Job& job, Instant now) const;
  double size(const Job& job, const InPartition* partition) const;
  double fair_share(const Job& job) const;

  double weight_age_, weight_association_, weight_fair_share_, weight_size_, weight_partition_, weight_qos_;
  std::uint32_t flags_;
  bool favor_small_;
  Seconds max_age_;
  double cpus_ = 0, nodes_ = 0;
  text::TresWeights tres_weights_;
  std::unordered_map<std::string, InPartition> partitions_;
  std::string default_partition_;
  std::unordered_map<std::uint32_t, double> associations_, fair_shares_;
  std::unordered_map<std::string, double> qos_;
};

// priority/basic: `previous`, the lowest given so far, less one less nice.
std::uint32_t basic_priority(const Job& job, std::optional<std::uint32_t> previous);

// Highest first; equal ones by submission, then by id. For sorting the queue.
bool goes_before(const Job& left, const Job& right);

}  // namespace minislurm::sched
