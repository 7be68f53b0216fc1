// The controller's socket: who asks is what the kernel says, requests of one connection are answered in order, a bad
// message ends its connection and nothing else. Used on the loop's thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "libcommon/base/ids.h"
#include "libcommon/base/result.h"
#include "libcommon/wire/messages.h"

namespace boost::asio {
class io_context;
}

namespace minislurm::server {

struct Peer {
  UserId user{};
  GroupId group{};
  std::uint32_t pid = 0;
};

// Names a request whose answer is owed. Never 0, never used twice.
using TicketNumber = std::uint64_t;

struct Handlers {
  std::function<void(TicketNumber, const Peer&, wire::Request)> request;
  std::function<void(TicketNumber)> gone;  // the peer hung up before its answer
};

struct Options {
  std::string socket_path;
  bool for_all_users = false;       // else only this user and root are let in
  std::size_t max_connections = 0;  // 0: from the limit on open files
};

class Server {
 public:
  Server(boost::asio::io_context& loop, Options options, Handlers handlers);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Takes the place of a socket that nobody serves any more.
  // REQUIRES: the caller holds the controller's lock, so that no other controller lives there.
  Status listen();
  // A ticket whose peer has gone is ignored.
  void answer(TicketNumber ticket, const wire::Reply& reply);
  // Accepts no more and removes the socket: who comes from now on finds no controller, rather than one that is ending.
  void stop_listening();
  // The same, and ends the connections; answers that are on their way are still written.
  void close();

 private:
  class Inside;
  std::shared_ptr<Inside> inside_;
};

}  // namespace minislurm::server
