#include "slurmctld/stepd/output_files.h"

#include <fcntl.h>

#include <cerrno>
#include <cstring>

#include "libcommon/os/files.h"

namespace minislurm::stepd {

namespace {

// Never waits for a named pipe's reader: without one the pipe is opened for both directions, and keeps what it holds.
os::FileDescriptor open_output(const std::string& path, OpenMode mode) {
  constexpr int kCommon = O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  const int truncate = mode == OpenMode::Append ? 0 : O_TRUNC;
  int fd = ::open(path.c_str(), kCommon | truncate | O_WRONLY, 0666);
  if (fd < 0 && errno == ENXIO) fd = ::open(path.c_str(), kCommon | O_RDWR, 0666);
  if (fd >= 0) ::fcntl(fd, F_SETFL, O_APPEND);
  return os::FileDescriptor(fd);
}

}  // namespace

Result<int> OutputFiles::open(const std::string& path, const char* stream) {
  if (const auto known = files_.find(path); known != files_.end()) return known->second.get();
  os::FileDescriptor file = open_output(path, mode_);
  if (!file && errno == ENOENT && os::make_parents(path, 0777)) file = open_output(path, mode_);
  if (!file)
    return Error::generic(std::string("Could not open ") + stream + " file " + path + ": " + std::strerror(errno));
  const int fd = file.get();
  files_.emplace(path, std::move(file));
  return fd;
}

}  // namespace minislurm::stepd
