// Why a token is no option, in getopt's words; and the look-ups by name and prefix that this needs.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "libcommon/options/option.h"

namespace minislurm::options {

// The row that a token such as "--na", "--name=x", "-n" or "-n2" names, if it is one that takes an argument.
std::optional<std::size_t> find_argument_taker(std::span<const OptionText> rows, std::string_view token);

// REQUIRES: a token that could not be parsed.
std::string explain(std::span<const OptionText> rows, std::string_view token);

}  // namespace minislurm::options
