#include "commands/seff/options.h"

#include "libcommon/options/setters.h"

namespace minislurm::seff {
namespace {

constexpr options::Option<Options> kRows[] = {
    {"", 'd', options::Argument::None, "", "", "first the figures that it is worked out from",
     options::set_flag<&Options::data>},
    {"", 'v', options::Argument::None, "", "", "show the version", [](Options& to, std::string_view) {
       to.version = true;
       return Status();
     }},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Options", kRows).add("Help", options::kHelpRowsWithLetter);
  return set;
}

}  // namespace minislurm::seff
