#include "commands/support/het_line.h"

#include <gmock/gmock.h>

#include "libcommon/options/setters.h"

namespace minislurm {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Target {
  std::string tasks, name, wrap;
};

constexpr options::Option<Target> kRows[] = {
    {"ntasks", 'n', options::Argument::Required, "N", "", "", options::set_text<&Target::tasks>},
    {"job-name", 'J', options::Argument::Required, "NAME", "", "", options::set_text<&Target::name>},
    {"wrap", 0, options::Argument::Required, "COMMAND", "", "", options::set_text<&Target::wrap>},
};

options::OptionSet<Target> rows() { return options::OptionSet<Target>().add("", kRows); }

std::vector<options::Scanned> parts_of(const std::vector<std::string>& words, Operands operands) {
  auto parts = scan_components(rows(), words, operands);
  EXPECT_TRUE(parts);
  return parts ? *parts : std::vector<options::Scanned>{};
}

TEST(HetLine, ALoneColonPartsComponents) {
  const auto parts = parts_of({"-n1", ":", "-n2", ":", "script", ":", "x"}, Operands::BehindLast);
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_THAT(parts[0].operands, IsEmpty());
  EXPECT_THAT(parts[2].operands, ElementsAre("script", ":", "x")) << "what follows the script is the script's";
}

TEST(HetLine, AColonAtTheEndIsOneMoreComponent) {
  EXPECT_EQ(parts_of({"-n1", ":"}, Operands::BehindLast).size(), 2U);
}

TEST(HetLine, SrunHasACommandInEach) {
  const auto parts = parts_of({"-n1", "echo", "a", ":", "-n2", "echo", "b"}, Operands::OfEach);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_THAT(parts[0].operands, ElementsAre("echo", "a"));
  EXPECT_THAT(parts[1].operands, ElementsAre("echo", "b"));
}

TEST(HetLine, NamesAreHandedOnAndSizesAreNot) {
  const auto set = rows();
  const auto parts = parts_of({"-n1", "-Ja", ":", "-Jb", ":"}, Operands::BehindLast);
  Target third;
  ASSERT_TRUE(set.apply(inherited(set.rows(), parts, 2), third));
  EXPECT_EQ(third.name, "b") << "from the nearest before it";
  EXPECT_EQ(third.tasks, "");
}

TEST(HetLine, WhatConcernsTheCommandIsFoundInAnyComponent) {
  const auto set = rows();
  Target command;
  ASSERT_TRUE(set.apply(of_command(set.rows(), parts_of({"-n1", ":", "-n2", "--wrap=true"}, Operands::BehindLast)), command));
  EXPECT_EQ(command.wrap, "true");
  EXPECT_EQ(command.tasks, "");
}

}  // namespace
}  // namespace minislurm
