// The client end of the controller's socket: one connection per command, requests answered in order.
// The seam between commands and the controller; the fake of tests/support encodes and decodes every message too.
#pragma once

#include <string>

#include "libcommon/base/result.h"
#include "libcommon/wire/codec.h"
#include "libcommon/wire/messages.h"

namespace minislurm {

class ControllerLink {
 public:
  virtual ~ControllerLink() = default;

  // Sends one request and waits for its reply's payload. Connects on first use (and starts a controller where the
  // configuration allows it). Errors: the controller's own, or Code::ControllerConnect when there is none to talk to.
  virtual Result<std::string> call(wire::RequestKind kind, std::string payload) = 0;

  template <class Reply, class Request>
  Result<Reply> ask(wire::RequestKind kind, const Request& request) {
    Result<std::string> answer = call(kind, wire::encode(request));
    if (!answer) return answer.error();
    return wire::decode<Reply>(*answer);
  }
};

}  // namespace minislurm
