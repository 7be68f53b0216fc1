#include "commands/sinfo/options.h"

#include "libcommon/text/count.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/words.h"

namespace minislurm::sinfo {
namespace {

using options::Argument;
using options::Option;
using Value = std::string_view;

template <bool Options::*Flag>
Status set_flag(Options& to, Value) {
  to.*Flag = true;
  return {};
}

Status keep_nothing(Options&, Value) { return {}; }

Status set_nodes(Options& to, Value value) {
  Result<std::vector<std::string>> names = text::expand_hostlist(value);
  if (!names) return Error{options::kFatalValue, "Invalid node name " + std::string{value}};
  to.nodes = std::move(*names);
  to.nodes_given = true;
  return {};
}

Status set_partitions(Options& to, Value value) {
  to.partitions.clear();
  for (const std::string_view name : text::split_list(value)) to.partitions.emplace_back(name);
  return {};
}

Status set_iterate(Options& to, Value value) {
  const Result<std::uint32_t> seconds = text::parse_u32(value);
  if (!seconds || *seconds == 0) return Error{options::kFatalValue, "--iterate=" + std::string{value}};
  to.iterate = *seconds;
  return {};
}

template <bool Yaml>
Status set_document(Options& to, Value value) {
  documents::read_option(to.document, value, Yaml);
  return {};
}

constexpr Option<Options> kSelectionRows[] = {
    {"all", 'a', Argument::None, "", "SINFO_ALL", "hidden partitions too", set_flag<&Options::all>},
    {"hide", 0, Argument::None, "", "", "no hidden partitions",
     [](Options& to, Value) {
       to.all = false;
       return Status();
     }},
    {"dead", 'd', Argument::None, "", "", "only nodes that do not respond", set_flag<&Options::dead>},
    {"responding", 'r', Argument::None, "", "", "only nodes that respond", set_flag<&Options::responding>},
    {"future", 'F', Argument::None, "", "", "nodes in state FUTURE too", set_flag<&Options::future>},
    {"nodes", 'n', Argument::Required, "NODES", "", "these nodes", set_nodes},
    {"partition", 'p', Argument::Required, "PARTITION,...", "SINFO_PARTITION", "these partitions", set_partitions},
    {"states", 't', Argument::Required, "STATE,...", "", "nodes in these states; a+b: in both; ~a: not in it",
     [](Options& to, Value value) {
       to.states = std::string{value};
       return Status();
     }},
};

constexpr Option<Options> kOutputRows[] = {
    {"exact", 'e', Argument::None, "", "", "nodes of different sizes on lines of their own", set_flag<&Options::exact>},
    {"format", 'o', Argument::Required, "FORMAT", "SINFO_FORMAT", "columns by letters: \"%P %D %t\"",
     [](Options& to, Value value) { to.format = std::string{value}; to.long_format.reset(); return Status(); }},
    {"Format", 'O', Argument::Required, "FORMAT", "", "columns by names: partition:10,nodes",
     [](Options& to, Value value) { to.long_format = std::string{value}; to.format.reset(); return Status(); }},
    {"iterate", 'i', Argument::Required, "SECONDS", "", "again and again, so many seconds apart", set_iterate},
    {"json", 0, Argument::Optional, "PARSER", "", "the answer as JSON", set_document<false>},
    {"yaml", 0, Argument::Optional, "PARSER", "", "the answer as YAML", set_document<true>},
    {"list-reasons", 'R', Argument::None, "", "", "why nodes are out of service", set_flag<&Options::list_reasons>},
    {"long", 'l', Argument::None, "", "", "more columns", set_flag<&Options::long_list>},
    {"Node", 'N', Argument::None, "", "", "a line for each node of a partition", set_flag<&Options::node_oriented>},
    {"noconvert", 0, Argument::None, "", "", "leave sizes in their unit", keep_nothing},
    {"noheader", 'h', Argument::None, "", "", "no line of headings", set_flag<&Options::no_header>},
    {"reservation", 'T', Argument::None, "", "", "reservations in place of nodes", set_flag<&Options::reservations>},
    {"sort", 'S', Argument::Required, "KEYS", "SINFO_SORT", "order of the lines, by letters of --format",
     [](Options& to, Value value) { to.sort = std::string{value}; return Status(); }},
    {"summarize", 's', Argument::None, "", "", "a line for each partition", set_flag<&Options::summarize>},
    {"verbose", 'v', Argument::None, "", "", "say more on stderr",
     [](Options& to, Value) { ++to.verbose; return Status(); }},
};

constexpr Option<Options> kOtherRows[] = {
    {"clusters", 'M', Argument::Required, "CLUSTER,...", "", "accepted; there is one cluster", keep_nothing},
    {"federation", 0, Argument::None, "", "SINFO_FEDERATION", "accepted; there is one cluster", keep_nothing},
    {"local", 0, Argument::None, "", "SINFO_LOCAL", "accepted; there is one cluster", keep_nothing},
    {"helpstate", 0, Argument::None, "", "", "list the states", set_flag<&Options::help_states>},
    {"helpformat", 0, Argument::None, "", "", "list the columns", set_flag<&Options::help_format>},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Which nodes", kSelectionRows).add("What is shown", kOutputRows).add("Other", kOtherRows);
  set.add("Help", options::kHelpRows);
  return set;
}

}  // namespace minislurm::sinfo
