#include "libcommon/link/unix_pending_call.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

namespace minislurm {

UnixPendingCall::UnixPendingCall(Descriptor socket, std::size_t longest_reply)
    : socket_(std::move(socket)), buffer_(longest_reply) {}

std::optional<Result<std::string>> UnixPendingCall::receive() {
  std::array<char, 64U << 10> piece;
  while (true) {
    Result<std::optional<std::string>> frame = buffer_.next();
    if (!frame) return Result<std::string>(frame.error());
    if (*frame) {
      Result<wire::Reply> reply = wire::decode<wire::Reply>(**frame);
      if (!reply) return Result<std::string>(reply.error());
      if (reply->code != Code::Success) return Result<std::string>(Error{reply->code, std::move(reply->detail)});
      return Result<std::string>(std::move(reply->payload));
    }
    const ssize_t got = ::recv(socket_.get(), piece.data(), piece.size(), MSG_DONTWAIT);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return std::nullopt;
    if (got <= 0) return Result<std::string>(Error{Code::CommunicationsReceive});
    buffer_.append({piece.data(), static_cast<std::size_t>(got)});
  }
}

}  // namespace minislurm
