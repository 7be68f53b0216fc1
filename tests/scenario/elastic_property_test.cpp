// Random arrivals, ends, crashes, operators' resizes and time over small clusters with elastic and rigid jobs. After each
// event: nobody owns what another owns (the harness looks), every size is within its bounds, rows and processes agree.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "slurmctld/elastic/parts.h"
#include "slurmctld/elastic/size.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::test {
namespace {

constexpr int kEvents = 300;

class Drive {
 public:
  explicit Drive(std::uint32_t seed) : random_(seed), h_(cluster_of(seed)) {}

  void run() {
    for (int event = 0; event < kEvents; ++event) {
      SCOPED_TRACE("event " + std::to_string(event));
      one_event();
      check();
      if (::testing::Test::HasFailure()) return;
    }
    EXPECT_GT(resizes_, 0U) << "nothing was ever resized";
  }

 private:
  static Cluster cluster_of(std::uint32_t seed) {
    Cluster cluster = plain_cluster(1 + seed % 3, 4 + seed % 5, 4000, 0, seed % 2 == 0 ? 4 : 0);
    cluster.settings.elastic_threshold = seed % 4 == 0 ? 50 : 101;
    cluster.settings.elastic_cooldown = Seconds{seed % 7};
    cluster.settings.elastic_grace = Seconds{seed % 5};
    cluster.settings.requeue = true;
    return cluster;
  }

  std::uint32_t upto(std::uint32_t most) { return static_cast<std::uint32_t>(random_() % (most + 1)); }

  void submit() {
    if (h_.state->inside().jobs.queue().size() > 8) return;
    JobSpec spec = batch(1, 1 + upto(30));
    spec.cpus_per_task = 1 + upto(3);
    spec.memory_per_node = Mebibytes{50 + upto(800)};
    spec.priority = 1 + upto(100);
    if (upto(2) != 0) {
      spec.elastic.wanted = true;
      spec.elastic.min_cpus = 1 + upto(*spec.cpus_per_task - 1);
      if (upto(1) != 0) spec.elastic.max_cpus = *spec.cpus_per_task + upto(6);
      if (upto(2) == 0) {
        spec.elastic.min_memory = Mebibytes{40};
        spec.elastic.max_memory = *spec.memory_per_node + Mebibytes{upto(2000)};
      }
      if (!h_.cluster.nodes[0].gres.empty() && upto(2) == 0) spec.elastic.max_gpus = upto(4);
      if (upto(3) == 0) {
        spec.min_nodes = spec.max_nodes = spec.elastic.min_nodes = 1;
        spec.elastic.max_nodes = 1 + upto(2);
      }
    } else if (upto(3) == 0 && !h_.cluster.nodes[0].gres.empty()) {
      spec.gres_per_node = "gres/gpu:1";
    }
    wire::SubmitRequest request;
    request.spec = std::move(spec);
    request.script = "#!/bin/sh\n";
    h_.start_asking(wire::RequestKind::Submit, wire::encode(request));  // nobody answers where the controller dies
  }

  std::optional<JobId> any_running(bool elastic) {
    std::vector<JobId> running;
    for (const auto& [id, job] : h_.state->inside().jobs.all())
      if (job.state == JobState::Running && !has(job.flags, JobFlag::Completing) && (!elastic || job.spec.elastic.wanted) &&
          h_.processes.count(StepId{id, StepNumber::Batch}) != 0)
        running.push_back(id);
    if (running.empty()) return std::nullopt;
    return running[upto(static_cast<std::uint32_t>(running.size()) - 1)];
  }

  void resize() {
    const auto job = any_running(true);
    if (!job) return;
    constexpr const char* kKeys[] = {"NumCPUs", "MinMemoryNode", "Gres", "NumNodes"};
    const std::uint32_t which = upto(3);
    const std::uint32_t value = which == 1 ? 50 + upto(2000) : 1 + upto(which == 3 ? 2 : 8);
    const std::string text = which == 2 ? "gpu:" + std::to_string(upto(3)) : std::to_string(value);
    h_.update_job(to_string(*job), kKeys[which], text);  // refused or not: the rules below hold
  }

