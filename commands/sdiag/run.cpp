#include "commands/sdiag/run.h"

#include <chrono>

#include "commands/sdiag/options.h"
#include "commands/sdiag/text.h"
#include "commands/support/command_line.h"
#include "commands/support/exit.h"
#include "commands/support/json/statistics.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sdiag {
namespace {

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
  const options::OptionSet<Options> set = option_set();
  Options options;
  const CommandLine line = read_command_line(context, set, {}, arguments, kHelp, options);
  if (line.exit_code) return *line.exit_code;
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
  const std::uint64_t latency = clock_latency();
  if (options.document.asked) {
    const auto cluster = context.link().ask<wire::ClusterReply>(wire::RequestKind::QueryCluster,
                                                                wire::QueryClusterRequest{});
    if (cluster) options.document.options.cluster = cluster->cluster_name;
  }
  context.out() << (options.document.asked
                        ? documents::statistics_document(*stats, latency, options.document.options)
                        : statistics_text(*stats, options.order, latency));
  return kExitSuccess;
}

}  // namespace minislurm::sdiag
