// A request on a connection of its own, read without blocking.
#pragma once

#include "libcommon/link/controller_link.h"
#include "libcommon/link/local_socket.h"
#include "libcommon/wire/framing.h"

namespace minislurm {

class UnixPendingCall final : public PendingCall {
 public:
  // REQUIRES: the request has been sent on `socket`.
  UnixPendingCall(Descriptor socket, std::size_t longest_reply);
  int descriptor() const override { return socket_.get(); }
  std::optional<Result<std::string>> receive() override;

 private:
  Descriptor socket_;
  wire::FrameBuffer buffer_;
};

}  // namespace minislurm
