#include "slurmctld/stepd/connection.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <iterator>
#include <utility>

namespace minislurm::stepd {

namespace {
constexpr std::size_t kPiece = 512U << 10;
// Bytes from which a frame is sent from where it lies rather than gathered first.
constexpr std::size_t kWorthScattering = 4U << 10;
// Asked for; the system has a limit of its own.
constexpr int kSocketBuffer = 1 << 20;
constexpr std::size_t kCompactFrom = 1U << 20;
// Who does not read its answers is not asked for more questions.
constexpr std::size_t kMostUnread = 1U << 20;
}  // namespace

Connection::Connection(os::FileDescriptor socket, Poller& poller, OnFrame on_frame)
    : socket_(std::move(socket)), poller_(poller), on_frame_(std::move(on_frame)), events_(EPOLLIN) {
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDBUF, &kSocketBuffer, sizeof kSocketBuffer);
  poller_.watch(socket_.get(), events_, [this](std::uint32_t events) { ready(events); });
}

Connection::~Connection() { close(); }

void Connection::close() {
  if (!std::exchange(closed_, true)) poller_.forget(socket_.get());
}

void Connection::ready(std::uint32_t events) {
  if ((events & EPOLLOUT) != 0) flush();
  if (closed_) return;
  if ((events & EPOLLIN) != 0 && !deaf()) {
    read_some();
  } else if ((events & (EPOLLHUP | EPOLLERR)) != 0) {
    close();
  }
}

void Connection::read_some() {
  const ssize_t got = ::recv(socket_.get(), reader_.room(kPiece), kPiece, MSG_DONTWAIT);
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return close();
  if (got < 0) return;
  reader_.took(static_cast<std::size_t>(got));
  while (!closed_) {
    const auto frame = reader_.next();
    if (!frame) break;
    on_frame_(*this, *frame);
  }
  if (reader_.malformed()) close();
}

void Connection::send(wire::FrameKind kind, std::string_view payload, std::uint16_t stream, std::uint32_t task) {
  if (closed_ || ended_) return;
  if (unsent() == 0) {
    if (const std::size_t put = send_at_once(kind, payload, stream, task); put > 0) {
      wire::append_step_frame(out_, kind, stream, task, payload, put);
      if (unsent() > 0) set_events();
      return;
    }
  }
  const bool was_idle = unsent() == 0;
  wire::append_step_frame(out_, kind, stream, task, payload);
  if (was_idle) {
    flush();
  } else if (deaf()) {
    set_events();
  }
}

// From where the bytes are; how many of the frame's were taken.
std::size_t Connection::send_at_once(wire::FrameKind kind, std::string_view payload, std::uint16_t stream,
                                     std::uint32_t task) {
  if (payload.size() < kWorthScattering) return 0;
  wire::FrameHeader header{static_cast<std::uint32_t>(payload.size()), kind, stream, task};
  iovec parts[] = {{&header, sizeof header}, {const_cast<char*>(payload.data()), payload.size()}};
  msghdr message{};
  message.msg_iov = parts;
  message.msg_iovlen = std::size(parts);
  const ssize_t put = ::sendmsg(socket_.get(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  return put > 0 ? static_cast<std::size_t>(put) : 0;
}

void Connection::end(std::string_view result) {
  send(wire::FrameKind::Ended, result);
  ended_ = true;
}

void Connection::flush() {
  while (unsent() > 0) {
    const ssize_t put = ::send(socket_.get(), out_.data() + sent_, unsent(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0 && errno != EAGAIN) return close();
    if (put < 0) break;
    sent_ += static_cast<std::size_t>(put);
  }
  if (unsent() == 0) {
    out_.clear();
    sent_ = 0;
  } else if (sent_ >= kCompactFrom) {
    out_.erase(0, sent_);
    sent_ = 0;
  }
  set_events();
}

void Connection::pause_reading(bool pause) {
  paused_ = pause;
  if (!closed_) set_events();
}

bool Connection::deaf() const { return paused_ || unsent() > kMostUnread; }

void Connection::set_events() {
  const std::uint32_t events = (deaf() ? 0U : std::uint32_t{EPOLLIN}) | (unsent() > 0 ? std::uint32_t{EPOLLOUT} : 0U);
  if (std::exchange(events_, events) != events) poller_.change(socket_.get(), events);
}

}  // namespace minislurm::stepd
