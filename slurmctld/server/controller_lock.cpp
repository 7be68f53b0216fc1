#include "slurmctld/server/controller_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
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
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    std::array<char, 32> holder{};
    const ssize_t size = ::read(lock.get(), holder.data(), holder.size() - 1);
    const std::string pid(holder.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    return Error::generic("slurmctld is already running on " + state_dir + (pid.empty() ? "" : " (pid " + pid + ")"));
  }
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(lock.get(), 0) != 0 || ::pwrite(lock.get(), pid.data(), pid.size(), 0) < 0)
    return Error::generic(path + ": " + std::strerror(errno));
  return lock;
}

}  // namespace minislurm::server
