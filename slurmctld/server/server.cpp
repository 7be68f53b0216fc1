#include "slurmctld/server/server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "libcommon/link/local_socket.h"
#include "libcommon/log/log.h"
#include "slurmctld/server/admission.h"
#include "slurmctld/server/connection.h"

namespace minislurm::server {

namespace asio = boost::asio;

namespace {

constexpr int kBacklog = 1024;
constexpr std::chrono::milliseconds kDescriptorRetry{100};  // after EMFILE, which no event announces the end of

std::size_t connections_allowed(std::size_t asked) {
  if (asked != 0) return asked;
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return 8192;
  // The rest is for steps, files and the database.
  return std::min<std::size_t>(8192, std::max<std::size_t>(16, files.rlim_cur / 2));
}

std::optional<Peer> peer_of(int socket) {
  ucred who{};
  socklen_t size = sizeof who;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) return std::nullopt;
  return Peer{UserId{who.uid}, GroupId{who.gid}, static_cast<std::uint32_t>(who.pid)};
}

}  // namespace

class Server::Inside : public std::enable_shared_from_this<Server::Inside> {
 public:
  Inside(asio::io_context& loop, Options options, Handlers handlers)
      : loop_(loop), options_(std::move(options)), handlers_(std::move(handlers)), listener_(loop), retry_(loop),
        most_(connections_allowed(options_.max_connections)),
        admission_(UserId{::geteuid()}, std::max<std::size_t>(16, most_ / 4), 2 * wire::kMaxFrame) {}

  Status listen() {
    ::unlink(options_.socket_path.c_str());
    Result<Descriptor> socket = listen_local(options_.socket_path, options_.for_all_users ? 0666 : 0600, kBacklog);
    if (!socket) return socket.error();
    listener_.assign(socket->release());
    wait_for_peer();
    return {};
  }

  void answer(TicketNumber ticket, const wire::Reply& reply) {
    const auto found = owed_.find(ticket);
    if (found == owed_.end()) return;
    const std::shared_ptr<Connection> connection = std::move(found->second);
    owed_.erase(found);
    connection->answer(reply);
  }

  void stop_listening() {
    closing_ = true;
    boost::system::error_code ignored;
    retry_.cancel();
    if (!listener_.is_open()) return;
    listener_.close(ignored);
    ::unlink(options_.socket_path.c_str());
  }

  void close() {
    stop_listening();
    const auto all = connections_;  // finish() takes them out of the set
    for (const std::shared_ptr<Connection>& connection : all) connection->finish();
  }

 private:
  void wait_for_peer() {
    if (waiting_ || closing_ || connections_.size() >= most_) return;
    waiting_ = true;
    listener_.async_wait(asio::posix::stream_descriptor::wait_read,
                         [self = shared_from_this()](boost::system::error_code problem) {
                           self->waiting_ = false;
                           if (!problem && !self->closing_) self->accept_all();
                         });
  }

  void accept_all() {
    while (connections_.size() < most_) {
      Descriptor socket{::accept4(listener_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)};
      if (socket) {
        adopt(std::move(socket));
      } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
        log::error(log::kRpc, std::string("cannot accept a connection: ") + std::strerror(errno));
        return accept_later();
      } else if (errno != EINTR && errno != ECONNABORTED) {
        break;  // nobody is waiting any more
      }
    }
    wait_for_peer();
  }

  void accept_later() {
    waiting_ = true;
    retry_.expires_after(kDescriptorRetry);
    retry_.async_wait([self = shared_from_this()](boost::system::error_code problem) {
      self->waiting_ = false;
      if (!problem && !self->closing_) self->accept_all();
    });
  }

  void adopt(Descriptor socket) {
    const std::optional<Peer> peer = peer_of(socket.get());
    if (!peer) return;
    if (!options_.for_all_users && number(peer->user) != ::geteuid() && number(peer->user) != 0) return;
    if (!admission_.enter(peer->user)) return;
    Connection::Socket stream(loop_, asio::local::stream_protocol(), socket.release());
    const std::weak_ptr<Inside> weak = weak_from_this();
    auto connection = std::make_shared<Connection>(
        std::move(stream), *peer,
        [weak](const std::shared_ptr<Connection>& from, wire::Request request) -> TicketNumber {
          const auto self = weak.lock();
          return self ? self->deliver(from, std::move(request)) : 0;
        },
        [weak](const std::shared_ptr<Connection>& which) {
          if (const auto self = weak.lock()) self->closed(which);
        },
        [weak](UserId user, std::size_t before, std::size_t now) {
          const auto self = weak.lock();
          return !self || self->admission_.hold(user, before, now);
        });
    connections_.insert(connection);
    connection->start();
  }

  // The request is handled after this returns, so that an answer never comes before the ticket is known.
  TicketNumber deliver(const std::shared_ptr<Connection>& from, wire::Request request) {
    const TicketNumber ticket = ++last_ticket_;
    owed_.emplace(ticket, from);
    asio::post(loop_, [self = shared_from_this(), ticket, peer = from->peer(), asked = std::move(request)]() mutable {
      if (self->owed_.count(ticket) != 0) self->handlers_.request(ticket, peer, std::move(asked));
    });
    return ticket;
  }

  void closed(const std::shared_ptr<Connection>& connection) {
    connections_.erase(connection);
    admission_.leave(connection->peer().user);
    if (owed_.erase(connection->waiting_for()) != 0 && !closing_) handlers_.gone(connection->waiting_for());
    wait_for_peer();
  }

  asio::io_context& loop_;
  Options options_;
  Handlers handlers_;
  asio::posix::stream_descriptor listener_;
  asio::steady_timer retry_;
  std::size_t most_;
  Admission admission_;
  bool waiting_ = false, closing_ = false;
  TicketNumber last_ticket_ = 0;
  std::unordered_set<std::shared_ptr<Connection>> connections_;
  std::unordered_map<TicketNumber, std::shared_ptr<Connection>> owed_;
};

Server::Server(asio::io_context& loop, Options options, Handlers handlers)
    : inside_(std::make_shared<Inside>(loop, std::move(options), std::move(handlers))) {}

Server::~Server() { close(); }

Status Server::listen() { return inside_->listen(); }
void Server::answer(TicketNumber ticket, const wire::Reply& reply) { inside_->answer(ticket, reply); }
void Server::stop_listening() { inside_->stop_listening(); }
void Server::close() { inside_->close(); }

}  // namespace minislurm::server
