#include <gtest/gtest.h>

#include "slurmctld/daemon/options.h"
#include "slurmctld/loop/split.h"
#include "slurmctld/loop/turn_queue.h"

namespace minislurm::loop {
namespace {

core::Effects forget(std::uint32_t job) { return {core::ForgetStep{StepId{JobId{job}, StepNumber::Batch}}}; }

std::vector<std::uint32_t> jobs_of(const core::Effects& effects) {
  std::vector<std::uint32_t> jobs;
  for (const core::Effect& effect : effects) jobs.push_back(number(std::get<core::ForgetStep>(effect).id.job));
  return jobs;
}

using Jobs = std::vector<std::uint32_t>;

TEST(TurnQueue, NothingOvertakesATurnThatWaitsForTheDisk) {
  TurnQueue queue;
  const auto first = queue.push(forget(1), false);
  queue.push(forget(2), true);
  EXPECT_EQ(jobs_of(queue.take_ready()), Jobs{});
  queue.mark_saved(first);
  EXPECT_EQ(jobs_of(queue.take_ready()), (Jobs{1, 2}));
  EXPECT_TRUE(queue.empty());
}

TEST(TurnQueue, ARefusedTurnDoesNothingAndHoldsUpNobody) {
  TurnQueue queue;
  const auto first = queue.push(forget(1), false), second = queue.push(forget(2), false);
  queue.mark_saved(second);
  EXPECT_EQ(jobs_of(queue.refuse(first)), Jobs{1});
  EXPECT_EQ(jobs_of(queue.take_ready()), Jobs{2});
}

TEST(TurnQueue, AFailingTurnKeepsItsPlaceUntilItIsSaved) {
  TurnQueue queue;
  const auto kept = queue.push(forget(1), false), submission = queue.push(forget(2), false);
  EXPECT_EQ(jobs_of(queue.refuse(submission)), Jobs{2});
  EXPECT_EQ(jobs_of(queue.take_ready()), Jobs{});
  queue.mark_saved(kept);
  EXPECT_EQ(jobs_of(queue.take_ready()), Jobs{1});
  EXPECT_TRUE(queue.empty());
}

TEST(Split, SavesGoToTheBatchAndTheRestKeepsItsOrder) {
  core::Effects effects;
  effects.emplace_back(core::SaveScript{JobId{4}, "script", "A=b"});
  effects.emplace_back(core::Answer{core::Ticket{9}, {}});
  effects.emplace_back(core::ForgetStep{StepId{JobId{1}, StepNumber::Batch}});
  effects.emplace_back(core::RunSchedule{});
  effects.emplace_back(core::RunBackfill{});
  effects.emplace_back(core::SaveNextJobId{JobId{5}});
  effects.emplace_back(core::ForgetStep{StepId{JobId{2}, StepNumber::Batch}});
  effects.emplace_back(core::Note{"job", "text"});
  const SplitTurn turn = split(std::move(effects));
  EXPECT_EQ(turn.batch.submission, JobId{4});
  EXPECT_EQ(turn.batch.next_job, JobId{5});
  EXPECT_EQ(turn.answers.size(), 1U);
  EXPECT_EQ(jobs_of(turn.others), (Jobs{1, 2}));
  EXPECT_TRUE(turn.wants_schedule);
  EXPECT_TRUE(turn.wants_backfill);
  EXPECT_EQ(turn.notes.size(), 1U);
}

TEST(SlurmctldOptions, LettersMayStandTogetherAndLongOnesTakeAValue) {
  const auto options = daemon::parse_options({"-Dvvf", "some.conf", "--total-mem=8GB", "--total-cpus", "4", "-Lfile"});
  ASSERT_TRUE(options);
  EXPECT_TRUE(options->foreground);
  EXPECT_EQ(options->more_verbose, 2);
  EXPECT_EQ(options->conf_file, "some.conf");
  EXPECT_EQ(options->total_memory, Mebibytes{8192});
  EXPECT_EQ(options->total_cpus, 4U);
  EXPECT_EQ(options->log_file, "file");
}

TEST(SlurmctldOptions, WhatIsWrongIsSaid) {
  EXPECT_EQ(to_string(daemon::parse_options({"--total-cpus"}).error()), "option '--total-cpus' needs a value");
  EXPECT_EQ(to_string(daemon::parse_options({"-z"}).error()), "invalid option -- 'z'");
  EXPECT_EQ(to_string(daemon::parse_options({"--nosuch"}).error()), "unrecognized option '--nosuch'");
  EXPECT_FALSE(daemon::parse_options({"--total-cpus=-1"}));
  EXPECT_FALSE(daemon::parse_options({"word"}));
}

}  // namespace
}  // namespace minislurm::loop
