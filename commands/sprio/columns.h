// sprio's columns, and the orders that --sort knows.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "libcommon/table/column.h"
#include "libcommon/table/sort.h"
#include "libcommon/wire/accounting_messages.h"

namespace minislurm::sprio {

// A line: a job in one of its partitions, or the weights.
struct View {
  const wire::PriorityWeights* weights = nullptr;
  bool weights_only = false;
};
using Column = table::Column<wire::PriorityRow, View>;

std::span<const Column> columns();
// The columns of the default formats, by what has a weight; `with_user`: -u was given.
struct DefaultFormat {
  bool normalized = false, long_list = false, with_user = false, sibling = false;
};
std::string default_format(const wire::PriorityWeights& weights, DefaultFormat wanted);

// Errors: Code::Generic, "Invalid sort specification: x".
Result<table::Sorter<wire::PriorityRow>> sorter(std::string_view keys);

}  // namespace minislurm::sprio
