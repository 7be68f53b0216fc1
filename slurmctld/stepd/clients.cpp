#include "slurmctld/stepd/clients.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace minislurm::stepd {

namespace {
constexpr std::size_t kMostClients = 256;  // of a user's; the controller is always let in

bool is_own(int socket) {
  ucred who{};
  socklen_t size = sizeof who;
  return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 && who.uid == ::geteuid();
}

}  // namespace

Clients::Clients(Poller& poller, int listening, Connection::OnFrame on_frame)
    : poller_(poller), listening_(listening), on_frame_(std::move(on_frame)) {
  poller_.watch(listening_, EPOLLIN, [this](std::uint32_t) { accept_pending(); });
}

Clients::~Clients() { poller_.forget(listening_); }

void Clients::accept_pending() {
  while (true) {
    os::FileDescriptor socket(::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket) return;
    const bool own = is_own(socket.get());
    if (connections_.size() >= kMostClients && !own) continue;  // closed at once
    connections_.push_back(std::make_unique<Connection>(std::move(socket), poller_, on_frame_));
    connections_.back()->is_own = own;
  }
}

void Clients::to_followers(wire::FrameKind kind, std::string_view payload) {
  for (const auto& client : connections_)
    if (client->watches || client->attached) client->send(kind, payload);
}

void Clients::end_all(std::string_view result) {
  for (const auto& client : connections_) client->end(result);
}

void Clients::to_attached(wire::FrameKind kind, std::string_view payload, std::uint32_t task) {
  for (const auto& client : connections_)
    if (client->attached) client->send(kind, payload, 0, task);
}

void Clients::message(std::string_view text, wire::MessageKind kind) {
  for (const auto& client : connections_)
    if (client->attached && client->attachment.wants_output) client->send(wire::FrameKind::Message, text, static_cast<std::uint16_t>(kind));
}

void Clients::output(std::uint32_t task, std::uint16_t stream, std::string_view bytes) {
  for (const auto& client : connections_) {
    if (!client->attached || !client->attachment.wants_output) continue;
    const std::uint32_t only = client->attachment.only_task;
    if (only == wire::kAllTasks || only == task) client->send(wire::FrameKind::Output, bytes, stream, task);
  }
}

void Clients::pause_input(bool pause) {
  for (const auto& client : connections_)
    if (client->attached) client->pause_reading(pause);
}

void Clients::sweep() {
  std::erase_if(connections_, [](const auto& client) { return client->closed(); });
}

bool Clients::any_attached() const {
  return std::any_of(connections_.begin(), connections_.end(),
                     [](const auto& client) { return client->attached && !client->attachment.observes && !client->closed(); });
}

std::size_t Clients::most_unsent() const {
  std::size_t most = 0;
  for (const auto& client : connections_) most = std::max(most, client->closed() ? 0 : client->unsent());
  return most;
}

std::size_t Clients::unsent() const {
  std::size_t sum = 0;
  for (const auto& client : connections_) sum += client->closed() ? 0 : client->unsent();
  return sum;
}

}  // namespace minislurm::stepd
