#include "commands/sbcast/copy.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "libcommon/os/file_descriptor.h"
#include "libcommon/os/files.h"

namespace minislurm::sbcast {

int copy_file(int from, const std::string& to, CopyRules rules) {
  struct stat source {};
  if (::fstat(from, &source) != 0) return errno;
  // Replaced, not written over: a program that runs from the old file goes on.
  if (rules.force && ::unlink(to.c_str()) != 0 && errno != ENOENT) return errno;
  const os::FileDescriptor file(
      ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!file) return errno;
  std::array<char, 64U << 10> piece;
  ssize_t got = 0;
  while ((got = ::read(from, piece.data(), piece.size())) > 0 || (got < 0 && errno == EINTR)) {
    if (got > 0 && !os::write_all(file.get(), {piece.data(), static_cast<std::size_t>(got)})) return errno;
  }
  if (got < 0 || ::fchmod(file.get(), source.st_mode & 0777) != 0) return errno;
  const timespec times[] = {source.st_atim, source.st_mtim};
  if (rules.preserve && ::futimens(file.get(), times) != 0) return errno;
  return 0;
}

}  // namespace minislurm::sbcast
