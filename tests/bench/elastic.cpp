// What elasticity is worth: a fixed workload of rigid and elastic jobs, through the code that runs live, by virtual clock.
// An elastic job has so much work and does it as fast as its CPUs allow; the total work is the same with elasticity off.
//   bench_elastic [JOBS]
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "libcommon/wire/codec.h"
#include "slurmctld/core/state.h"
#include "slurmctld/requests/handle.h"

namespace {

using namespace minislurm;

constexpr std::uint32_t kNodes = 4, kCpusPerNode = 16;

// A stream of numbers that is the same every time.
class Numbers {
 public:
  std::uint32_t below(std::uint32_t bound) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>(state_ >> 33) % bound;
  }
  double exponential(double mean) { return -mean * std::log((below(1'000'000) + 1) / 1'000'001.0); }

 private:
  std::uint64_t state_ = 42;
};

struct Order {
  Instant at{};
  JobSpec spec;
  double work = 0;  // CPU seconds
};

std::vector<Order> workload(std::uint32_t jobs, double interval) {
  Numbers numbers;
  std::vector<Order> orders;
  double at = 1'700'000'000;
  for (std::uint32_t job = 0; job < jobs; ++job) {
    at += numbers.exponential(interval);
    Order order;
    order.at = Instant{Seconds{static_cast<Seconds::rep>(at)}};
    order.spec.name = "job";
    order.spec.work_dir = "/tmp";
    order.spec.ntasks = 1;
    const std::uint32_t cpus = 1U << numbers.below(4);  // 1, 2, 4, 8
    order.spec.cpus_per_task = cpus;
    order.work = (30 + numbers.exponential(270)) * cpus;
    if (numbers.below(2) == 0) {
      order.spec.elastic.wanted = true;
      order.spec.elastic.min_cpus = std::max(1U, cpus / 2);
      order.spec.elastic.max_cpus = kCpusPerNode;
    }
    // Nobody knows well how long a job takes: limits are three times as long as it may take with its least CPUs.
    const double longest = order.work / order.spec.elastic.min_cpus.value_or(cpus);
    order.spec.time_limit = Minutes{static_cast<Minutes::rep>(longest * 3 / 60) + 1};
    orders.push_back(std::move(order));
  }
  return orders;
}

