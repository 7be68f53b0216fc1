// The order of a step's forced end: a message once, a signal that may be caught, then one that may not, again and again
// until nobody is left. Pure: it says what to do, the step does it.
#pragma once

#include <csignal>
#include <cstdint>

namespace minislurm::stepd {

struct TerminationActs {
  bool write_message = false;
  bool wake = false;             // SIGCONT first, so that stopped processes get the signal
  std::uint32_t signal = 0;      // to every descendant; 0: none
  bool start_kill_wait = false;  // call waited() after kill_wait
  bool repeat_soon = false;      // call waited() again shortly
};

class Termination {
 public:
  TerminationActs ask(std::uint32_t signal) {
    if (signal == 0 || signal >= static_cast<std::uint32_t>(NSIG)) signal = SIGTERM;
    const bool first = phase_ == Phase::None;
    if (phase_ == Phase::Killing) return kill(false);
    if (signal == SIGKILL) return kill(first);
    phase_ = Phase::Asked;
    return {.write_message = first, .wake = true, .signal = signal, .start_kill_wait = first};
  }
  // kill_wait, or the pause between two rounds of killing, is over.
  TerminationActs waited() { return kill(false); }
  bool killing() const { return phase_ == Phase::Killing; }
  // All were told, and kill_wait runs.
  bool asked() const { return phase_ == Phase::Asked; }

 private:
  enum class Phase { None, Asked, Killing };
  TerminationActs kill(bool message) {
    phase_ = Phase::Killing;
    return {.write_message = message, .signal = SIGKILL, .repeat_soon = true};
  }
  Phase phase_ = Phase::None;
};

}  // namespace minislurm::stepd
