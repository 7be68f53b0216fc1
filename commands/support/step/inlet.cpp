#include "commands/support/step/inlet.h"

#include <unistd.h>

#include <cerrno>

namespace minislurm::steps {

std::optional<std::string_view> Inlet::read() {
  if (::isatty(fd_) != 0 && ::tcgetpgrp(fd_) != ::getpgrp()) {
    state_ = State::Resting;
    return std::nullopt;
  }
  const ssize_t got = ::read(fd_, piece_.data(), piece_.size());
  if (got > 0) return std::string_view(piece_.data(), static_cast<std::size_t>(got));
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return std::nullopt;
  state_ = State::Ended;
  return std::string_view();
}

void Inlet::wake() {
  if (state_ == State::Resting) state_ = State::Open;
}

}  // namespace minislurm::steps