Cluster cluster(bool elastic, std::uint32_t threshold) {
  Cluster made;
  Partition partition;
  partition.name = "batch";
  partition.is_default = true;
  for (std::uint32_t at = 1; at <= kNodes; ++at) {
    Node node;
    node.name = "n" + std::to_string(at);
    node.cpus = node.cores_per_socket = kCpusPerNode;
    node.memory = Mebibytes{64'000};
    partition.nodes.push_back(node.name);
    made.nodes.push_back(std::move(node));
  }
  partition.total_cpus = kNodes * kCpusPerNode;
  made.partitions = {std::move(partition)};
  made.settings.counts_memory = false;
  made.settings.max_job_count = 100'000;
  made.settings.elastic = elastic;
  made.settings.elastic_threshold = threshold;
  return made;
}

class Run {
 public:
  Run(Cluster of, std::vector<Order> orders) : state_(std::move(of), orders.front().at), orders_(std::move(orders)) {
    caller_.is_operator = true;
    caller_.user_name = caller_.group_name = "root";
    now_ = orders_.front().at;
  }

  struct Figures {
    double makespan = 0, mean_wait = 0, mean_turnaround = 0, utilization = 0;
    std::size_t resizes = 0;
  };

  Figures run() {
    while (next_order_ < orders_.size() || !running_.empty()) step();
    Figures made;
    double work = 0, waited = 0, took = 0;
    for (const Order& order : orders_) work += order.work;
    for (const auto& [id, times] : times_) {
      waited += static_cast<double>((times.started - times.submitted).count());
      took += static_cast<double>((times.ended - times.submitted).count());
    }
    const double count = static_cast<double>(times_.size());
    made.makespan = static_cast<double>((now_ - orders_.front().at).count());
    made.mean_wait = waited / count;
    made.mean_turnaround = took / count;
    made.utilization = work / (made.makespan * kNodes * kCpusPerNode) * 100;
    made.resizes = resizes_;
    return made;
  }

 private:
  struct Process {
    double left = 0;
    std::uint32_t cpus = 0, launch = 0;
  };
  struct Times {
    Instant submitted{}, started{}, ended{};
  };

  Instant end_of(const Process& process) const {
    return now_ + Seconds{static_cast<Seconds::rep>(std::ceil(std::max(0.0, process.left) / process.cpus))};
  }

  // To the next instant at which something happens.
  void step() {
    Instant next = Instant::max();
    if (next_order_ < orders_.size()) next = orders_[next_order_].at;
    for (const auto& [id, process] : running_) next = std::min(next, end_of(process));
    if (const auto due = state_.next_wakeup()) next = std::min(next, std::max(*due, now_));
    const double passed = static_cast<double>((next - now_).count());
    for (auto& [id, process] : running_) process.left -= passed * process.cpus;
    now_ = std::max(now_, next);
    if (const auto due = state_.next_wakeup(); due && *due <= now_) perform(state_.tick(now_));
    std::vector<JobId> ended;
    for (const auto& [id, process] : running_)
      if (process.left <= 1e-6) ended.push_back(id);
    for (const JobId id : ended) end(id);
    while (next_order_ < orders_.size() && orders_[next_order_].at <= now_) submit(orders_[next_order_++]);
  }

  void submit(const Order& order) {
    wire::SubmitRequest request;
    request.spec = order.spec;
    request.script = "#!/bin/sh\n";
    wire::Request message;
    message.kind = wire::RequestKind::Submit;
    message.payload = wire::encode(request);
    work_[state_.inside().next_job] = order.work;
    times_[state_.inside().next_job].submitted = now_;
    perform(requests::handle(state_, core::Ticket{1}, caller_, message, now_));
  }

  void end(JobId id) {
    wire::StepResult result;
    result.id = StepId{id, StepNumber::Batch};
    result.launch = running_.at(id).launch;
    result.ended = now_;
    running_.erase(id);
    times_[id].ended = now_;
    perform(state_.step_ended(result, now_));
  }

  void perform(core::Effects effects) {
    bool schedule = false, backfill = false;
    std::vector<std::pair<StepId, std::uint32_t>> launched;
    for (const core::Effect& effect : effects) {
      if (const auto* launch = std::get_if<core::LaunchStep>(&effect)) {
        running_[launch->id.job] = {work_.at(launch->id.job), launch->job.allocation.cpu_count(), launch->job.launch};
        times_[launch->id.job].started = now_;
        launched.emplace_back(launch->id, launch->job.launch);
      }
      if (const auto* resize = std::get_if<core::ResizeSteps>(&effect); resize != nullptr && !resize->steps.empty()) {
        if (const auto process = running_.find(resize->job.id); process != running_.end()) {
          process->second.cpus = resize->job.allocation.cpu_count();
          ++resizes_;
        }
      }
      schedule = schedule || std::holds_alternative<core::RunSchedule>(effect);
      backfill = backfill || std::holds_alternative<core::RunBackfill>(effect);
    }
    for (const auto& [id, launch] : launched) perform(state_.step_started(id, launch, now_));
    if (schedule) perform(state_.schedule(now_));
    if (backfill) perform(state_.backfill(now_));
  }

  core::ClusterState state_;
  std::vector<Order> orders_;
  core::Caller caller_;
  Instant now_{};
  std::size_t next_order_ = 0, resizes_ = 0;
  std::map<JobId, Process> running_;
  std::map<JobId, double> work_;
  std::map<JobId, Times> times_;
};

}  // namespace

int main(int count, char** words) {
  std::uint32_t jobs = 1000;
  if (count > 1) std::from_chars(words[1], words[1] + std::string(words[1]).size(), jobs);
  struct Case {
    const char* name;
    bool elastic;
    std::uint32_t threshold;
  };
  constexpr Case kCases[] = {{"off", false, 50}, {"on, ElasticThreshold=50", true, 50}, {"on, ElasticThreshold=100", true, 100}};
  for (const double interval : {14.0, 18.0, 30.0}) {
    std::printf("%u jobs on %u CPUs, one in %.0f seconds\n", jobs, kNodes * kCpusPerNode, interval);
    for (const Case& one : kCases) {
      const Run::Figures made = Run(cluster(one.elastic, one.threshold), workload(jobs, interval)).run();
      std::fflush(stdout);
      std::printf("  %-26s makespan %7.0f s, mean wait %6.1f s, mean turnaround %6.1f s, utilization %4.1f%%, %zu resizes\n",
                  one.name, made.makespan, made.mean_wait, made.mean_turnaround, made.utilization, made.resizes);
    }
  }
  return 0;
}
