#include "commands/sdiag/run.h"

#include <chrono>

#include "commands/sdiag/text.h"
#include "commands/support/exit.h"
#include "commands/support/json/document_option.h"
#include "commands/support/json/statistics.h"
#include "commands/support/messages.h"
#include "commands/support/option_report.h"
#include "libcommon/options/option_set.h"
#include "libcommon/wire/stats_request.h"

namespace minislurm::sdiag {
namespace {

using options::Argument;
using options::Option;
using Value = std::string_view;

struct Options : options::StandardOptions {
  RpcOrder order = RpcOrder::Count;
  bool reset = false;
  documents::DocumentOption document;
};

template <RpcOrder Order>
Status set_order(Options& to, Value) {
  to.order = Order;
  return {};
}

template <bool Yaml>
Status set_document(Options& to, Value value) {
  documents::read_option(to.document, value, Yaml);
  return {};
}

Status keep_nothing(Options&, Value) { return {}; }

constexpr Option<Options> kRows[] = {
    {"all", 'a', Argument::None, "", "", "all statistics, as without it", keep_nothing},
    {"reset", 'r', Argument::None, "", "", "start the counters anew",
     [](Options& to, Value) { to.reset = true; return Status(); }},
    {"sort-by-id", 'i', Argument::None, "", "", "requests by their number", set_order<RpcOrder::Id>},
    {"sort-by-time", 't', Argument::None, "", "", "requests by their time altogether", set_order<RpcOrder::TotalTime>},
    {"sort-by-time2", 'T', Argument::None, "", "", "requests by their mean time", set_order<RpcOrder::MeanTime>},
    {"json", 0, Argument::Optional, "PARSER", "", "the answer as JSON", set_document<false>},
    {"yaml", 0, Argument::Optional, "PARSER", "", "the answer as YAML", set_document<true>},
    {"no-trunc", 0, Argument::None, "", "", "accepted; nothing is cut", keep_nothing},
    {"cluster", 'M', Argument::Required, "CLUSTER", "", "accepted; there is one cluster", keep_nothing},
};

constexpr options::HelpText kHelp{"sdiag", "[OPTION...]", "Shows what the controller has been doing."};

std::uint64_t clock_latency() {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  Clock::time_point end = start;
  for (int i = 0; i < 1000; ++i) end = Clock::now();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(end - start).count());
}

}  // namespace

int run(const std::vector<std::string>& arguments, Context& context) {
  options::OptionSet<Options> set;
  set.add("Options", kRows).add("Help", options::kHelpRowsWithLetter);
  Options options;
  const Result<std::vector<std::string>> operands = set.parse(arguments, options);
  if (!operands) return report_option_error(context, operands.error());
  if (const std::optional<int> answered = answer_standard(context, options, kHelp, set)) return *answered;
  if (const std::optional<int> settled = documents::settle(options.document, arguments, context)) return *settled;

  const Result<wire::StatsReply> stats =
      context.link().ask<wire::StatsReply>(wire::RequestKind::QueryStats, wire::QueryStatsRequest{options.reset});
  if (!stats) {
    context.err() << (options.reset ? "slurm_reset_statistics: " : "slurm_get_statistics: ") << to_string(stats.error())
                  << '\n';
    return kExitFailure;
  }
  if (options.reset) {
    context.out() << "Reset scheduling statistics\n";
    return kExitSuccess;
  }
  context.out() << (options.document.asked ? documents::statistics_document(*stats, options.document.options)
                                           : statistics_text(*stats, options.order, clock_latency()));
  return kExitSuccess;
}

}  // namespace minislurm::sdiag
