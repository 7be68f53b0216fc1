#include "libcommon/link/controller_link.h"

#include <utility>

namespace minislurm {
namespace {

class AnsweredCall final : public PendingCall {
 public:
  explicit AnsweredCall(Result<std::string> answer) : answer_(std::move(answer)) {}
  int descriptor() const override { return -1; }
  std::optional<Result<std::string>> receive() override { return answer_; }

 private:
  Result<std::string> answer_;
};

}  // namespace

Result<std::unique_ptr<PendingCall>> ControllerLink::start(wire::RequestKind kind, std::string payload) {
  return std::unique_ptr<PendingCall>(std::make_unique<AnsweredCall>(call(kind, std::move(payload))));
}

}  // namespace minislurm
