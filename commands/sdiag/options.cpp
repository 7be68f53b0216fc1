#include "commands/sdiag/options.h"

#include "libcommon/options/setters.h"

namespace minislurm::sdiag {
namespace {

using options::Argument;
using options::ignore;
using options::Option;
using options::set_flag;

template <RpcOrder Order>
Status set_order(Options& to, std::string_view) {
  to.order = Order;
  return {};
}

constexpr Option<Options> kRows[] = {
    {"all", 'a', Argument::None, "", "", "all statistics, as without it", ignore},
    {"reset", 'r', Argument::None, "", "", "start the counters anew", set_flag<&Options::reset>},
    {"sort-by-id", 'i', Argument::None, "", "", "requests by their number", set_order<RpcOrder::Id>},
    {"sort-by-time", 't', Argument::None, "", "", "requests by their time altogether", set_order<RpcOrder::TotalTime>},
    {"sort-by-time2", 'T', Argument::None, "", "", "requests by their mean time", set_order<RpcOrder::MeanTime>},
    {"json", 0, Argument::Optional, "PARSER", "", "the answer as JSON", documents::set_json},
    {"yaml", 0, Argument::Optional, "PARSER", "", "the answer as YAML", documents::set_yaml},
    {"no-trunc", 0, Argument::None, "", "", "accepted; nothing is cut", ignore},
    {"cluster", 'M', Argument::Required, "CLUSTER", "", "accepted; there is one cluster", ignore},
};

}  // namespace

options::OptionSet<Options> option_set() {
  options::OptionSet<Options> set;
  set.add("Options", kRows).add("Help", options::kHelpRowsWithLetter);
  return set;
}

}  // namespace minislurm::sdiag
