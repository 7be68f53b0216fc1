#include "slurmctld/server/connection.h"

#include <boost/asio/write.hpp>

#include <utility>

#include "libcommon/wire/codec.h"

namespace minislurm::server {

namespace asio = boost::asio;

Connection::Connection(Socket socket, Peer peer, Deliver deliver, Closed closed, Hold hold)
    : socket_(std::move(socket)), peer_(peer), deliver_(std::move(deliver)), closed_(std::move(closed)),
      hold_(std::move(hold)) {}

// Reading goes on while an answer is owed: that is how a peer that hangs up is noticed.
void Connection::read() {
  if (reading_ || ending_ || closed_already_ || frames_.ready()) return;
  reading_ = true;
  socket_.async_read_some(asio::buffer(chunk_), [self = shared_from_this()](boost::system::error_code problem,
                                                                            std::size_t size) {
    self->reading_ = false;
    if (self->closed_already_) return;
    if (problem) {
      if (!self->writing_) return self->close();
      self->ending_ = true;
      return;
    }
    self->frames_.append({self->chunk_.data(), size});
    if (!self->account(self->frames_.buffered())) return self->close();
    self->serve_next();
  });
}

bool Connection::account(std::size_t now) { return hold_(peer_.user, std::exchange(held_, now), now); }

void Connection::serve_next() {
  if (ticket_ == 0 && !writing_ && !ending_ && frames_.ready()) {
    Result<std::optional<std::string>> bytes = frames_.next();
    if (!bytes) return refuse(bytes.error());
    account(frames_.buffered());
    Result<wire::Request> request = wire::decode<wire::Request>(**bytes);
    if (!request) return refuse(request.error());
    if (request->version != wire::kProtocolVersion) return refuse(Code::ProtocolVersion);
    ticket_ = deliver_(shared_from_this(), std::move(*request));
  }
  read();
}

void Connection::refuse(const Error& error) {
  ending_ = true;
  wire::Reply reply;
  reply.code = error.code;
  reply.detail = error.detail;
  write(reply);
}

void Connection::answer(const wire::Reply& reply) {
  ticket_ = 0;
  write(reply);
}

void Connection::write(const wire::Reply& reply) {
  outgoing_ = wire::frame(wire::encode(reply));
  writing_ = true;
  asio::async_write(socket_, asio::buffer(outgoing_),
                    [self = shared_from_this()](boost::system::error_code problem, std::size_t) {
                      self->writing_ = false;
                      if (self->closed_already_) return;
                      std::string().swap(self->outgoing_);
                      if (problem || self->ending_) return self->close();
                      self->serve_next();
                    });
}

void Connection::finish() {
  ending_ = true;
  if (!writing_) close();
}

void Connection::close() {
  if (closed_already_) return;
  closed_already_ = true;
  boost::system::error_code ignored;
  socket_.close(ignored);
  account(0);
  closed_(shared_from_this());
}

}  // namespace minislurm::server
