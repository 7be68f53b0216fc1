#include "slurmctld/stepd/pmi_service.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace minislurm::stepd {

namespace {

constexpr std::size_t kPiece = 16U << 10;
// A process that asks and never reads the answers is given up.
constexpr std::size_t kMostUnsent = 1U << 20;

pmi::World world_of(const wire::StepLaunch& launch) {
  pmi::World world{to_string(launch.id), std::vector<std::uint32_t>(launch.tasks.size())};
  for (const wire::TaskLaunch& task : launch.tasks)
    if (task.place.rank < world.node_of_rank.size()) world.node_of_rank[task.place.rank] = task.place.node_rank;
  return world;
}

}  // namespace

PmiService::PmiService(Poller& poller, const wire::StepLaunch& launch, OnAbort on_abort)
    : poller_(poller), name_(to_string(launch.id)), size_(static_cast<std::uint32_t>(launch.tasks.size())),
      on_abort_(std::move(on_abort)), server_(world_of(launch)) {}

PmiService::~PmiService() {
  for (Line& line : lines_) close(line);
}

Result<os::FileDescriptor> PmiService::connect(std::uint32_t rank) {
  int ends[2];
  if (rank >= size_) return Error::generic("PMI: no such rank");
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return Error::generic(std::string("socketpair: ") + std::strerror(errno));
  os::FileDescriptor theirs(ends[1]);
  Line& line = lines_.emplace_back(Line{rank, os::FileDescriptor(ends[0]), {}});
  poller_.watch(line.socket.get(), EPOLLIN, [this, &line](std::uint32_t events) { ready(line, events); });
  return theirs;
}

std::vector<std::string> PmiService::variables(std::uint32_t rank, int descriptor) const {
  return {"PMI_FD=" + std::to_string(descriptor), "PMI_JOBID=" + name_, "PMI_RANK=" + std::to_string(rank),
          "PMI_SIZE=" + std::to_string(size_)};
}

void PmiService::ready(Line& line, std::uint32_t events) {
  if ((events & EPOLLOUT) != 0) flush(line);
  if (line.socket && (events & ~std::uint32_t{EPOLLOUT}) != 0) take(line);
}

void PmiService::take(Line& line) {
  std::array<char, kPiece> piece;
  const ssize_t got = ::recv(line.socket.get(), piece.data(), piece.size(), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return close(line);
  const pmi::Outcome outcome = server_.take(line.rank, {piece.data(), static_cast<std::size_t>(got)});
  for (const pmi::Answer& answer : outcome.answers) send(answer.rank, answer.bytes);
  if (outcome.hang_up) close(line);
  if (outcome.abort) on_abort_(*outcome.abort);
}

void PmiService::send(std::uint32_t rank, std::string_view bytes) {
  for (Line& line : lines_) {
    if (line.rank != rank || !line.socket) continue;
    line.unsent.append(bytes);
    flush(line);
  }
}

void PmiService::flush(Line& line) {
  while (!line.unsent.empty()) {
    const ssize_t put =
        ::send(line.socket.get(), line.unsent.data(), line.unsent.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0 && (errno != EAGAIN || line.unsent.size() > kMostUnsent)) return close(line);
    if (put < 0) break;
    line.unsent.erase(0, static_cast<std::size_t>(put));
  }
  poller_.change(line.socket.get(), EPOLLIN | (line.unsent.empty() ? 0U : std::uint32_t{EPOLLOUT}));
}

void PmiService::close(Line& line) {
  if (!line.socket) return;
  poller_.forget(line.socket.get());
  line.socket.reset();
}

}  // namespace minislurm::stepd
