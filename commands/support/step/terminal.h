// The user's terminal while a task has it: --pty.
#pragma once

#include <termios.h>

#include <cstdint>
#include <optional>
#include <utility>

namespace minislurm::steps {

// Every key goes to the task as it is, until this object's end. Does nothing where `fd` is no terminal.
class RawTerminal {
 public:
  explicit RawTerminal(int fd);
  ~RawTerminal();
  RawTerminal(const RawTerminal&) = delete;
  RawTerminal& operator=(const RawTerminal&) = delete;
  bool active() const { return before_.has_value(); }

 private:
  int fd_;
  std::optional<termios> before_;
};

// Rows and columns; none where `fd` is no terminal.
std::optional<std::pair<std::uint16_t, std::uint16_t>> window_size(int fd);

}  // namespace minislurm::steps
