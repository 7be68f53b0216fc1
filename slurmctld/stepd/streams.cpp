#include "slurmctld/stepd/streams.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

namespace {

// A reading is a frame: the larger it is the fewer times both ends wake. No larger than half a core's own cache.
constexpr std::size_t kPiece = 256U << 10;
// Of the pipe to a task, where the system grants it; many tasks have smaller ones.
constexpr int kPipeSize = 1 << 20;
constexpr std::size_t kMostLargePipes = 16;
// A pipe holds no more when its writers are gone; whoever still writes from outside of the step is not waited for.
constexpr std::size_t kMostLeft = 64U << 20;
constexpr char kEndOfTransmission = 4;

void never_block(int fd) { ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK); }

}  // namespace

Streams::~Streams() {
  for (const Output& output : outputs_)
    if (output.from) poller_.forget(output.from.get());
  for (const Input& input : inputs_)
    if (input.to) poller_.forget(input.to.get());
}

void Streams::add_output(std::uint32_t task, std::uint16_t stream, os::FileDescriptor from) {
  never_block(from.get());
  if (outputs_.size() < kMostLargePipes) ::fcntl(from.get(), F_SETPIPE_SZ, kPipeSize);
  outputs_.push_back({task, stream, std::move(from)});
  if (!paused_) watch(outputs_.back());
}

void Streams::add_input(std::uint32_t task, os::FileDescriptor to, bool terminal) {
  never_block(to.get());
  if (!terminal && inputs_.size() < kMostLargePipes) ::fcntl(to.get(), F_SETPIPE_SZ, kPipeSize);
  inputs_.push_back({task, std::move(to), terminal, false, false, {}, 0});
}

void Streams::watch(Output& output) {
  poller_.watch(output.from.get(), EPOLLIN, [this, &output](std::uint32_t) { read_some(output); });
}

void Streams::pause_output(bool pause) {
  if (std::exchange(paused_, pause) == pause) return;
  for (Output& output : outputs_) {
    if (!output.from) continue;
    if (pause) {
      poller_.forget(output.from.get());  // not only its events: a hang-up would be reported all the time
    } else {
      watch(output);
    }
  }
}

bool Streams::read_some(Output& output) {
  piece_.resize(kPiece);
  const ssize_t got = ::read(output.from.get(), piece_.data(), piece_.size());
  if (got > 0) {
    on_output_(output.task, output.stream, {piece_.data(), static_cast<std::size_t>(got)});
    return true;
  }
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return errno == EINTR;
  poller_.forget(output.from.get());
  output.from.reset();
  on_output_(output.task, output.stream, {});
  return false;
}

void Streams::drain() {
  for (Output& output : outputs_) {
    std::size_t rounds = kMostLeft / kPiece;
    while (output.from && rounds-- > 0 && read_some(output)) {
    }
    if (!output.from) continue;
    poller_.forget(output.from.get());
    output.from.reset();
    on_output_(output.task, output.stream, {});
  }
  for (Input& input : inputs_) close(input);
}

void Streams::feed(std::uint32_t task, std::string_view bytes) {
  for (Input& input : inputs_) {
    if (!input.to || input.ended || (task != wire::kAllTasks && task != input.task)) continue;
    if (bytes.empty()) {
      input.ended = !input.terminal;
      if (input.terminal) input.waiting.push_back(kEndOfTransmission);
    }
    input.waiting.append(bytes);
    if (!input.watched) write_some(input);
  }
}

void Streams::write_some(Input& input) {
  while (input.begin < input.waiting.size()) {
    const ssize_t put =
        ::write(input.to.get(), input.waiting.data() + input.begin, input.waiting.size() - input.begin);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0 && errno == EAGAIN) {
      if (!std::exchange(input.watched, true))
        poller_.watch(input.to.get(), EPOLLOUT, [this, &input](std::uint32_t) { write_some(input); });
      return;
    }
    if (put < 0) return close(input);  // the task reads no more
    input.begin += static_cast<std::size_t>(put);
  }
  input.waiting.clear();
  input.begin = 0;
  if (std::exchange(input.watched, false)) poller_.forget(input.to.get());
  if (input.ended) close(input);
}

void Streams::close(Input& input) {
  if (!input.to) return;
  if (std::exchange(input.watched, false)) poller_.forget(input.to.get());
  input.to.reset();
  input.waiting = {};
  input.begin = 0;
}

std::size_t Streams::input_backlog() const {
  std::size_t most = 0;
  for (const Input& input : inputs_) most = std::max(most, input.waiting.size() - input.begin);
  return most;
}

void Streams::resize_terminal(std::uint16_t rows, std::uint16_t columns) {
  winsize size{};
  size.ws_row = rows;
  size.ws_col = columns;
  for (const Input& input : inputs_)
    if (input.terminal && input.to) ::ioctl(input.to.get(), TIOCSWINSZ, &size);
}

}  // namespace minislurm::stepd
