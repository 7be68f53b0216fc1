#include "commands/sinfo/options.h"

#include "commands/support/iterate.h"
#include "libcommon/options/setters.h"

namespace minislurm::sinfo {
namespace {

using options::Argument;
using options::Option;
using options::clear_flag;
using options::count_up;
using options::ignore;
using options::set_flag;
using options::set_list;
using options::set_nodes;
using options::set_text;
using options::set_text_instead;
using Value = std::string_view;

Status set_node_names(Options& to, Value value) {
  to.nodes_given = true;
  if (Status read = set_nodes<&Options::nodes>(to, value); read) return read;
  return Error{options::kFatalValue, "'" + std::string{value} + "' invalid entry for --nodes"};
}

Status set_format(Options& to, Value value) {
  to.format_on_line = true;
  return set_text_instead<&Options::format, &Options::long_format>(to, value);
}

Status set_long_format(Options& to, Value value) {
  to.format_on_line = true;
  return set_text_instead<&Options::long_format, &Options::format>(to, value);
}

Status set_states(Options& to, Value value) {
  to.states_given = true;
  return set_text<&Options::states>(to, value);
}

constexpr Option<Options> kSelectionRows[] = {
    {"all", 'a', Argument::None, "", "SINFO_ALL", "hidden partitions too", set_flag<&Options::all>},
    {"hide", 0, Argument::None, "", "", "no hidden partitions", clear_flag<&Options::all>},
    {"dead", 'd', Argument::None, "", "", "only nodes that do not respond", set_flag<&Options::dead>},
    {"responding", 'r', Argument::None, "", "", "only nodes that respond", set_flag<&Options::responding>},
    {"future", 'F', Argument::None, "", "", "nodes in state FUTURE too", set_flag<&Options::future>},
    {"nodes", 'n', Argument::Required, "NODES", "", "these nodes", set_node_names},
    {"partition", 'p', Argument::Required, "PARTITION,...", "SINFO_PARTITION", "these partitions",
     set_list<&Options::partitions>},
    {"states", 't', Argument::Required, "STATE,...", "", "nodes in these states; a+b: in both; ~a: not in it",
     set_states},
};

constexpr Option<Options> kOutputRows[] = {
    {"exact", 'e', Argument::None, "", "", "nodes of different sizes on lines of their own", set_flag<&Options::exact>},
    {"format", 'o', Argument::Required, "FORMAT", "SINFO_FORMAT", "columns by letters: \"%P %D %t\"",
     set_format},
    {"Format", 'O', Argument::Required, "FORMAT", "", "columns by names: partition:10,nodes",
     set_long_format},
    {"iterate", 'i', Argument::Required, "SECONDS", "", "again and again, so many seconds apart", set_iterate},
    {"json", 0, Argument::Optional, "PARSER", "", "the answer as JSON", documents::set_json},
    {"yaml", 0, Argument::Optional, "PARSER", "", "the answer as YAML", documents::set_yaml},
    {"list-reasons", 'R', Argument::None, "", "", "why nodes are out of service", set_flag<&Options::list_reasons>},
    {"long", 'l', Argument::None, "", "", "more columns", set_flag<&Options::long_list>},
    {"Node", 'N', Argument::None, "", "", "a line for each node of a partition", set_flag<&Options::node_oriented>},
    {"noconvert", 0, Argument::None, "", "", "leave sizes in their unit", ignore},
    {"noheader", 'h', Argument::None, "", "", "no line of headings", set_flag<&Options::no_header>},
    {"reservation", 'T', Argument::None, "", "", "reservations in place of nodes", set_flag<&Options::reservations>},
    {"sort", 'S', Argument::Required, "KEYS", "SINFO_SORT", "order of the lines, by letters of --format",
     set_text<&Options::sort>},
    {"summarize", 's', Argument::None, "", "", "a line for each partition", set_flag<&Options::summarize>},
    {"verbose", 'v', Argument::None, "", "", "say more on stderr", count_up<&Options::verbose>},
};

constexpr Option<Options> kOtherRows[] = {
    {"clusters", 'M', Argument::Required, "CLUSTER,...", "", "accepted; there is one cluster", ignore},
    {"federation", 0, Argument::None, "", "SINFO_FEDERATION", "accepted; there is one cluster", ignore},
    {"local", 0, Argument::None, "", "SINFO_LOCAL", "accepted; there is one cluster", ignore},
    {"helpstate", 0, Argument::None, "", "", "list the states", set_flag<&Options::help_states>},
    {"helpformat", 0, Argument::None, "", "", "list the letters of --format", set_flag<&Options::help_format>},
    {"helpFormat", 0, Argument::None, "", "", "list the names of --Format", set_flag<&Options::help_long_format>},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Which nodes", kSelectionRows).add("What is shown", kOutputRows).add("Other", kOtherRows);
  set.add("Help", options::kHelpRows);
  return set;
}

}  // namespace minislurm::sinfo
