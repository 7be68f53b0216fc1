#include "commands/sreport/options.h"

#include "libcommon/options/setters.h"

namespace minislurm::sreport {
namespace {

using options::Argument;
using options::ignore;
using options::Option;
using options::set_flag;
using options::set_text;

template <table::SacctStyle Style>
Status set_style(Options& to, std::string_view) {
  to.style = Style;
  return {};
}

constexpr Option<Options> kRows[] = {
    {"all_clusters", 'a', Argument::None, "", "", "accepted; there is one cluster", ignore},
    {"cluster", 'M', Argument::Required, "CLUSTER", "SREPORT_CLUSTER", "only if that is the cluster's name",
     set_text<&Options::clusters>},
    {"federation", 0, Argument::None, "", "SREPORT_FEDERATION", "accepted; there is one cluster", ignore},
    {"local", 0, Argument::None, "", "SREPORT_LOCAL", "accepted; there is one cluster", ignore},
    {"noheader", 'n', Argument::None, "", "", "no headings", set_flag<&Options::no_header>},
    {"parsable", 'p', Argument::None, "", "", "a | behind every field", set_style<table::SacctStyle::Parsable>},
    {"parsable2", 'P', Argument::None, "", "", "a | between fields", set_style<table::SacctStyle::ParsableOpen>},
    {"quiet", 'Q', Argument::None, "", "", "say nothing but errors", set_flag<&Options::quiet>},
    {"", 't', Argument::Required, "FORMAT", "", "Seconds, Minutes, Hours, Percent, SecPer, MinPer or HourPer",
     set_text<&Options::time_format>},
    {"tres", 'T', Argument::Required, "TRES,...", "SREPORT_TRES", "the resources, or ALL",
     options::set_list<&Options::tres>},
    {"verbose", 'v', Argument::None, "", "", "say more on stderr", options::count_up<&Options::verbose>},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Options", kRows).add("Help", options::kHelpRowsWithLetter);
  return set;
}

}  // namespace minislurm::sreport
