// What an interrupt from the keyboard means: the first asks how things are, a second soon after ends the step. Pure.
#pragma once

#include <chrono>
#include <optional>

namespace minislurm::srun {

enum class InterruptAct { ShowStatus, Forward, Abort, Force };

class Interrupts {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // `forward`: -X, the tasks get the first one. `quit`: --quit-on-interrupt, the first one ends the step.
  Interrupts(bool forward, bool quit) : forward_(forward), quit_(quit) {}

  InterruptAct next(Time now) {
    const bool soon = last_ && now - *last_ <= std::chrono::seconds(1);
    last_ = now;
    if (aborted_) return InterruptAct::Force;
    if (quit_ || soon) {
      aborted_ = true;
      return InterruptAct::Abort;
    }
    return forward_ ? InterruptAct::Forward : InterruptAct::ShowStatus;
  }

 private:
  bool forward_, quit_, aborted_ = false;
  std::optional<Time> last_;
};

}  // namespace minislurm::srun
