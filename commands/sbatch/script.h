// The batch script: where it comes from, whether it is one, and the options its #SBATCH lines hold.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "commands/sbatch/options.h"
#include "commands/support/context.h"

namespace minislurm::sbatch {

inline constexpr std::size_t kMaxScript = 4U << 20;  // bytes; MaxScriptSize

struct Script {
  std::string text;
  std::string path;  // absolute; empty: from standard input or --wrap
  std::string name;  // what the job is called unless it has a name
};

// From --wrap, from the first operand (looked for along PATH too where it has no slash), or from standard input.
// Errors: Code::Generic, the detail being lines for the user.
Result<Script> load_script(Context& context, const Options& options, const std::vector<std::string>& operands);

// Not empty, a #! line, UNIX line breaks, no NUL. Errors: as above.
Status check_script(std::string_view text);

struct Directives {
  std::vector<std::vector<std::string>> components{1};  // their words; one, unless a line "#SBATCH hetjob" parts them
  bool has_old_separator = false;                       // "packjob"
};

// The words of all #SBATCH lines before the first command, and of #MINISLURM lines, which may hold the same options. Errors: options::kFatalMix for a quote left open in the
// script called `name`.
Result<Directives> directives(std::string_view script, std::string_view name);

}  // namespace minislurm::sbatch
