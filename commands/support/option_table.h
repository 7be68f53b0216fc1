// What -v shows first: the options that were given, one a line.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "commands/support/context.h"
#include "libcommon/options/option_set.h"

namespace minislurm {

// Those of variables with one of `prefixes` and those of the lines, the last value of each, by name.
void show_defined_options(Context& context, std::span<const options::OptionText> rows,
                          std::span<const std::string_view> prefixes,
                          const std::vector<const options::Scanned*>& lines);

}  // namespace minislurm
