// --help and --usage, made from the rows.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/options/option_set.h"

namespace minislurm::options {

struct HelpText {
  std::string_view program;   // "sbatch"
  std::string_view synopsis;  // "[OPTION...] SCRIPT [ARGUMENT...]"
  std::string_view summary;   // one sentence, may be empty
};

// "Usage: sbatch [OPTION...] ..." and each section's options, 80 columns wide.
std::string help(const HelpText& text, std::span<const OptionText> rows, std::span<const Section> sections);
// The short form: every option in brackets.
std::string usage(const HelpText& text, std::span<const OptionText> rows);

// "--name" and "-l" of every row that --help lists, for completions and manual pages.
std::vector<std::string> list_options(std::span<const OptionText> rows);

}  // namespace minislurm::options
