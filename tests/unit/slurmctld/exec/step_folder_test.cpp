#include "slurmctld/exec/step_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "libcommon/wire/codec.h"

namespace minislurm::exec {
namespace {

class StepFolderTest : public testing::Test {
 protected:
  StepFolderTest() {
    std::string pattern = testing::TempDir() + "spoolXXXXXX";
    spool_ = std::string(::mkdtemp(pattern.data())) + "/steps";
    launch_.id = id_;
    launch_.launch = 2;
  }
  ~StepFolderTest() override { std::filesystem::remove_all(std::filesystem::path(spool_).parent_path()); }
  void record_end() {
    wire::StepResult result;
    result.id = id_;
    result.launch = 2;
    result.exit_code.status = 3;
    std::ofstream(folder_of(spool_, id_) + "/status") << wire::encode(result);
  }
  std::string spool_;
  StepId id_{JobId{12}, StepNumber::Batch};
  wire::StepLaunch launch_;
};

TEST_F(StepFolderTest, AStepIsAliveAsLongAsItsLockIsHeld) {
  {
    const Result<StepFolderHandles> handles = create_step_folder(spool_, launch_);
    ASSERT_TRUE(handles) << to_string(handles.error());
    EXPECT_EQ(trace_of(spool_, id_).life, StepLife::Alive);
    EXPECT_TRUE(connect_local(socket_of(spool_, id_)));
  }
  EXPECT_EQ(trace_of(spool_, id_).life, StepLife::Gone);
}

TEST_F(StepFolderTest, TheRecordSaysHowAStepEnded) {
  { const Result<StepFolderHandles> handles = create_step_folder(spool_, launch_); }
  record_end();
  const StepTrace trace = trace_of(spool_, id_);
  EXPECT_EQ(trace.life, StepLife::Recorded);
  EXPECT_EQ(trace.result.exit_code.status, 3U);
}

TEST_F(StepFolderTest, ADamagedRecordIsNoRecord) {
  { const Result<StepFolderHandles> handles = create_step_folder(spool_, launch_); }
  std::ofstream(folder_of(spool_, id_) + "/status") << "\xff\xff";
  EXPECT_EQ(trace_of(spool_, id_).life, StepLife::Gone);
}

TEST_F(StepFolderTest, AnewStartForgetsTheFormerRunAndNeverTouchesALivingOne) {
  { const Result<StepFolderHandles> handles = create_step_folder(spool_, launch_); }
  record_end();
  const Result<StepFolderHandles> again = create_step_folder(spool_, launch_);
  ASSERT_TRUE(again);
  EXPECT_FALSE(std::filesystem::exists(folder_of(spool_, id_) + "/status"));
  EXPECT_FALSE(create_step_folder(spool_, launch_));
}

TEST_F(StepFolderTest, OnlyStepsFoldersAreSteps) {
  for (const char* name : {"12.batch", "12.0", "7.interactive", "0.1", "12.", "x.batch", "12.1x"})
    std::filesystem::create_directories(spool_ + "/" + name);
  EXPECT_EQ(steps_in(spool_).size(), 3U);
  EXPECT_EQ(parse_folder_name("12.0"), (StepId{JobId{12}, StepNumber{0}}));
}

}  // namespace
}  // namespace minislurm::exec
