#include "commands/sacctmgr/options.h"

#include "libcommon/options/setters.h"

namespace minislurm::sacctmgr {
namespace {

using options::Argument;
using options::ignore;
using options::Option;
using options::set_flag;

template <table::SacctStyle Style>
Status set_style(Options& to, std::string_view) {
  to.style = Style;
  return {};
}

constexpr Option<Options> kRows[] = {
    {"associations", 's', Argument::None, "", "", "with list or show: also the associations of users and accounts",
     set_flag<&Options::associations>},
    {"immediate", 'i', Argument::None, "", "", "change without asking", set_flag<&Options::immediate>},
    {"noheader", 'n', Argument::None, "", "", "no headings", set_flag<&Options::no_header>},
    {"oneliner", 'o', Argument::None, "", "", "accepted; a record is one line", ignore},
    {"parsable", 'p', Argument::None, "", "", "a | behind every field", set_style<table::SacctStyle::Parsable>},
    {"parsable2", 'P', Argument::None, "", "", "a | between fields", set_style<table::SacctStyle::ParsableOpen>},
    {"quiet", 'Q', Argument::None, "", "", "say nothing but errors", set_flag<&Options::quiet>},
    {"readonly", 'r', Argument::None, "", "", "refuse to change anything", set_flag<&Options::read_only>},
    {"verbose", 'v', Argument::None, "", "", "say more on stderr", options::count_up<&Options::verbose>},
    {"json", 0, Argument::Optional, "PARSER", "", "the answer as JSON", documents::set_json},
    {"yaml", 0, Argument::Optional, "PARSER", "", "the answer as YAML", documents::set_yaml},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Options", kRows).add("Help", options::kHelpRowsWithLetter);
  return set;
}

}  // namespace minislurm::sacctmgr
