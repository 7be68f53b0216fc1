#include "commands/scontrol/options.h"

#include "libcommon/options/setters.h"

namespace minislurm::scontrol {
namespace {

using options::Argument;
using options::count_up;
using options::Option;
using options::set_flag;
using options::set_text;

constexpr Option<Options> kRows[] = {
    {"all", 'a', Argument::None, "", "SCONTROL_ALL", "show hidden partitions too", set_flag<&Options::all>},
    {"details", 'd', Argument::None, "", "", "show more of each record", set_flag<&Options::details>},
    {"future", 'F', Argument::None, "", "SCONTROL_FUTURE", "show nodes that are yet to come",
     set_flag<&Options::future>},
    {"hide", 0, Argument::None, "", "", "leave hidden partitions out", set_flag<&Options::hide>},
    {"json", 0, Argument::Optional, "parser", "", "print JSON", documents::set_json},
    {"yaml", 0, Argument::Optional, "parser", "", "print YAML", documents::set_yaml},
    {"oneliner", 'o', Argument::None, "", "", "one line a record", set_flag<&Options::one_line>},
    {"quiet", 'Q', Argument::None, "", "", "say nothing of errors", set_flag<&Options::quiet>},
    {"verbose", 'v', Argument::None, "", "", "say more", count_up<&Options::verbose>},
    {"local", 0, Argument::None, "", "", "", set_flag<&Options::local>},
    {"federation", 0, Argument::None, "", "", "", set_flag<&Options::local>},
    {"sibling", 0, Argument::None, "", "", "", set_flag<&Options::local>},
    {"clusters", 'M', Argument::Required, "names", "SLURM_CLUSTERS", "", set_text<&Options::clusters>},
    {"uid", 'u', Argument::Required, "user", "", "", set_text<&Options::user>},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Options", kRows).add("Help", options::kHelpRowsWithLetter);
  return set;
}

}  // namespace minislurm::scontrol
