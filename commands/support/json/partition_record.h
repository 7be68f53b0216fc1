// Internal to this room: the record of a partition, part of two documents.
#pragma once

#include "commands/support/json/value.h"
#include "libcommon/model/partition.h"

namespace minislurm::documents {

Value partition_record(const Partition& partition, const Numbers& numbers);

}  // namespace minislurm::documents
