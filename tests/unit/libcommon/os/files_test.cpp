#include "libcommon/os/files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "libcommon/os/file_descriptor.h"

namespace minislurm::os {
namespace {

struct Files : ::testing::Test {
  Files() {
    char pattern[] = "/tmp/files-test-XXXXXX";
    folder = ::mkdtemp(pattern);
  }
  ~Files() override { std::filesystem::remove_all(folder); }
  std::string folder;
};

TEST_F(Files, ReplacedAreWholeAndLeaveNothingBeside) {
  ASSERT_TRUE(replace_durably(folder, "status", "one", 0600));
  ASSERT_TRUE(replace_durably(folder, "status", "two", 0600));
  EXPECT_EQ(read_file(folder + "/status", 100).value_or(""), "two");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
}

TEST_F(Files, AreNotReadBeyondTheBound) {
  ASSERT_TRUE(replace_durably(folder, "big", std::string(200'000, 'x'), 0600));
  EXPECT_EQ(read_file(folder + "/big", 200'000).value_or("").size(), 200'000U);
  EXPECT_FALSE(read_file(folder + "/big", 199'999));
  EXPECT_FALSE(read_file(folder + "/none", 100));
}

TEST_F(Files, GetTheFoldersAboveThem) {
  EXPECT_TRUE(make_parents(folder + "/a/b/c/file", 0755));
  EXPECT_TRUE(std::filesystem::is_directory(folder + "/a/b/c"));
  EXPECT_TRUE(make_parents(folder + "/a/b/c/file", 0755));
  ASSERT_TRUE(replace_durably(folder, "plain", "", 0600));
  EXPECT_FALSE(make_parents(folder + "/plain/x/file", 0755));
}

}  // namespace
}  // namespace minislurm::os
