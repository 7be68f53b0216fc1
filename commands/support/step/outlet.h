// A stream that a command writes to. Its reader may be slow or gone: bytes wait in memory, in their order, and nothing
// blocks. Other processes share the stream, so its own flags are left alone.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "libcommon/os/file_descriptor.h"

namespace minislurm::steps {

class Outlet {
 public:
  // `fd` stays its owner's.
  explicit Outlet(int fd);

  void write(std::string_view bytes);
  // Writes what waits, as far as the reader takes it.
  void flush();
  std::size_t waiting() const { return queue_.size() - begin_; }
  // Nobody reads any more; what is written is dropped.
  bool gone() const { return gone_; }
  int descriptor() const { return own_ ? own_.get() : fd_; }

 private:
  // How much was taken; 0 where the reader is slow.
  std::size_t put(std::string_view bytes);

  int fd_;
  os::FileDescriptor own_;  // the same pipe or terminal, opened once more with flags of its own
  bool socket_ = false, gone_ = false;
  std::string queue_;
  std::size_t begin_ = 0;
};

}  // namespace minislurm::steps