  void one_event() {
    h_.ends_when_told = upto(3) != 0;
    switch (upto(11)) {
      case 0: case 1: case 2: case 3: submit(); break;
      case 4: case 5:
        if (const auto job = any_running(false)) h_.end_batch(*job, ExitCode{upto(3) == 0 ? 1U : 0U, 0});
        break;
      case 6: resize(); break;
      case 7: h_.later(Seconds{upto(20)}); break;
      case 8: h_.later(Seconds{upto(2)}); break;
      case 9: h_.crash(); break;
      case 10:
        h_.crash_before_acting = true;
        submit();
        h_.crash_before_acting = false;
        break;
      default:
        if (const auto job = any_running(false)) {
          if (upto(2) == 0) h_.lose_step(StepId{*job, StepNumber::Batch});
          else if (upto(1) == 0) h_.act(wire::JobAction::Requeue, to_string(*job));
          else h_.cancel(to_string(*job));
        }
    }
    h_.ends_when_told = true;
    end_told();
  }

  // Those who were told to end and took their time.
  void end_told() {
    std::vector<StepId> told;
    for (const auto& [id, process] : h_.processes)
      if (!process.told.empty()) told.push_back(id);
    for (const StepId id : told)
      if (h_.processes.count(id) != 0) h_.end_step(id, ExitCode{0, 15});
  }

  void check() {
    for (const auto& [id, job] : h_.state->inside().jobs.all()) {
      if (!job.spec.elastic.wanted || job.state != JobState::Running || has(job.flags, JobFlag::Completing)) continue;
      SCOPED_TRACE("job " + to_string(id));
      resizes_ += job.elastic.resizes.size();
      const ElasticSize kept = elastic::size_of(elastic::without(job.allocation, job.elastic.leaving));
      const ElasticSize& least = job.elastic.least;
      const ElasticSize& most = job.elastic.most;
      EXPECT_GE(kept.cpus, least.cpus);
      EXPECT_LE(kept.cpus, most.cpus);
      EXPECT_GE(kept.gpus, least.gpus);
      EXPECT_LE(kept.gpus, most.gpus);
      EXPECT_GE(kept.nodes, least.nodes);
      EXPECT_LE(kept.nodes, most.nodes);
      EXPECT_GE(kept.memory, least.memory);
      EXPECT_LE(kept.memory, most.memory);
      EXPECT_EQ(job.elastic.leaving.empty(), job.elastic.grace_end == kNever);
      EXPECT_EQ(job.num_cpus, job.allocation.cpu_count());
      EXPECT_EQ(wire::encode(h_.rows.at(id).allocation), wire::encode(job.allocation)) << "the row says something else";
      const auto file = h_.control_files.find(id);
      ASSERT_NE(file, h_.control_files.end());
      EXPECT_EQ(file->second.elastic.resize_count, job.elastic.resize_count);
      const StepId batch{id, StepNumber::Batch};
      const Step& step = h_.state->inside().steps.at(batch).step;
      EXPECT_EQ(wire::encode(h_.step_rows.at(batch).allocation), wire::encode(step.allocation));
      EXPECT_EQ(step.allocation.nodes.at(0).cpus, job.allocation.nodes.at(0).cpus) << "the script has not all of its node";
      if (const auto process = h_.processes.find(batch); process != h_.processes.end()) {
        EXPECT_EQ(process->second.allocation.nodes.at(0).cpus, job.allocation.nodes.at(0).cpus) << "its process was not told";
      }
    }
  }

  std::mt19937 random_;
  Harness h_;
  std::size_t resizes_ = 0;
};

class ElasticProperty : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(ElasticProperty, BooksRowsAndProcessesAgreeWhateverHappens) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  Drive(GetParam()).run();
}

INSTANTIATE_TEST_SUITE_P(Seeds, ElasticProperty, ::testing::Range(1U, 41U));

}  // namespace
}  // namespace minislurm::test
