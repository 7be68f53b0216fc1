// A controller that answers from a script: canned replies by request kind. Every message is encoded and decoded, so the
// codecs are tested along the way. A request without a canned reply fails the test.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/link/controller_link.h"

namespace minislurm::fakes {

class FakeLink final : public ControllerLink {
 public:
  // The reply to every request of that kind, unless reply_once() has one left.
  template <class Reply>
  void reply(wire::RequestKind kind, const Reply& value) {
    always_.insert_or_assign(kind, Result<std::string>(wire::encode(value)));
  }
  void fail(wire::RequestKind kind, Error error) {
    always_.insert_or_assign(kind, Result<std::string>(std::move(error)));
  }
  // In order, each for one request.
  template <class Reply>
  void reply_once(wire::RequestKind kind, const Reply& value) {
    once_[kind].push_back(Result<std::string>(wire::encode(value)));
  }
  void fail_once(wire::RequestKind kind, Error error) {
    once_[kind].push_back(Result<std::string>(std::move(error)));
  }
  // Computed from the request.
  template <class Request, class Reply>
  void answer(wire::RequestKind kind, std::function<Result<Reply>(const Request&)> handler) {
    handlers_[kind] = [handler](const std::string& payload) -> Result<std::string> {
      Result<Request> request = wire::decode<Request>(payload);
      if (!request) return request.error();
      Result<Reply> reply = handler(*request);
      if (!reply) return reply.error();
      return wire::encode(*reply);
    };
  }

  Result<std::string> call(wire::RequestKind kind, std::string payload) override {
    sent_.emplace_back(kind, payload);
    if (auto queue = once_.find(kind); queue != once_.end() && !queue->second.empty()) {
      Result<std::string> next = std::move(queue->second.front());
      queue->second.pop_front();
      return next;
    }
    if (auto handler = handlers_.find(kind); handler != handlers_.end()) return handler->second(payload);
    if (auto canned = always_.find(kind); canned != always_.end()) return canned->second;
    ADD_FAILURE() << "no reply for request kind " << static_cast<std::uint32_t>(kind);
    return Error{Code::CommunicationsReceive, "no canned reply"};
  }

  // Every request, in the order sent.
  const std::vector<std::pair<wire::RequestKind, std::string>>& sent() const { return sent_; }
  std::size_t count(wire::RequestKind kind) const {
    std::size_t found = 0;
    for (const auto& request : sent_) found += request.first == kind ? 1 : 0;
    return found;
  }
  // The last request of that kind; a default one and a failed test where there is none.
  template <class Request>
  Request last(wire::RequestKind kind) const {
    for (auto request = sent_.rbegin(); request != sent_.rend(); ++request) {
      if (request->first != kind) continue;
      Result<Request> decoded = wire::decode<Request>(request->second);
      if (decoded) return *decoded;
    }
    ADD_FAILURE() << "no request of kind " << static_cast<std::uint32_t>(kind);
    return Request{};
  }

 private:
  std::map<wire::RequestKind, Result<std::string>> always_;
  std::map<wire::RequestKind, std::deque<Result<std::string>>> once_;
  std::map<wire::RequestKind, std::function<Result<std::string>(const std::string&)>> handlers_;
  std::vector<std::pair<wire::RequestKind, std::string>> sent_;
};

}  // namespace minislurm::fakes
