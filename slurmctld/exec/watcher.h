// The controller's connection to one slurmstepd: reports its end, carries signals. Loop's thread only.
#pragma once

#include <boost/asio/local/stream_protocol.hpp>

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "libcommon/link/local_socket.h"
#include "libcommon/wire/stepd_messages.h"

namespace boost::asio {
class io_context;
}

namespace minislurm::exec {

class Watcher : public std::enable_shared_from_this<Watcher> {
 public:
  struct Handlers {
    std::function<void(wire::StepResult)> ended;
    std::function<void()> hung_up;  // without having said how the step ended
  };

  Watcher(boost::asio::io_context& loop, Descriptor socket, Handlers handlers);
  void start();  // says Watch
  void send(wire::FrameKind kind, const std::string& payload);
  // What the step has used by now; nothing when the step ends before it answers, or close() is called.
  using Told = std::function<void(std::optional<Usage>)>;
  void ask_usage(Told told);
  // No handler is called any more.
  void close();

 private:
  void read();
  bool take_frames();
  void write();
  void hang_up();

  boost::asio::local::stream_protocol::socket socket_;
  Handlers handlers_;
  std::array<char, 4096> chunk_{};
  std::string received_;
  std::deque<std::string> outgoing_;
  std::deque<Told> asked_;        // answered in their order
  bool closed_ = false;
};

}  // namespace minislurm::exec
