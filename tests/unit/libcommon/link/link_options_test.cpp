#include <gtest/gtest.h>

#include <map>

#include "libcommon/link/make_link.h"

namespace minislurm {
namespace {

LinkOptions options_with(std::map<std::string, std::string> variables) {
  return link_options("srun", [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  });
}

TEST(LinkOptions, ACommandMayStartAController) { EXPECT_TRUE(options_with({}).may_start); }

TEST(LinkOptions, AutostartCanBeTurnedOff) { EXPECT_FALSE(options_with({{"MINISLURM_AUTOSTART", "0"}}).may_start); }

TEST(LinkOptions, ATaskStartsNoControllerThatWouldEndWithIt) {
  EXPECT_FALSE(options_with({{"SLURM_TASK_PID", "7"}}).may_start);
}

}  // namespace
}  // namespace minislurm
