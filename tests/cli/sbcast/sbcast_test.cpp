#include "commands/sbcast/run.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "commands/sbcast/options.h"
#include "tests/support/fake_context.h"
#include "tests/support/option_names.h"

namespace minislurm::sbcast {
namespace {

namespace fs = std::filesystem;
using wire::RequestKind;

class Sbcast : public ::testing::Test {
 protected:
  Sbcast() : folder(fs::temp_directory_path() / ("sbcast_test_" + std::to_string(::getpid()))) {
    fs::create_directories(folder);
    std::ofstream(path("source")) << "data\n";
    ::chmod(path("source").c_str(), 0640);
    wire::JobsReply reply;
    Job job;
    job.id = JobId{70};
    job.state = JobState::Running;
    NodeAllocation node;
    node.node = "node1";
    job.allocation.nodes.push_back(node);
    reply.jobs.push_back(job);
    context.controller.reply(RequestKind::QueryJobs, reply);
    context.variables = {{"SLURM_JOB_ID", "70"}};
  }
  ~Sbcast() override { fs::remove_all(folder); }
  std::string path(const std::string& name) const { return (folder / name).string(); }
  std::string text(const std::string& name) const {
    std::ifstream file(path(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path folder;
  fakes::FakeContext context{"sbcast"};
};

TEST_F(Sbcast, CopiesAFileWithItsMode) {
  EXPECT_EQ(run({path("source"), path("copy")}, context), 0);
  EXPECT_EQ(text("copy"), "data\n");
  EXPECT_EQ(fs::status(path("copy")).permissions(), fs::perms(0640));
  EXPECT_EQ(context.complaints(), "");
}

TEST_F(Sbcast, ReplacesAFileOnlyWhenForced) {
  std::ofstream(path("copy")) << "old\n";
  EXPECT_EQ(run({path("source"), path("copy")}, context), EEXIST);
  EXPECT_EQ(context.complaints(), "sbcast: error: REQUEST_FILE_BCAST(node1): File exists\n");
  EXPECT_EQ(text("copy"), "old\n");
  EXPECT_EQ(run({"-f", path("source"), path("copy")}, context), 0);
  EXPECT_EQ(text("copy"), "data\n");
}

TEST_F(Sbcast, NeedsTwoNames) {
  EXPECT_EQ(run({"one"}, context), 1);
  EXPECT_EQ(context.complaints(), "Need two file names, have 1 names\nTry \"sbcast --help\" for more information\n");
}

TEST_F(Sbcast, NeedsAJob) {
  context.variables.clear();
  EXPECT_EQ(run({path("source"), path("copy")}, context), 1);
  EXPECT_EQ(context.complaints(),
            "sbcast: error: Need a job id to run this command.  Run from within a Slurm job or use the --jobid option.\n");
}

TEST_F(Sbcast, KnowsWhichNodesAreTheJobs) {
  EXPECT_EQ(run({"--nodelist=node7", path("source"), path("copy")}, context), 255);
  EXPECT_EQ(context.complaints(), "sbcast: error: Not all nodes in --nodelist/-w 'node7' are in job 70.\n");
}

TEST_F(Sbcast, SaysWhatItDoesNotFind) {
  EXPECT_EQ(run({path("nosuch"), path("copy")}, context), 255);
  EXPECT_EQ(context.complaints(),
            "sbcast: error: Can't open `" + path("nosuch") + "`: No such file or directory\n");
}

TEST_F(Sbcast, PassesOverValuesThatItDoesNotUnderstand) {
  EXPECT_EQ(run({"-s", "bad", "--compress=bad", path("source"), path("copy")}, context), 0);
  EXPECT_EQ(context.complaints(), "size specification is invalid, ignored\n"
                                  "sbcast: error: Compression type 'bad' unknown, disabling compression support.\n");
}

TEST(SbcastOptions, HaveOneMeaningEach) {
  EXPECT_THAT(test::repeated_options(option_set().rows()), ::testing::IsEmpty());
}

}  // namespace
}  // namespace minislurm::sbcast
