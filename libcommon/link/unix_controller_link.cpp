#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "libcommon/link/autostart.h"
#include "libcommon/link/local_socket.h"
#include "libcommon/link/make_link.h"
#include "libcommon/link/unix_pending_call.h"
#include "libcommon/wire/framing.h"

namespace minislurm {
namespace {

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool receive_all(int socket, char* into, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::recv(socket, into, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    into += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

// Between two requests a controller says nothing: what can be read then is its end.
bool has_hung_up(int socket) {
  char byte = 0;
  const ssize_t got = ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

// What may be asked twice: a controller that ended in between leaves no doubt about what it did.
bool changes_nothing(wire::RequestKind kind) {
  switch (kind) {
    case wire::RequestKind::Ping:
    case wire::RequestKind::AwaitJob:
    case wire::RequestKind::QueryJobs:
    case wire::RequestKind::QuerySteps:
    case wire::RequestKind::QueryCluster:
    case wire::RequestKind::QueryStats:
    case wire::RequestKind::QueryHistory:
    case wire::RequestKind::QueryScript: return true;
    default: return false;
  }
}

bool was_cut_off(const Error& error) {
  return error.code == Code::CommunicationsReceive || error.code == Code::CommunicationsConnection;
}

constexpr std::chrono::milliseconds kPatience{10000};

class UnixControllerLink : public ControllerLink {
 public:
  UnixControllerLink(config::ClientConfig where, LinkOptions options)
      : where_(std::move(where)), options_(std::move(options)) {}

  Result<std::string> call(wire::RequestKind kind, std::string payload) override {
    wire::Request request;
    request.kind = kind;
    request.payload = std::move(payload);
    const std::string encoded = wire::encode(request);
    if (encoded.size() > wire::kMaxFrame) return Error::generic("the request is too large");
    Result<std::string> answer = exchange(encoded);
    if (!answer && was_cut_off(answer.error()) && changes_nothing(kind)) answer = exchange(encoded);
    if (!answer) return answer.error();
    Result<wire::Reply> reply = wire::decode<wire::Reply>(*answer);
    if (!reply) return reply.error();
    if (reply->code != Code::Success) return Error{reply->code, std::move(reply->detail)};
    return std::move(reply->payload);
  }

  Result<std::unique_ptr<PendingCall>> start(wire::RequestKind kind, std::string payload) override {
    UnixControllerLink other(where_, options_);
    if (const Status connected = other.connect(); !connected) return connected.error();
    wire::Request request;
    request.kind = kind;
    request.payload = std::move(payload);
    const std::string encoded = wire::encode(request);
    if (encoded.size() > wire::kMaxFrame) return Error::generic("the request is too large");
    // What the controller says of a request that it does not read to its end is received all the same.
    send_all(other.socket_.get(), wire::frame(encoded));
    return std::unique_ptr<PendingCall>(std::make_unique<UnixPendingCall>(std::move(other.socket_), kLongestReply));
  }

 private:
  Result<std::string> exchange(const std::string& encoded) {
    if (const Status connected = connect(); !connected) return connected.error();
    // The controller may hang up on a bad request while it is being sent, its answer being on its way already.
    const bool sent = send_all(socket_.get(), wire::frame(encoded));
    Result<std::string> answer = receive();
    if (answer) return answer;
    socket_.reset();
    return sent ? answer.error() : Error{Code::CommunicationsConnection};
  }

  bool may_start() const { return where_.zero_configured && options_.may_start; }

  Result<Descriptor> connect_again() const {
    constexpr std::chrono::milliseconds kBetween{100};
    Result<Descriptor> connection{Error{Code::ControllerConnect}};
    auto left = met_ ? kPatience : options_.patience;
    for (; !connection && left.count() > 0; left -= kBetween) {
      ::poll(nullptr, 0, static_cast<int>(kBetween.count()));
      connection = connect_to_controller(where_);
    }
    return connection;
  }

  Status connect() {
    if (socket_ && has_hung_up(socket_.get())) socket_.reset();  // another controller may run by now
    if (socket_) return {};
    Result<Descriptor> connection = connect_to_controller(where_);
    if (!connection && !may_start()) connection = connect_again();
    if (!connection) {
      if (!may_start()) return Error{Code::ControllerConnect};
      connection = start_and_connect(where_, options_);
      if (!connection) return connection.error();
    }
    met_ = true;
    socket_ = std::move(*connection);
    return {};
  }

  Result<std::string> receive() {
    char header[wire::kFrameHeaderSize];
    if (!receive_all(socket_.get(), header, sizeof header)) return Error{Code::CommunicationsReceive};
    const std::uint32_t length = wire::frame_length(header);
    if (length > kLongestReply) return Error{Code::CommunicationsReceive};
    std::string bytes(length, '\0');
    if (!receive_all(socket_.get(), bytes.data(), bytes.size())) return Error{Code::CommunicationsReceive};
    return bytes;
  }

  // The controller is trusted further than a command is: a queue of 100,000 jobs is one reply.
  static constexpr std::uint32_t kLongestReply = 1U << 30;

  config::ClientConfig where_;
  LinkOptions options_;
  Descriptor socket_;
  bool met_ = false;  // a controller that has answered once is only being restarted
};

}  // namespace

LinkOptions link_options(std::string command, const config::EnvironmentGetter& environment) {
  LinkOptions options;
  options.command = std::move(command);
  // A task's controller would be a descendant of its slurmstepd, and would end with the step.
  const bool in_a_task = environment("SLURM_TASK_PID").has_value();
  options.may_start = !in_a_task && environment("MINISLURM_AUTOSTART").value_or("1") != "0";
  options.slurmctld = environment("MINISLURM_SLURMCTLD").value_or("");
  if (environment("SLURM_JOB_ID")) options.patience = kPatience;
  return options;
}

std::unique_ptr<ControllerLink> make_controller_link(config::ClientConfig where, LinkOptions options) {
  return std::make_unique<UnixControllerLink>(std::move(where), std::move(options));
}

}  // namespace minislurm
