// From nodes and partitions to the lines that are shown.
#pragma once

#include <vector>

#include "commands/sinfo/node_filter.h"
#include "commands/sinfo/options.h"
#include "commands/sinfo/view.h"
#include "libcommon/table/sort.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sinfo {

// Nodes whose `shown` columns read the same become one group, across partitions where no column tells of one.
// The groups point into `cluster`.
std::vector<Group> make_groups(const wire::ClusterReply& cluster, const Options& options, const NodeFilter& filter,
                               const std::vector<const Column*>& shown, const View& view);

// Errors: Code::Generic, "Invalid sort specification: x". "#P" is the order of the configuration.
Result<table::Sorter<Group>> group_sorter(std::string_view keys);

}  // namespace minislurm::sinfo
