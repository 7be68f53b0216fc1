#include "slurmctld/stepd/task_prolog.h"

#include <gmock/gmock.h>

namespace minislurm::stepd {
namespace {

using ::testing::ElementsAre;

TEST(TaskPrologOutput, ChangesTheVariablesAndIsShownWhereItSaysPrint) {
  std::vector<std::string> variables{"A=old", "HOME=/root", "AB=stays"};
  EXPECT_EQ(apply_prolog_output("export A=1 2\nexport B=x=y\nprint  two  blanks\nunset HOME\njunk\nexport =bad\n",
                                variables),
            "two  blanks\n");
  EXPECT_THAT(variables, ElementsAre("AB=stays", "A=1 2", "B=x=y"));
}

TEST(TaskPrologOutput, MayEndWithoutANewline) {
  std::vector<std::string> variables;
  EXPECT_EQ(apply_prolog_output("print last", variables), "last\n");
}

}  // namespace
}  // namespace minislurm::stepd
