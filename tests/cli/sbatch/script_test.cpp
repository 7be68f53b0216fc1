#include "commands/sbatch/script.h"

#include "commands/sbatch/foreign.h"

#include <gmock/gmock.h>

#include "tests/support/fake_context.h"

namespace minislurm::sbatch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> words(std::string_view script) {
  const auto found = directives(script, "job.sh");
  EXPECT_TRUE(found);
  return found ? found->components.front() : std::vector<std::string>{};
}

TEST(Directives, StopAtTheFirstCommand) {
  EXPECT_THAT(words("#!/bin/sh\n#SBATCH -n1\n\n  # more\n#SBATCH -N2\necho\n#SBATCH -c3\n"), ElementsAre("-n1", "-N2"));
}

TEST(Directives, SplitWordsAsAShellDoes) {
  EXPECT_THAT(words("#!/bin/sh\n#SBATCH --job-name=\"two words\"\n#SBATCH --comment='a # b' # remark\n"
                    "#SBATCH\t-x n1\n"),
              ElementsAre("--job-name=two words", "--comment=a # b", "-x", "n1"));
}

TEST(Directives, AreNotComments) {
  EXPECT_THAT(words("#!/bin/sh\n##SBATCH -n1\n# SBATCH -n2\n#SBATCHED -n3\n#PBS -l nodes=1\n#BSUB -n 4\n"), IsEmpty());
}

TEST(Directives, NeedNoLineEndBehindTheLast) {
  EXPECT_THAT(words("#!/bin/sh\n#SBATCH -n1"), ElementsAre("-n1"));
}

TEST(Directives, NameAQuoteLeftOpen) {
  EXPECT_EQ(directives("#!/bin/sh\n#SBATCH -J \"abc\n", "job.sh").error(),
            Error(options::kFatalMix, "job.sh: line 2: Unmatched `\"` in [ \"abc]"));
}

TEST(Directives, OfAHeterogeneousJobArePartedByALine) {
  const auto found = directives("#!/bin/sh\n#SBATCH -n1\n#SBATCH hetjob\n#SBATCH packjob\n#SBATCH -J hetjob\n", "job.sh");
  ASSERT_TRUE(found);
  EXPECT_THAT(found->components, ElementsAre(ElementsAre("-n1"), IsEmpty(), ElementsAre("-J", "hetjob")));
  EXPECT_TRUE(found->has_old_separator);
}

TEST(Directives, EndAtACommentWithinAWordToo) {
  EXPECT_THAT(words("#!/bin/sh\n#SBATCH --comment=x#y\n"), ElementsAre("--comment=x"));
}

TEST(ForeignDirectives, BecomeOurOptions) {
  const std::pair<const char*, std::vector<std::string>> rows[] = {
      {"#PBS -N name -q short", {"--job-name=name", "--partition=short"}},
      {"#PBS -l nodes=2:ppn=2,walltime=1:00:00", {"--nodes=2", "--ntasks=4", "--time=1:00:00"}},
      {"#PBS -l select=2:ncpus=3:mem=100mb", {"--nodes=2", "--mincpus=3", "--mem=100M"}},
      {"#PBS -m abe -h -V", {"--mail-type=FAIL,BEGIN,END", "--hold"}},
      {"#BSUB -J name -n2 -W 10 -cwd /tmp", {"--job-name=name", "--ntasks=2", "--time=10", "--chdir=/tmp"}},
      {"#BSUB -J name\n#PBS -N other", {"--job-name=name"}},
      {"true\n#PBS -N late", {}},
  };
  for (const auto& [lines, expected] : rows)
    EXPECT_EQ(foreign_directives(std::string("#!/bin/sh\n") + lines + "\n").value_or({}), expected) << lines;
  EXPECT_FALSE(foreign_directives("#!/bin/sh\n#PBS -Z\n"));
  EXPECT_FALSE(foreign_directives("#!/bin/sh\n#PBS word\n"));
}

TEST(CheckScript, AcceptsAnyInterpreter) {
  EXPECT_TRUE(check_script("#!/usr/bin/env python3\nprint(1)\n"));
  EXPECT_FALSE(check_script(" \n\t\n"));
  EXPECT_FALSE(check_script(std::string_view("#!/bin/sh\n\0x", 12)));
}

TEST(LoadScript, LooksAlongPathForANameWithoutASlash) {
  fakes::FakeContext context("sbatch");
  context.variables["PATH"] = "/bin:/opt/jobs";
  context.files["/opt/jobs/run.sh"] = "#!/bin/sh\n";
  const auto script = load_script(context, {}, {"run.sh"});
  ASSERT_TRUE(script);
  EXPECT_EQ(script->path, "/opt/jobs/run.sh");
  EXPECT_EQ(script->name, "run.sh");
}

TEST(LoadScript, RefusesWhatIsLongerThanTheLimit) {
  fakes::FakeContext context("sbatch");
  context.files["/home/alice/big.sh"] = std::string(kMaxScript + 1, 'x');
  EXPECT_FALSE(load_script(context, {}, {"big.sh"}));
  context.set_input(std::string(kMaxScript + 1, 'x'));
  EXPECT_FALSE(load_script(context, {}, {}));
}

}  // namespace
}  // namespace minislurm::sbatch
