// The client end of the controller's socket: one connection per command, requests answered in order.
// The seam between commands and the controller; the fake of tests/support encodes and decodes every message too.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "libcommon/base/result.h"
#include "libcommon/wire/codec.h"
#include "libcommon/wire/messages.h"

namespace minislurm {

// A request on its way whose answer may be long in coming. Destroying it gives the request up.
class PendingCall {
 public:
  virtual ~PendingCall() = default;
  // Readable when receive() may have more to say; -1: the answer is there already.
  virtual int descriptor() const = 0;
  // The answer, once it is there; never blocks.
  virtual std::optional<Result<std::string>> receive() = 0;
};

class ControllerLink {
 public:
  virtual ~ControllerLink() = default;

  // Sends one request and waits for its reply's payload. Connects on first use (and starts a controller where the
  // configuration allows it). Errors: the controller's own, or Code::ControllerConnect when there is none to talk to.
  virtual Result<std::string> call(wire::RequestKind kind, std::string payload) = 0;

  // The same for a caller who waits for other things too (signals). Each has a connection of its own, so that other
  // requests can go on meanwhile. A link without connections answers at once.
  virtual Result<std::unique_ptr<PendingCall>> start(wire::RequestKind kind, std::string payload);

  template <class Reply, class Request>
  Result<Reply> ask(wire::RequestKind kind, const Request& request) {
    Result<std::string> answer = call(kind, wire::encode(request));
    if (!answer) return answer.error();
    return wire::decode<Reply>(*answer);
  }
};

}  // namespace minislurm
