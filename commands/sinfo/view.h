// What the columns of sinfo's table are texts of: a group of nodes that are alike.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "libcommon/model/node.h"
#include "libcommon/model/partition.h"
#include "libcommon/table/column.h"

namespace minislurm::sinfo {

struct Group {
  const Partition* partition = nullptr;
  std::size_t partition_index = 0;   // its place in the configuration
  std::vector<const Node*> nodes;    // may be empty: a partition without nodes to show
};

struct View {
  Instant now{};
  std::string cluster_name, version, time_format;
  bool exact = false;
};

using Column = table::Column<Group, View>;

// What a column tells of: nodes share a line where all shown columns of these kinds read the same.
enum class Kind {
  Count,      // sums over the group; never keeps nodes apart
  Partition,
  Node,
  Size,       // keeps nodes apart only with --exact; else "4+"
};

std::span<const Column> columns();
Kind kind_of(const Column& column);

// Larger for states that are listed first.
std::uint32_t state_rank(const Node& node);

}  // namespace minislurm::sinfo
