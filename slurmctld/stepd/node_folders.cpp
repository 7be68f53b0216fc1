#include "slurmctld/stepd/node_folders.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "slurmctld/stepd/identity.h"

namespace minislurm::stepd {

namespace {

constexpr std::array<std::string_view, 2> kDaemons = {"orted", "prted"};

bool is_daemon(const wire::TaskLaunch& task) {
  const std::string_view program = task.argv.front();
  const std::string_view name = program.substr(program.rfind('/') + 1);  // npos + 1 is 0
  return std::find(kDaemons.begin(), kDaemons.end(), name) != kDaemons.end();
}

}  // namespace

NodeFolders::~NodeFolders() {
  if (of_nodes_.empty()) return;
  const ActingAsUser user(launch_);  // what lies there is the user's to remove
  std::error_code ignored;
  for (const auto& [node, folder] : of_nodes_)
    if (user.good()) std::filesystem::remove_all(folder, ignored);
}

std::vector<std::string> NodeFolders::variables(const wire::TaskLaunch& task) {
  const std::uint32_t node = task.place.node_rank, first = launch_.tasks.front().place.node_rank;
  if (!is_daemon(task) || std::all_of(launch_.tasks.begin(), launch_.tasks.end(), [first](const wire::TaskLaunch& one) {
        return one.place.node_rank == first;
      }))
    return {};
  if (!of_nodes_.contains(node)) {
    const ActingAsUser user(launch_);
    const std::string folder = "/dev/shm/slurm." + to_string(launch_.id) + "." + std::to_string(node);
    if (!user.good() || ::mkdir(folder.c_str(), 0700) != 0) return {};
    of_nodes_.emplace(node, folder);
  }
  const std::string& folder = of_nodes_.at(node);
  return {"OMPI_MCA_btl_vader_backing_directory=" + folder, "OMPI_MCA_btl_sm_backing_directory=" + folder};
}

}  // namespace minislurm::stepd
