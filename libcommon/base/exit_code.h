// How a process ended, as Slurm prints it: "status:signal".
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace minislurm {

struct ExitCode {
  std::uint32_t status = 0;  // exit(status), 0..255
  std::uint32_t signal = 0;  // the signal that ended it, or 0; 125 marks "out of memory"
  auto operator<=>(const ExitCode&) const = default;
  bool success() const { return status == 0 && signal == 0; }

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.status);
    visit(2, self.signal);
  }
};

inline std::string to_string(ExitCode code) { return std::to_string(code.status) + ":" + std::to_string(code.signal); }
// From waitpid's status word.
ExitCode from_wait_status(int status);

}  // namespace minislurm
