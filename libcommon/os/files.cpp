#include "libcommon/os/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "libcommon/os/file_descriptor.h"

namespace minislurm::os {

namespace {

Error failure(const std::string& what) { return Error::generic(what + ": " + std::strerror(errno)); }

}  // namespace

Result<std::string> read_to_end(int fd, std::size_t most) {
  std::string bytes;
  struct stat about {};
  if (::fstat(fd, &about) == 0 && about.st_size > 0 && static_cast<std::size_t>(about.st_size) <= most)
    bytes.reserve(static_cast<std::size_t>(about.st_size) + 1);
  constexpr std::size_t kPiece = 64U << 10;
  while (true) {
    const std::size_t held = bytes.size();
    bytes.resize(held + kPiece);
    const ssize_t got = ::read(fd, bytes.data() + held, kPiece);
    bytes.resize(held + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got == 0) return bytes;
    if (got < 0 && errno != EINTR) return failure("read");
    if (bytes.size() > most) return Error::generic("too long");
  }
}

Result<std::string> read_file(const std::string& path, std::size_t most) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return failure(path);
  auto bytes = read_to_end(file.get(), most);
  if (!bytes) return Error::generic(path + ": " + bytes.error().detail);
  return bytes;
}

Status write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(put));
    } else if (errno != EINTR) {
      return failure("write");
    }
  }
  return {};
}

Status replace_durably(const std::string& folder, const std::string& name, std::string_view bytes, mode_t mode) {
  const std::string path = folder + "/" + name, temporary = path + ".tmp";
  FileDescriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!file) return failure(temporary);
  if (const Status written = write_all(file.get(), bytes); !written) return written;
  if (::fsync(file.get()) != 0) return failure(temporary);
  file.reset();
  if (std::rename(temporary.c_str(), path.c_str()) != 0) return failure(path);
  const FileDescriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory || ::fsync(directory.get()) != 0) return failure(folder);
  return {};
}

Status make_parents(const std::string& path, mode_t mode) {
  const std::size_t last = path.rfind('/');
  if (last == std::string::npos || last == 0) return {};
  const std::string folder = path.substr(0, last);
  if (::mkdir(folder.c_str(), mode) == 0 || errno == EEXIST) return {};
  if (errno != ENOENT) return failure(folder);
  if (const Status above = make_parents(folder, mode); !above) return above;
  if (::mkdir(folder.c_str(), mode) == 0 || errno == EEXIST) return {};
  return failure(folder);
}

}  // namespace minislurm::os
