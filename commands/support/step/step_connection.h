// A command's end of a step's socket: frames in both directions, without blocking.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "libcommon/link/local_socket.h"
#include "libcommon/wire/step_frames.h"

namespace minislurm::steps {

class StepConnection {
 public:
  // REQUIRES: a connected socket.
  explicit StepConnection(Descriptor socket);

  void send(wire::FrameKind kind, std::string_view payload, std::uint32_t task = wire::kAllTasks);
  void flush();
  // Reads once and hands on every frame that is whole by then.
  void read(const std::function<void(const wire::StepFrame&)>& on_frame);

  bool closed() const { return closed_; }
  std::size_t waiting() const { return out_.size() - sent_; }
  int descriptor() const { return socket_.get(); }

 private:
  Descriptor socket_;
  wire::StepFrameReader reader_;
  std::string out_;
  std::size_t sent_ = 0;
  bool closed_ = false;
};

}  // namespace minislurm::steps
