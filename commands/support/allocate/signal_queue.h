// Signals as something to wait for in poll(): while a queue lives, its signals are blocked and come from a descriptor.
#pragma once

#include <csignal>
#include <initializer_list>
#include <optional>

#include "libcommon/os/file_descriptor.h"

namespace minislurm {

class SignalQueue {
 public:
  explicit SignalQueue(std::initializer_list<int> signals);
  // Signals still queued are dropped: they have been heard, and must not end the process now.
  ~SignalQueue();
  SignalQueue(const SignalQueue&) = delete;
  SignalQueue& operator=(const SignalQueue&) = delete;

  int descriptor() const { return fd_.get(); }
  // The next one, if any has arrived.
  std::optional<int> next();
  // What the process had blocked before: a child's mask.
  const sigset_t& previous() const { return previous_; }

 private:
  sigset_t previous_{};
  os::FileDescriptor fd_;
};

}  // namespace minislurm
