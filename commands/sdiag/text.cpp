#include "commands/sdiag/text.h"

#include <algorithm>
#include <cstdio>
#include <span>
#include <string_view>
#include <utility>

#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"

namespace minislurm::sdiag {
namespace {

using Stats = const wire::StatsReply&;

std::uint64_t mean(std::uint64_t total, std::uint64_t count) { return count == 0 ? 0 : total / count; }

std::string date(Instant when) {
  return when == kNever ? "N/A"
                        : text::format_time_point(when, "%a %b %d %H:%M:%S %Y") + " (" +
                              std::to_string(when.time_since_epoch().count()) + ")";
}

std::string line(std::string_view title, std::uint64_t value) {
  return std::string{title} + std::to_string(value) + "\n";
}

constexpr std::string_view kRule = "*******************************************************\n";

std::string head(Stats stats) {
  std::string out{kRule};
  out += "sdiag output at " + date(stats.now) + "\n";
  out += "Data since      " + date(stats.since) + "\n";
  out += kRule;
  out += line("Server thread count:  ", stats.server_threads);
  out += "RPC queue enabled:    0\n";
  out += line("Agent queue size:     ", stats.agent_queue);
  out += line("Agent count:          ", stats.agent_count);
  out += line("Agent thread count:   ", 0);
  out += line("DBD Agent queue size: ", 0);
  out += line("\nJobs submitted: ", stats.jobs_submitted);
  out += line("Jobs started:   ", stats.jobs_started);
  out += line("Jobs completed: ", stats.jobs_completed);
  out += line("Jobs canceled:  ", stats.jobs_canceled);
  out += line("Jobs failed:    ", stats.jobs_failed);
  out += "\nJob states ts:  " + date(stats.now) + "\n";
  out += line("Jobs pending:   ", stats.jobs_pending);
  out += line("Jobs running:   ", stats.jobs_running);
  return out;
}

// "\tTEXT: N" for each way in which a cycle can end; every cycle of ours gets to the end of the queue.
std::string exits(std::string_view title, std::span<const std::string_view> ways, std::uint64_t cycles) {
  std::string out = "\n" + std::string{title} + "\n";
  for (const std::string_view& way : ways) {
    char buffer[96];
    std::snprintf(buffer, sizeof buffer, "\t%.*s:%2llu\n", static_cast<int>(way.size()), way.data(),
                  static_cast<unsigned long long>(&way == ways.data() ? cycles : 0));
    out += buffer;
  }
  return out;
}

constexpr std::string_view kMainExits[] = {"End of job queue",        "Hit default_queue_depth",
                                           "Hit sched_max_job_start", "Blocked on licenses",
                                           "Hit max_rpc_cnt",         "Timeout (max_sched_time)"};
constexpr std::string_view kBackfillExits[] = {"End of job queue",     "Hit bf_max_job_start",
                                               "Hit bf_max_job_test",  "System state changed",
                                               "Hit table size limit (bf_node_space_size)", "Timeout (bf_max_time)"};

std::string main_schedule(Stats stats) {
  std::string out = "\nMain schedule statistics (microseconds):\n";
  out += line("\tLast cycle:   ", stats.sched_last);
  out += line("\tMax cycle:    ", stats.sched_max);
  out += line("\tTotal cycles: ", stats.sched_cycles);
  if (stats.sched_cycles > 0) {
    out += line("\tMean cycle:   ", mean(stats.sched_total, stats.sched_cycles));
    out += line("\tMean depth cycle:  ", mean(stats.sched_depth, stats.sched_cycles));
  }
  const std::int64_t minutes = (stats.now - stats.since).count() / 60;
  if (minutes > 0) out += line("\tCycles per minute: ", stats.sched_cycles / static_cast<std::uint64_t>(minutes));
  out += line("\tLast queue length: ", stats.queue_length);
  return out + exits("Main scheduler exit:", kMainExits, stats.sched_cycles);
}

std::string backfill(Stats stats) {
  std::string out = "\nBackfilling stats\n";
  out += line("\tTotal backfilled jobs (since last slurm start): ", stats.backfilled_jobs);
  out += line("\tTotal backfilled jobs (since last stats cycle start): ", stats.backfilled_jobs);
  out += line("\tTotal backfilled heterogeneous job components: ", stats.backfilled_het_jobs);
  out += line("\tTotal cycles: ", stats.backfill_cycles);
  out += "\tLast cycle when: " + date(stats.backfill_last_when) + "\n";
  out += line("\tLast cycle: ", stats.backfill_last);
  out += line("\tMax cycle:  ", stats.backfill_max);
  const std::uint64_t cycles = stats.backfill_cycles;
  if (cycles > 0) out += line("\tMean cycle: ", mean(stats.backfill_total, cycles));
  out += line("\tLast depth cycle: ", stats.backfill_depth);
  out += line("\tLast depth cycle (try sched): ", stats.backfill_depth_tried);
  if (cycles > 0) {
    out += line("\tDepth Mean: ", mean(stats.backfill_depth, cycles));
    out += line("\tDepth Mean (try depth): ", mean(stats.backfill_depth_tried, cycles));
  }
  out += line("\tLast queue length: ", stats.queue_length);
  if (cycles > 0) out += line("\tQueue length mean: ", stats.queue_length);
  out += line("\tLast table size: ", 0);
  if (cycles > 0) out += line("\tMean table size: ", 0);
  return out + exits("Backfill exit", kBackfillExits, stats.backfill_cycles);
}

struct Counted {
  std::string name;
  std::uint32_t id = 0;
  std::uint64_t count = 0, total = 0;
};

// The counts by kind or by user: what is of the same name is added up.
std::vector<Counted> gather(Stats stats, bool by_user, RpcOrder order) {
  std::vector<Counted> all;
  for (const wire::RpcCount& rpc : stats.rpcs) {
    const std::string& name = by_user ? rpc.user_name : rpc.name;
    if (name.empty()) continue;
    auto found = std::find_if(all.begin(), all.end(), [&name](const Counted& one) { return one.name == name; });
    if (found == all.end()) found = all.insert(all.end(), {name, by_user ? rpc.user : rpc.kind, 0, 0});
    found->count += rpc.count;
    found->total += rpc.total_usec;
  }
  std::stable_sort(all.begin(), all.end(), [order](const Counted& left, const Counted& right) {
    switch (order) {
      case RpcOrder::Id: return left.id < right.id;
      case RpcOrder::TotalTime: return left.total > right.total;
      case RpcOrder::MeanTime: return mean(left.total, left.count) > mean(right.total, right.count);
      case RpcOrder::Count: break;
    }
    return left.count > right.count;
  });
  return all;
}

// The widths are those of the name and of the number.
std::string lines_of(const std::vector<Counted>& all, int name_width, int id_width) {
  char buffer[160];
  std::string out;
  for (const Counted& one : all) {
    std::snprintf(buffer, sizeof buffer, "\t%-*.80s(%*u) count:%-6llu ave_time:%-6llu total_time:%llu\n", name_width,
                  one.name.c_str(), id_width, one.id, static_cast<unsigned long long>(one.count),
                  static_cast<unsigned long long>(mean(one.total, one.count)),
                  static_cast<unsigned long long>(one.total));
    out += buffer;
  }
  return out;
}

std::string rpcs(Stats stats, RpcOrder order) {
  std::string out = "\nRemote Procedure Call statistics by message type\n";
  out += lines_of(gather(stats, false, order), 40, 5);
  out += "\nRemote Procedure Call statistics by user\n";
  out += lines_of(gather(stats, true, order), 16, 8);
  return out + "\nPending RPC statistics\n\tNo pending RPCs\n";
}

std::string totals(std::string_view title, std::uint64_t total, std::uint64_t used, std::string_view unit) {
  return "\t" + std::string{title} + ": total " + std::to_string(total) + ", used " + std::to_string(used) + ", free " +
         std::to_string(total - std::min(total, used)) + std::string{unit} + "\n";
}

std::string percent(std::string_view title, double value) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "\t%.*s: %.1f%%\n", static_cast<int>(title.size()), title.data(), value);
  return buffer;
}

std::string duration(std::string_view title, double seconds) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "\t%.*s: %.1f s\n", static_cast<int>(title.size()), title.data(), seconds);
  return buffer;
}

std::string machine(Stats stats) {
  std::string out = "\nMachine\n";
  out += totals("CPUs", stats.total_cpus, stats.used_cpus, "");
  out += totals("Memory", stats.total_memory.count, stats.used_memory.count, " (MB)");
  out += percent("System CPU", stats.system_cpu_percent);
  out += percent("System memory", stats.system_memory_percent);
  out += "\nJobs by state\n";
  for (const auto& state : stats.jobs_by_state) out += "\t" + state.first + ": " + state.second + "\n";
  out += duration("Mean wait time", stats.mean_wait_seconds);
  out += duration("Mean run time", stats.mean_run_seconds);
  return out;
}

}  // namespace

std::string statistics_text(const wire::StatsReply& stats, RpcOrder order, std::uint64_t clock_latency) {
  return head(stats) + main_schedule(stats) + backfill(stats) + "\nLatency for 1000 calls to gettimeofday(): " +
         std::to_string(clock_latency) + " microseconds\n" + rpcs(stats, order) + machine(stats);
}

}  // namespace minislurm::sdiag
