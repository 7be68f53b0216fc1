// A command's standard input on its way to the tasks.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace minislurm::steps {

class Inlet {
 public:
  explicit Inlet(int fd) : fd_(fd) {}

  // Nothing more is wanted from it.
  void close() { state_ = State::Ended; }
  // Whether to wait for it. In the background a terminal is not ours to read until wake().
  bool open() const { return state_ == State::Open; }
  int descriptor() const { return fd_; }
  // Call when poll() reports it: some bytes, none (try again later), or, once, an empty piece for its end.
  std::optional<std::string_view> read();
  // The process was continued, perhaps in the foreground.
  void wake();

 private:
  enum class State { Open, Resting, Ended };
  int fd_;
  State state_ = State::Open;
  std::array<char, 256U << 10> piece_{};
};

}  // namespace minislurm::steps
