#include "slurmctld/server/controller_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace minislurm::server {

Result<Descriptor> lock_state(const std::string& state_dir) {
  std::error_code problem;
  std::filesystem::create_directories(state_dir, problem);
  if (problem) return Error::generic(state_dir + ": " + problem.message());
  const std::string path = state_dir + "/slurmctld.lock";
  Descriptor lock{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (!lock) return Error::generic(path + ": " + std::strerror(errno));
  // Not flock: that would live on in a child between its fork and its exec, and look like a second controller when we
  // are killed at that moment.
  struct flock whole {};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  if (::fcntl(lock.get(), F_SETLK, &whole) != 0) {
    if (errno != EACCES && errno != EAGAIN) return Error::generic(path + ": " + std::strerror(errno));
    ::fcntl(lock.get(), F_GETLK, &whole);
    const std::string holder = std::to_string(whole.l_pid);
    return Error::generic("slurmctld is already running on " + state_dir + " (pid " + holder + ")");
  }
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(lock.get(), 0) != 0 || ::pwrite(lock.get(), pid.data(), pid.size(), 0) < 0)
    return Error::generic(path + ": " + std::strerror(errno));
  return lock;
}

}  // namespace minislurm::server
