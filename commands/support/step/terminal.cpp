#include "commands/support/step/terminal.h"

#include <sys/ioctl.h>

namespace minislurm::steps {

RawTerminal::RawTerminal(int fd) : fd_(fd) {
  termios settings{};
  if (::tcgetattr(fd_, &settings) != 0) return;
  before_ = settings;
  ::cfmakeraw(&settings);
  ::tcsetattr(fd_, TCSADRAIN, &settings);
}

RawTerminal::~RawTerminal() {
  if (before_) ::tcsetattr(fd_, TCSADRAIN, &*before_);
}

std::optional<std::pair<std::uint16_t, std::uint16_t>> window_size(int fd) {
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) != 0) return std::nullopt;
  return std::pair(size.ws_row, size.ws_col);
}

}  // namespace minislurm::steps
