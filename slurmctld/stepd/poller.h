// The one place where stepd waits: descriptors and what to do when they are ready. Used by one thread.
// A handler may add and forget any descriptor, its own included; events of one forgotten meanwhile are dropped.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>

#include "libcommon/os/file_descriptor.h"

namespace minislurm::stepd {

class Poller {
 public:
  using Handler = std::function<void(std::uint32_t events)>;
  Poller();
  // `events` as in epoll_ctl; a hang-up is always reported. The descriptor stays its owner's.
  void watch(int fd, std::uint32_t events, Handler handler);
  void change(int fd, std::uint32_t events);
  void forget(int fd);
  // Waits until something is ready and handles it.
  void turn();

 private:
  struct Entry {
    std::uint32_t generation;
    Handler handler;
  };
  os::FileDescriptor epoll_;
  std::uint32_t generation_ = 0;
  std::unordered_map<int, std::shared_ptr<Entry>> entries_;
};

class Timer {
 public:
  Timer(Poller& poller, std::function<void()> handler);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  // Once, after so many milliseconds (at least 1); `every`: again and again.
  void arm(std::uint64_t milliseconds, bool every = false);
  void disarm();

 private:
  Poller& poller_;
  os::FileDescriptor fd_;
};

}  // namespace minislurm::stepd
