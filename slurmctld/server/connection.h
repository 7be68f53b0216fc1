// One command's connection. Reads ahead at most one frame beyond the request that is being served.
#pragma once

#include <boost/asio/local/stream_protocol.hpp>

#include <array>
#include <functional>
#include <memory>
#include <string>

#include "libcommon/wire/framing.h"
#include "slurmctld/server/server.h"

namespace minislurm::server {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;
  // The number under which the request's answer will come.
  using Deliver = std::function<TicketNumber(const std::shared_ptr<Connection>&, wire::Request)>;
  using Closed = std::function<void(const std::shared_ptr<Connection>&)>;
  // What is received and not served yet has changed; false: too much.
  using Hold = std::function<bool(UserId, std::size_t before, std::size_t now)>;

  Connection(Socket socket, Peer peer, Deliver deliver, Closed closed, Hold hold);

  void start() { read(); }
  void answer(const wire::Reply& reply);
  const Peer& peer() const { return peer_; }
  TicketNumber waiting_for() const { return ticket_; }  // 0: no answer is owed
  // No more requests; the connection ends when its last answer is written.
  void finish();

 private:
  void read();
  void serve_next();
  void refuse(const Error& error);
  void write(const wire::Reply& reply);
  bool account(std::size_t now);
  void close();

  Socket socket_;
  Peer peer_;
  Deliver deliver_;
  Closed closed_;
  Hold hold_;
  std::size_t held_ = 0;
  wire::FrameBuffer frames_{wire::kMaxFrame};
  std::array<char, 16384> chunk_{};
  std::string outgoing_;
  TicketNumber ticket_ = 0;
  bool reading_ = false, writing_ = false, ending_ = false, closed_already_ = false;
};

}  // namespace minislurm::server
