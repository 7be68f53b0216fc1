#include "slurmctld/exec/launcher.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

extern char** environ;

namespace minislurm::exec {
namespace {

namespace fs = std::filesystem;

// Clear of the numbers that they become in the child, so that no dup2 overwrites one that is still to come.
constexpr int kClearOfTargets = 16;

Descriptor high_copy(const Descriptor& descriptor) {
  return Descriptor{::fcntl(descriptor.get(), F_DUPFD_CLOEXEC, kClearOfTargets)};
}

// posix_spawn's two objects with their life time.
struct SpawnPlan {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  SpawnPlan() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
};

void fresh_signals(posix_spawnattr_t& attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  sigdelset(&all, SIGKILL);
  sigdelset(&all, SIGSTOP);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
}

}  // namespace

std::string find_slurmstepd(const std::string& own_executable) {
  const fs::path folder = fs::path(own_executable).parent_path();
  const std::array candidates{folder / "slurmstepd", folder / "stepd/slurmstepd", folder / "../sbin/slurmstepd"};
  for (const fs::path& candidate : candidates) {
    std::error_code problem;
    if (fs::is_regular_file(candidate, problem) && ::access(candidate.c_str(), X_OK) == 0)
      return candidate.lexically_normal().string();
  }
  return {};
}

void leave_children_to_the_kernel() {
  struct sigaction action {};
  action.sa_handler = SIG_IGN;
  action.sa_flags = SA_NOCLDWAIT;
  ::sigaction(SIGCHLD, &action, nullptr);
}

Status spawn_stepd(const std::string& program, const StepFolderHandles& handles) {
  const std::array copies{high_copy(handles.lock), high_copy(handles.listener), high_copy(handles.launch)};
  constexpr std::array kTargets{wire::kLockDescriptor, wire::kListenDescriptor, wire::kLaunchDescriptor};
  SpawnPlan plan;
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&plan.files, standard, "/dev/null", O_RDWR, 0);
  for (std::size_t i = 0; i < copies.size(); ++i) {
    if (!copies[i]) return Error::generic(program + ": " + std::strerror(errno));
    posix_spawn_file_actions_adddup2(&plan.files, copies[i].get(), kTargets[i]);
  }
  posix_spawn_file_actions_addclosefrom_np(&plan.files, wire::kLaunchDescriptor + 1);
  posix_spawn_file_actions_addchdir_np(&plan.files, "/");
  fresh_signals(plan.attributes);
  std::string name = "slurmstepd";
  std::array<char*, 2> arguments{name.data(), nullptr};
  pid_t child = 0;
  const int failed =
      ::posix_spawn(&child, program.c_str(), &plan.files, &plan.attributes, arguments.data(), environ);
  if (failed != 0) return Error::generic(program + ": " + std::strerror(failed));
  return {};
}

}  // namespace minislurm::exec
