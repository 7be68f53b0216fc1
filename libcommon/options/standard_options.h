// --help, --usage and --version, which every command has. A command's target derives from StandardOptions.
#pragma once

#include "libcommon/base/version.h"
#include "libcommon/options/option.h"

namespace minislurm::options {

struct StandardOptions {
  bool help = false, usage = false, version = false;
};

inline constexpr Option<StandardOptions> kHelpRows[] = {
    {"help", 0, Argument::None, "", "", "show this list of options",
     [](StandardOptions& target, std::string_view) { target.help = true; return Status(); }},
    {"usage", 0, Argument::None, "", "", "show the options in brief",
     [](StandardOptions& target, std::string_view) { target.usage = true; return Status(); }},
    {"version", 'V', Argument::None, "", "", "show the version",
     [](StandardOptions& target, std::string_view) { target.version = true; return Status(); }},
};

// The same for commands where -h means help (sbatch, salloc, srun, scontrol, sdiag).
inline constexpr Option<StandardOptions> kHelpRowsWithLetter[] = {
    {"help", 'h', Argument::None, "", "", "show this list of options", kHelpRows[0].set},
    {"usage", 0, Argument::None, "", "", "show the options in brief", kHelpRows[1].set},
    {"version", 'V', Argument::None, "", "", "show the version", kHelpRows[2].set},
};

}  // namespace minislurm::options
