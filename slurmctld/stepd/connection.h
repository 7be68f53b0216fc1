// One client of the step's socket: its frames in, its bytes out. Never blocks; bytes wait in memory until it reads.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "libcommon/os/file_descriptor.h"
#include "libcommon/wire/step_frames.h"
#include "slurmctld/stepd/poller.h"

namespace minislurm::stepd {

class Connection {
 public:
  using OnFrame = std::function<void(Connection&, const wire::StepFrame&)>;
  Connection(os::FileDescriptor socket, Poller& poller, OnFrame on_frame);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Nothing is sent after the step's end.
  void end(std::string_view result);
  void send(wire::FrameKind kind, std::string_view payload, std::uint16_t stream = 0, std::uint32_t task = 0);
  std::size_t unsent() const { return out_.size() - sent_; }
  // The client's frames stay in the socket; that it hangs up is still noticed.
  void pause_reading(bool pause);
  // Gone, or sent what no client may send.
  bool closed() const { return closed_; }
  void close();

  bool is_own = false;  // of the user that stepd runs as: the controller, or anybody where both are one
  bool watches = false;
  bool attached = false;
  wire::AttachRequest attachment;

 private:
  void ready(std::uint32_t events);
  void read_some();
  std::size_t send_at_once(wire::FrameKind kind, std::string_view payload, std::uint16_t stream, std::uint32_t task);
  void flush();
  bool deaf() const;
  void set_events();

  os::FileDescriptor socket_;
  Poller& poller_;
  OnFrame on_frame_;
  wire::StepFrameReader reader_;
  std::string out_;
  std::size_t sent_ = 0;
  bool paused_ = false, closed_ = false, ended_ = false;
  std::uint32_t events_ = 0;
};

}  // namespace minislurm::stepd
