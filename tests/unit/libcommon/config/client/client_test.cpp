#include "libcommon/config/client/client.h"

#include <gmock/gmock.h>
#include <pwd.h>
#include <unistd.h>

#include <map>

#include "tests/unit/libcommon/config/folder.h"

namespace minislurm::config {
namespace {

EnvironmentGetter environment(std::map<std::string, std::string> values) {
  return [values](const std::string& name) -> std::optional<std::string> {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
  };
}

TEST(FindController, TheFileThatSlurmConfNamesDecides) {
  const Folder folder;
  folder.write("more.conf", "StateSaveLocation=/var/s\n");
  const std::string file = folder.write("slurm.conf", "# comment\n  clustername = \"deep\"  \nInclude more.conf\n"
                                                      "SlurmctldPidFile=/run/a.b/ctld.pid # here\nNodeName=n1\n");
  const auto found = find_controller(environment({{"SLURM_CONF", file}}), "/none");
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(found->socket_path, "/run/a.b/ctld.sock");
  EXPECT_EQ(found->cluster_name, "deep");
  EXPECT_EQ(found->state_dir, "/var/s");
  EXPECT_EQ(found->slurm_conf, file);
  EXPECT_FALSE(found->zero_configured);
}

TEST(FindController, AFileThatIsNotThereIsAnErrorAndNotZeroConfiguration) {
  EXPECT_FALSE(find_controller(environment({{"SLURM_CONF", "/none/slurm.conf"}, {"HOME", "/h"}}), "/none"));
}

TEST(FindController, TheSystemFileComesNext) {
  const Folder folder;
  const std::string file = folder.write("slurm.conf", "ClusterName=c\n");
  const auto found = find_controller(environment({{"HOME", "/h"}}), file);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->socket_path, "/var/run/slurmctld.sock");
  EXPECT_EQ(found->slurm_conf, file);
}

TEST(FindController, WithoutAFileStateAndSocketAreTheUsers) {
  const auto home = find_controller(environment({{"HOME", "/h"}}), "/none");
  ASSERT_TRUE(home);
  EXPECT_TRUE(home->zero_configured);
  EXPECT_EQ(home->state_dir, "/h/.local/state/minislurm");
  EXPECT_EQ(home->socket_path, "/h/.local/state/minislurm/slurmctld.sock");
  const Folder runtime;
  const auto xdg =
      find_controller(environment({{"XDG_STATE_HOME", "/x"}, {"XDG_RUNTIME_DIR", runtime.path()}}), "/none");
  ASSERT_TRUE(xdg);
  EXPECT_EQ(xdg->state_dir, "/x/minislurm");
  EXPECT_EQ(xdg->socket_path, runtime.path() + "/minislurm/slurmctld.sock");
  EXPECT_EQ(xdg->socket_link, "/x/minislurm/slurmctld.sock");
}

TEST(FindController, ARuntimeFolderThatIsNotThereOrNotTheUsersIsPassedOver) {
  for (const char* runtime : {"/none/user/7", "/etc/passwd", "relative"}) {
    const auto found = find_controller(environment({{"XDG_STATE_HOME", "/x"}, {"XDG_RUNTIME_DIR", runtime}}), "/none");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->socket_path, "/x/minislurm/slurmctld.sock") << runtime;
  }
}

TEST(FindController, WithoutHomeTheUsersOwnIsLookedUp) {
  const auto found = find_controller(environment({}), "/none");
  ASSERT_TRUE(found);
  const passwd* user = getpwuid(geteuid());
  ASSERT_NE(user, nullptr);
  EXPECT_EQ(found->state_dir, std::string{user->pw_dir} + "/.local/state/minislurm");
}

TEST(SocketBeside, ReplacesTheExtensionOfTheFileOnly) {
  EXPECT_EQ(socket_beside("/run/x.pid"), "/run/x.sock");
  EXPECT_EQ(socket_beside("/run.d/x"), "/run.d/x.sock");
}

}  // namespace
}  // namespace minislurm::config
