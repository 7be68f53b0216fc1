// Sockets of this machine, by path, of any length: sockaddr_un holds 107 bytes, a job's folder may be deeper. A path
// too long for it is reached through its folder's descriptor. All descriptors are close-on-exec.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>

#include "libcommon/base/result.h"

namespace minislurm {

// Owns a file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    reset(std::exchange(other.fd_, -1));
    return *this;
  }
  ~Descriptor() { reset(); }
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }
  void reset(int fd = -1);

 private:
  int fd_ = -1;
};

// Errors: Code::ControllerConnect, the detail being the system's reason.
Result<Descriptor> connect_local(const std::string& path, bool non_blocking = false);
// A listening socket at `path`, which must not exist. Errors: Code::Generic with path and reason.
Result<Descriptor> listen_local(const std::string& path, mode_t mode, int backlog);

}  // namespace minislurm
