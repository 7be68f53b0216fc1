#include "commands/support/json/statistics.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "commands/support/json/value.h"

namespace minislurm::documents {
namespace {

std::uint64_t mean(std::uint64_t total, std::uint64_t count) { return count == 0 ? 0 : total / count; }

// How cycles ended: all of ours come to the end of the queue.
Value exits(std::uint64_t cycles, std::initializer_list<const char*> other_ways) {
  Value made;
  made["end_job_queue"] = cycles;
  for (const char* way : other_ways) made[way] = 0;
  return made;
}

void put_schedule(Value& to, const wire::StatsReply& stats) {
  const std::int64_t minutes = (stats.now - stats.since).count() / 60;
  to["schedule_cycle_max"] = stats.sched_max;
  to["schedule_cycle_last"] = stats.sched_last;
  to["schedule_cycle_sum"] = stats.sched_total;
  to["schedule_cycle_total"] = stats.sched_cycles;
  to["schedule_cycle_mean"] = mean(stats.sched_total, stats.sched_cycles);
  to["schedule_cycle_mean_depth"] = mean(stats.sched_depth, stats.sched_cycles);
  to["schedule_cycle_per_minute"] = minutes > 0 ? stats.sched_cycles / static_cast<std::uint64_t>(minutes) : 0;
  to["schedule_cycle_depth"] = stats.sched_depth;
  to["schedule_exit"] = exits(stats.sched_cycles, {"default_queue_depth", "max_job_start", "max_rpc_cnt",
                                                   "max_sched_time", "licenses"});
  to["schedule_queue_length"] = stats.queue_length;
}

void put_backfill(Value& to, const wire::StatsReply& stats, const Numbers& numbers) {
  to["bf_backfilled_jobs"] = stats.backfilled_jobs;
  to["bf_last_backfilled_jobs"] = stats.backfilled_jobs;
  to["bf_backfilled_het_jobs"] = stats.backfilled_het_jobs;
  to["bf_cycle_counter"] = stats.backfill_cycles;
  to["bf_cycle_mean"] = mean(stats.backfill_total, stats.backfill_cycles);
  to["bf_depth_mean"] = mean(stats.backfill_depth, stats.backfill_cycles);
  to["bf_depth_mean_try"] = mean(stats.backfill_depth_tried, stats.backfill_cycles);
  to["bf_cycle_sum"] = stats.backfill_total;
  to["bf_cycle_last"] = stats.backfill_last;
  to["bf_cycle_max"] = stats.backfill_max;
  to["bf_exit"] = exits(stats.backfill_cycles, {"bf_max_job_start", "bf_max_job_test", "bf_max_time",
                                                "bf_node_space_size", "state_changed"});
  to["bf_last_depth"] = stats.backfill_depth;
  to["bf_last_depth_try"] = stats.backfill_depth_tried;
  to["bf_depth_sum"] = stats.backfill_depth;
  to["bf_depth_try_sum"] = stats.backfill_depth_tried;
  to["bf_queue_len"] = stats.queue_length;
  to["bf_queue_len_mean"] = stats.backfill_cycles == 0 ? 0 : stats.queue_length;
  to["bf_queue_len_sum"] = stats.queue_length * stats.backfill_cycles;
  to["bf_table_size"] = 0;
  to["bf_table_size_sum"] = 0;
  to["bf_table_size_mean"] = 0;
  to["bf_when_last_cycle"] = numbers.of(stats.backfill_last_when);
  to["bf_active"] = false;
}

// The counts, which are of a kind of request and a user each, summed over the other; in the order met.
Value rpcs(const wire::StatsReply& stats, bool by_user, const Numbers& numbers) {
  struct Sum {
    std::string name;
    std::uint32_t id = 0;
    std::uint64_t count = 0, total = 0;
  };
  std::vector<Sum> sums;
  for (const wire::RpcCount& rpc : stats.rpcs) {
    const std::string& name = by_user ? rpc.user_name : rpc.name;
    auto found = std::find_if(sums.begin(), sums.end(), [&name](const Sum& sum) { return sum.name == name; });
    if (found == sums.end()) found = sums.insert(sums.end(), {name, by_user ? rpc.user : rpc.kind, 0, 0});
    found->count += rpc.count;
    found->total += rpc.total_usec;
  }
  Value list = Value::array();
  for (const Sum& sum : sums) {
    Value item;
    item[by_user ? "user_id" : "type_id"] = sum.id;
    item[by_user ? "user" : "message_type"] = sum.name;
    item["count"] = sum.count;
    if (!by_user)
      for (const char* key : {"queued", "dropped", "cycle_last", "cycle_max"}) item[key] = 0;
    item["total_time"] = sum.total;
    item["average_time"] = numbers.of(mean(sum.total, sum.count));
    list.push_back(std::move(item));
  }
  return list;
}

Value machine(const wire::StatsReply& stats) {
  Value states = Value::object();
  for (const auto& state : stats.jobs_by_state) states[state.first] = state.second;
  Value made;
  made["cpus"] = {{"total", stats.total_cpus},
                  {"used", stats.used_cpus},
                  {"free", stats.total_cpus - std::min(stats.total_cpus, stats.used_cpus)}};
  made["memory_mb"] = {
      {"total", stats.total_memory.count},
      {"used", stats.used_memory.count},
      {"free", stats.total_memory.count - std::min(stats.total_memory.count, stats.used_memory.count)}};
  made["system_cpu_percent"] = stats.system_cpu_percent;
  made["system_memory_percent"] = stats.system_memory_percent;
  made["jobs_by_state"] = std::move(states);
  made["mean_wait_seconds"] = stats.mean_wait_seconds;
  made["mean_run_seconds"] = stats.mean_run_seconds;
  return made;
}

}  // namespace

std::string statistics_document(const wire::StatsReply& stats, std::uint64_t clock_latency,
                                const DocumentOptions& options) {
  const Numbers numbers{options};
  Value made;
  made["parts_packed"] = 0;
  made["req_time"] = numbers.of(stats.now);
  made["req_time_start"] = numbers.of(stats.since);
  made["server_thread_count"] = stats.server_threads;
  made["agent_queue_size"] = stats.agent_queue;
  made["agent_count"] = stats.agent_count;
  made["agent_thread_count"] = 0;
  made["dbd_agent_queue_size"] = 0;
  made["gettimeofday_latency"] = clock_latency;
  put_schedule(made, stats);
  made["jobs_submitted"] = stats.jobs_submitted;
  made["jobs_started"] = stats.jobs_started;
  made["jobs_completed"] = stats.jobs_completed;
  made["jobs_canceled"] = stats.jobs_canceled;
  made["jobs_failed"] = stats.jobs_failed;
  made["jobs_pending"] = stats.jobs_pending;
  made["jobs_running"] = stats.jobs_running;
  made["job_states_ts"] = numbers.of(stats.now);
  put_backfill(made, stats, numbers);
  made["rpcs_by_message_type"] = rpcs(stats, false, numbers);
  made["rpcs_by_user"] = rpcs(stats, true, numbers);
  made["pending_rpcs"] = Value::array();
  made["pending_rpcs_by_hostlist"] = Value::array();
  made["machine"] = machine(stats);
  Value payload;
  payload["statistics"] = std::move(made);
  return finish(std::move(payload), options);
}

}  // namespace minislurm::documents
