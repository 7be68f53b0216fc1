#include "libcommon/link/autostart.h"

#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

extern char** environ;

namespace minislurm {
namespace {

namespace fs = std::filesystem;

Error not_started(const std::string& why) { return Error{Code::ControllerConnect, why}; }

// Held by the one command that starts the controller; the others block here until it is done.
Result<Descriptor> take_turn(const std::string& state_dir) {
  std::error_code problem;
  fs::create_directories(state_dir, problem);
  if (problem) return not_started(state_dir + ": " + problem.message());
  const std::string path = state_dir + "/autostart.lock";
  Descriptor lock{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (!lock) return not_started(path + ": " + std::strerror(errno));
  while (::flock(lock.get(), LOCK_EX) != 0)
    if (errno != EINTR) return not_started(path + ": " + std::strerror(errno));
  return lock;
}

// A controller that is ending no longer answers but still writes; until it has, it keeps the state's lock.
void await_end_of_last(const std::string& state_dir) {
  constexpr int kPatience = 10000;  // milliseconds
  const Descriptor file{::open((state_dir + "/slurmctld.lock").c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file) return;
  struct flock lock {};
  lock.l_type = F_RDLCK;
  lock.l_whence = SEEK_SET;
  if (::fcntl(file.get(), F_GETLK, &lock) != 0 || lock.l_type == F_UNLCK) return;
  const Descriptor process{static_cast<int>(::syscall(SYS_pidfd_open, lock.l_pid, 0))};
  pollfd end{process.get(), POLLIN, 0};
  if (process) ::poll(&end, 1, kPatience);
}

// slurmctld becomes a daemon: its first process returns when the socket accepts.
Status run_slurmctld(const std::string& program) {
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  std::string name = "slurmctld";
  std::array<char*, 2> arguments{name.data(), nullptr};
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, program.c_str(), &files, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  if (failed != 0) return not_started(program + ": " + std::strerror(failed));
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return {};  // the command reaps its children by itself: the connection will tell
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return not_started("the controller did not start");
  return {};
}

void say_started(const std::string& command) {
  if (::isatty(STDERR_FILENO) == 0) return;
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found);
  const std::string user = found != nullptr ? found->pw_name : std::to_string(::geteuid());
  std::fprintf(stderr, "%s: started slurmctld for %s\n", command.c_str(), user.c_str());
}

}  // namespace

std::string find_slurmctld(const std::string& own_executable) {
  const fs::path folder = fs::path(own_executable).parent_path();
  const std::array candidates{folder / "slurmctld", folder / "../sbin/slurmctld",
                              folder / "../../slurmctld/slurmctld"};  // build/commands/sbatch/sbatch
  for (const fs::path& candidate : candidates) {
    std::error_code problem;
    if (fs::is_regular_file(candidate, problem) && ::access(candidate.c_str(), X_OK) == 0)
      return candidate.lexically_normal().string();
  }
  return {};
}

Result<Descriptor> connect_to_controller(const config::ClientConfig& where) {
  Result<Descriptor> connection = connect_local(where.socket_path);
  if (connection || where.socket_link.empty() || where.socket_link == where.socket_path) return connection;
  return connect_local(where.socket_link);
}

Result<Descriptor> start_and_connect(const config::ClientConfig& where, const LinkOptions& options) {
  const auto failed = [&options](const Error& why) {
    std::fprintf(stderr, "%s: error: %s\n", options.command.c_str(), why.detail.c_str());
    return Error{Code::ControllerConnect};
  };
  Result<Descriptor> turn = take_turn(where.state_dir);
  if (!turn) return failed(turn.error());
  if (Result<Descriptor> running = connect_to_controller(where)) return running;
  std::error_code problem;
  const std::string program =
      !options.slurmctld.empty() ? options.slurmctld : find_slurmctld(fs::read_symlink("/proc/self/exe", problem));
  if (program.empty()) return failed(not_started("slurmctld not found"));
  await_end_of_last(where.state_dir);
  if (const Status started = run_slurmctld(program); !started) return failed(started.error());
  Result<Descriptor> connection = connect_to_controller(where);
  if (connection) say_started(options.command);
  return connection;
}

}  // namespace minislurm
