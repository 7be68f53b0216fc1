// How long a scheduling pass takes on a large cluster, through the code that runs live: requests in, passes of the core.
// Time is this thread's own on the CPU, so that what else runs on the machine matters little.
//   bench_passes [JOBS [NODES]]
#include <charconv>
#include <cstdio>
#include <ctime>
#include <string>

#include "libcommon/wire/codec.h"
#include "slurmctld/core/state.h"
#include "slurmctld/requests/handle.h"

namespace {

using namespace minislurm;

constexpr std::uint32_t kCpusPerNode = 64, kNodesPerLeaf = 32;

Cluster large_cluster(std::uint32_t nodes, std::uint32_t looked_at) {
  Cluster cluster;
  Partition partition;
  partition.name = "batch";
  partition.is_default = true;
  TopologySpec tree;
  tree.kind = TopologyKind::Tree;
  SwitchSpec spine;
  spine.name = "spine";
  spine.level = 1;
  for (std::uint32_t at = 0; at < nodes; ++at) {
    Node node;
    node.name = "n" + std::to_string(at);
    node.cpus = kCpusPerNode;
    node.sockets = 2;
    node.cores_per_socket = 32;
    node.memory = Mebibytes{256'000};
    if (at % kNodesPerLeaf == 0) {
      tree.switches.push_back({});
      tree.switches.back().name = "leaf" + std::to_string(at / kNodesPerLeaf);
      spine.switches.push_back(tree.switches.back().name);
    }
    tree.switches.back().nodes.push_back(node.name);
    spine.nodes.push_back(node.name);
    partition.nodes.push_back(node.name);
    cluster.nodes.push_back(std::move(node));
  }
  tree.switches.push_back(std::move(spine));
  cluster.topologies = {std::move(tree)};
  cluster.partitions = {std::move(partition)};
  cluster.settings.max_job_count = 1'000'000;
  cluster.settings.scheduler_parameters = "bf_max_job_test=" + std::to_string(looked_at);
  return cluster;
}

// A stream of numbers that is the same every time.
class Numbers {
 public:
  std::uint32_t below(std::uint32_t bound) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>(state_ >> 33) % bound;
  }

 private:
  std::uint64_t state_ = 42;
};

// Most jobs are small, some want many nodes; limits from minutes to a day.
JobSpec random_job(Numbers& numbers) {
  JobSpec spec;
  spec.name = "job";
  spec.work_dir = "/tmp";
  const bool wide = numbers.below(10) == 0;
  if (wide) spec.min_nodes = spec.max_nodes = 1U << numbers.below(6);
  spec.ntasks = wide ? *spec.min_nodes * kCpusPerNode : 1U << numbers.below(6);
  spec.memory_per_cpu = Mebibytes{1000};
  constexpr int kLimits[] = {10, 30, 60, 240, 720, 1440};
  spec.time_limit = Minutes{kLimits[numbers.below(6)]};
  return spec;
}

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

class Bench {
 public:
  Bench(Cluster cluster) : state_(std::move(cluster), now_) {}

  void submit(JobSpec spec) {
    wire::SubmitRequest request;
    request.spec = std::move(spec);
    request.script = "#!/bin/sh\ntrue\n";
    const core::Caller caller{UserId{1000}, GroupId{1000}, "user", "user", 1, true};
    requests::handle(state_, core::Ticket{1}, caller,
                     wire::Request{wire::kProtocolVersion, wire::RequestKind::Submit, wire::encode(request)}, now_);
  }

  std::size_t queued() { return state_.inside().jobs.queue().size(); }
  std::size_t running() { return state_.inside().jobs.active().size(); }

  // Milliseconds of one pass; `started` counts the jobs that it started.
  double pass(core::Effects (core::ClusterState::*which)(Instant), std::size_t& started) {
    const std::size_t before = running();
    const double begin = cpu_seconds();
    (state_.*which)(now_);
    const double end = cpu_seconds();
    started = running() - before;
    return (end - begin) * 1e3;
  }
  void tick() { now_ += Seconds{1}; }

 private:
  Instant now_{Seconds{1'700'000'000}};
  core::ClusterState state_;
};

std::uint32_t argument(int argc, char** argv, int at, std::uint32_t otherwise) {
  if (at >= argc) return otherwise;
  const std::string text = argv[at];
  std::from_chars(text.data(), text.data() + text.size(), otherwise);
  return otherwise;
}

void measure(std::uint32_t jobs, std::uint32_t nodes, std::uint32_t looked_at) {
  Bench bench{large_cluster(nodes, looked_at)};
  Numbers numbers;
  const double begin = cpu_seconds();
  for (std::uint32_t at = 0; at < jobs; ++at) bench.submit(random_job(numbers));
  const double seconds = cpu_seconds() - begin;
  std::printf("%u jobs queued on %u nodes in %.2f s; %u looked at\n", jobs, nodes, seconds, looked_at);
  for (int pass = 0; pass < 4; ++pass) {
    std::size_t started = 0;
    const double main = bench.pass(&core::ClusterState::schedule, started);
    std::printf("  main pass:     %8.3f ms, %zu started, %zu queued\n", main, started, bench.queued());
    const double backfill = bench.pass(&core::ClusterState::backfill, started);
    std::printf("  backfill pass: %8.3f ms, %zu started, %zu queued\n", backfill, started, bench.queued());
    bench.tick();
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint32_t jobs = argument(argc, argv, 1, 100'000), nodes = argument(argc, argv, 2, 1'000);
  measure(jobs, nodes, 100);
  measure(jobs, nodes, 1'000);
}
