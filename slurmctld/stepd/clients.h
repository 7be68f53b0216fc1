// Everybody connected to the step's socket.
#pragma once

#include <memory>
#include <vector>

#include "slurmctld/stepd/connection.h"

namespace minislurm::stepd {

class Clients {
 public:
  // `listening` stays its owner's.
  Clients(Poller& poller, int listening, Connection::OnFrame on_frame);
  ~Clients();
  Clients(const Clients&) = delete;
  Clients& operator=(const Clients&) = delete;

  // Watchers and attached.
  void to_followers(wire::FrameKind kind, std::string_view payload);
  void end_all(std::string_view result);
  void to_attached(wire::FrameKind kind, std::string_view payload, std::uint32_t task);
  // Text for those that show output.
  void message(std::string_view text, wire::MessageKind kind);
  void output(std::uint32_t task, std::uint16_t stream, std::string_view bytes);

  void accept_pending();
  void pause_input(bool pause);
  // Forgets the closed. Not to be called by a frame's handler.
  void sweep();
  bool any_attached() const;
  // Of the client that is furthest behind, and of all.
  std::size_t most_unsent() const;
  std::size_t unsent() const;

 private:
  Poller& poller_;
  int listening_;
  Connection::OnFrame on_frame_;
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace minislurm::stepd
