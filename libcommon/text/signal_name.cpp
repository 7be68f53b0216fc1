#include "libcommon/text/signal_name.h"

#include <csignal>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::text {
namespace {

struct Row {
  std::string_view name;
  int number;
};
// The first row of a number is the name it prints with.
constexpr Row kSignals[] = {
    {"HUP", SIGHUP},     {"INT", SIGINT},       {"QUIT", SIGQUIT}, {"ILL", SIGILL},     {"TRAP", SIGTRAP},
    {"ABRT", SIGABRT},   {"BUS", SIGBUS},       {"FPE", SIGFPE},   {"KILL", SIGKILL},   {"USR1", SIGUSR1},
    {"SEGV", SIGSEGV},   {"USR2", SIGUSR2},     {"PIPE", SIGPIPE}, {"ALRM", SIGALRM},   {"TERM", SIGTERM},
    {"CHLD", SIGCHLD},   {"CONT", SIGCONT},     {"STOP", SIGSTOP}, {"TSTP", SIGTSTP},   {"TTIN", SIGTTIN},
    {"TTOU", SIGTTOU},   {"URG", SIGURG},       {"XCPU", SIGXCPU}, {"XFSZ", SIGXFSZ},   {"VTALRM", SIGVTALRM},
    {"PROF", SIGPROF},   {"WINCH", SIGWINCH},   {"IO", SIGIO},     {"PWR", SIGPWR},     {"SYS", SIGSYS},
    {"STKFLT", SIGSTKFLT}, {"CLD", SIGCHLD},    {"POLL", SIGIO},   {"IOT", SIGABRT},
};
constexpr std::uint32_t kLastSignal = 64;

}  // namespace

Result<int> parse_signal(std::string_view text) {
  if (const auto number = parse_u32(text, kLastSignal); number && *number > 0) return static_cast<int>(*number);
  const std::string_view name = istarts_with(text, "SIG") ? text.substr(3) : text;
  for (const Row& row : kSignals)
    if (iequals(row.name, name)) return row.number;
  return Error::generic("Invalid signal: " + std::string{text});
}

std::string signal_name(int number) {
  for (const Row& row : kSignals)
    if (row.number == number) return std::string{row.name};
  return std::to_string(number);
}

}  // namespace minislurm::text
