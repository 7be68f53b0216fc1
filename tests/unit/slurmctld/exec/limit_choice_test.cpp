#include "slurmctld/exec/limit_choice.h"

#include <gtest/gtest.h>

namespace minislurm::exec {
namespace {

Cluster cluster_with(std::vector<std::pair<std::string, std::string>> keys) {
  Cluster cluster;
  cluster.shown_config = std::move(keys);
  return cluster;
}

TEST(LimitChoice, TheCallersWordStandsAboveTheConfiguration) {
  const Cluster none = cluster_with({{"PropagateResourceLimits", "NONE"}});
  const std::string core = "core", all;
  EXPECT_TRUE(LimitChoice(&core, none).takes("CORE"));
  EXPECT_FALSE(LimitChoice(&core, none).takes("NOFILE"));
  EXPECT_TRUE(LimitChoice(&all, none).takes("NOFILE"));
  EXPECT_FALSE(LimitChoice(nullptr, none).takes("CORE"));
}

TEST(LimitChoice, WhatIsExceptedStays) {
  const Cluster except = cluster_with({{"PropagateResourceLimits", "ALL"}, {"PropagateResourceLimitsExcept", "MEMLOCK"}});
  EXPECT_FALSE(LimitChoice(nullptr, except).takes("MEMLOCK"));
  EXPECT_TRUE(LimitChoice(nullptr, except).takes("CORE"));
  const Cluster usual = cluster_with({{"PropagateResourceLimits", "ALL"}, {"PropagateResourceLimitsExcept", "(null)"}});
  EXPECT_TRUE(LimitChoice(nullptr, usual).takes("MEMLOCK"));
}

}  // namespace
}  // namespace minislurm::exec
