#include "commands/sshare/options.h"

#include "libcommon/options/setters.h"

namespace minislurm::sshare {
namespace {

using options::add_to_list;
using options::Argument;
using options::count_up;
using options::Option;
using options::set_flag;
using options::set_text;

// Account names are in small letters.
Status set_accounts(Options& to, std::string_view value) {
  if (!to.accounts) to.accounts.emplace();
  for (const std::string_view name : text::split_list(value)) to.accounts->push_back(text::lower(name));
  return {};
}

constexpr Option<Options> kRows[] = {
    {"accounts", 'A', Argument::Required, "ACCOUNT,...", "", "these accounts", set_accounts},
    {"all", 'a', Argument::None, "", "", "everybody's shares", set_flag<&Options::all>},
    {"users", 'u', Argument::Required, "USER,...", "", "these users' shares", add_to_list<&Options::users>},
    {"Users", 'U', Argument::None, "", "", "users without the accounts above them", set_flag<&Options::users_only>},
    {"partition", 'm', Argument::None, "", "", "which partition a share is for", set_flag<&Options::partitions>},
    {"format", 'o', Argument::Required, "FIELD,...", "", "the fields: account,user%10,levelfs",
     set_text<&Options::format>},
    {"long", 'l', Argument::None, "", "", "more fields", set_flag<&Options::long_list>},
    {"noheader", 'n', Argument::None, "", "", "no headings", set_flag<&Options::no_header>},
    {"", 'h', Argument::None, "", "", "", set_flag<&Options::no_header>},
    {"parsable", 'p', Argument::None, "", "", "a | behind every field", set_flag<&Options::parsable>},
    {"parsable2", 'P', Argument::None, "", "", "a | between fields", set_flag<&Options::parsable_open>},
    {"json", 0, Argument::Optional, "PARSER", "", "the answer as JSON", documents::set_json},
    {"yaml", 0, Argument::Optional, "PARSER", "", "the answer as YAML", documents::set_yaml},
    {"cluster", 'M', Argument::Required, "CLUSTER,...", "", "ask this cluster; there is one",
     set_text<&Options::clusters>},
    {"clusters", 0, Argument::Required, "CLUSTER,...", "", "", set_text<&Options::clusters>},
    {"helpformat", 'e', Argument::None, "", "", "list the fields", set_flag<&Options::help_format>},
    {"verbose", 'v', Argument::None, "", "", "say first whose shares are shown", count_up<&Options::verbose>},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Options", kRows).add("Help", options::kHelpRows);
  return set;
}

}  // namespace minislurm::sshare
