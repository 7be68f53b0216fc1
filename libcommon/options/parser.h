// A command line to options and operands, by getopt_long's rules: -J name, -Jname, -hn2, --name x, --name=x, prefixes
// that fit one option only, optional arguments only when attached, "--" ends the options.
// Boost.Program_options does the work in parser.cpp; nobody else includes it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "libcommon/options/option.h"

namespace minislurm::options {

struct ParseRules {
  // sbatch, salloc, srun, scontrol: what follows the first operand is not the command's own.
  bool stop_at_first_operand = false;
};

struct Given {
  std::size_t row = 0;  // index into the rows
  std::string value;
};

struct Scanned {
  std::vector<Given> options;  // in the order given
  std::vector<std::string> operands;
};

// Errors: kUsageError.
Result<Scanned> scan(std::span<const OptionText> rows, const std::vector<std::string>& arguments, ParseRules rules);

}  // namespace minislurm::options
