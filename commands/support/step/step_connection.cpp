#include "commands/support/step/step_connection.h"

#include <sys/socket.h>

#include <cerrno>

namespace minislurm::steps {
namespace {

constexpr std::size_t kPiece = 512U << 10;
// Asked for; the system has a limit of its own.
constexpr int kSocketBuffer = 1 << 20;

}  // namespace

StepConnection::StepConnection(Descriptor socket) : socket_(std::move(socket)) {
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDBUF, &kSocketBuffer, sizeof kSocketBuffer);
}

void StepConnection::send(wire::FrameKind kind, std::string_view payload, std::uint32_t task) {
  if (closed_) return;
  wire::append_step_frame(out_, kind, 0, task, payload);
  flush();
}

void StepConnection::flush() {
  while (waiting() > 0) {
    const ssize_t put = ::send(socket_.get(), out_.data() + sent_, waiting(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    // What the step has said before it went is still to be read: read() finds the end.
    if (put < 0 && errno != EAGAIN && errno != EWOULDBLOCK) break;
    if (put < 0) return;
    sent_ += static_cast<std::size_t>(put);
  }
  out_.clear();
  sent_ = 0;
}

void StepConnection::read(const std::function<void(const wire::StepFrame&)>& on_frame) {
  const ssize_t got = ::recv(socket_.get(), reader_.room(kPiece), kPiece, MSG_DONTWAIT);
  if (got < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK)) return;
  if (got <= 0) {
    closed_ = true;
    return;
  }
  reader_.took(static_cast<std::size_t>(got));
  while (const auto frame = reader_.next()) on_frame(*frame);
  closed_ = closed_ || reader_.malformed();
}

}  // namespace minislurm::steps
