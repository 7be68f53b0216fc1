// The keys of a PartitionName line, one row each.
#pragma once

#include <string>
#include <string_view>

#include "libcommon/base/result.h"
#include "libcommon/model/partition.h"

namespace minislurm::config {

struct PartitionKey {
  std::string_view name;
  // Errors: Code::Generic saying what would be right. Null: the pair is kept and has no effect here.
  Status (*set)(Partition&, const std::string& value);
};

const PartitionKey* find_partition_key(std::string_view name);

}  // namespace minislurm::config
