#include "commands/salloc/command_process.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace minislurm::salloc {
namespace {

// The pieces of posix_spawn, freed on every way out.
struct SpawnPlan {
  SpawnPlan() {
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_init(&actions);
  }
  ~SpawnPlan() {
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t actions;
};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (const std::string& text : texts) all.push_back(const_cast<char*>(text.c_str()));
  all.push_back(nullptr);
  return all;
}

void give_terminal_to(pid_t group) {
  sigset_t stop, before;
  ::sigemptyset(&stop);
  ::sigaddset(&stop, SIGTTOU);  // a process in the background may not do this otherwise
  ::sigprocmask(SIG_BLOCK, &stop, &before);
  ::tcsetpgrp(STDIN_FILENO, group);
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace

CommandProcess::~CommandProcess() {
  if (has_terminal_) give_terminal_to(::getpgrp());
}

Status CommandProcess::start(const std::vector<std::string>& command, const std::vector<std::string>& environment,
                             const std::string& folder, const sigset_t& mask) {
  SpawnPlan plan;
  short flags = POSIX_SPAWN_SETSIGMASK;
  ::posix_spawnattr_setsigmask(&plan.attributes, &mask);
  const bool terminal = ::isatty(STDIN_FILENO) != 0 && ::tcgetpgrp(STDIN_FILENO) == ::getpgrp();
  if (terminal) {
    flags = static_cast<short>(flags | POSIX_SPAWN_SETPGROUP);
    ::posix_spawnattr_setpgroup(&plan.attributes, 0);
    ::posix_spawn_file_actions_addtcsetpgrp_np(&plan.actions, STDIN_FILENO);
  }
  if (!folder.empty()) ::posix_spawn_file_actions_addchdir_np(&plan.actions, folder.c_str());
  ::posix_spawnattr_setflags(&plan.attributes, flags);
  const std::vector<char*> arguments = pointers(command), variables = pointers(environment);
  const int failure = ::posix_spawnp(&pid_, command.front().c_str(), &plan.actions, &plan.attributes,
                                     arguments.data(), variables.data());
  if (failure != 0) {
    pid_ = 0;
    if (failure == ENOENT || failure == EACCES || failure == ENOTDIR)
      return Error::generic("_fork_command: Unable to find command \"" + command.front() + "\"");
    return Error::generic("Unable to exec command \"" + command.front() +
                          "\": " + std::generic_category().message(failure));
  }
  has_terminal_ = terminal;
  return {};
}

std::optional<ExitCode> CommandProcess::reap() {
  int status = 0;
  if (pid_ == 0 || ::waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
  pid_ = 0;
  return from_wait_status(status);
}

void CommandProcess::signal(int number) const {
  if (pid_ > 0) ::kill(pid_, number);
}

void CommandProcess::hang_up(int number) const {
  if (pid_ == 0) return;
  const pid_t foreground = has_terminal_ ? ::tcgetpgrp(STDIN_FILENO) : 0;
  if (foreground > 0 && foreground != pid_ && foreground != ::getpgrp()) ::killpg(foreground, SIGHUP);
  if (number != 0) ::kill(pid_, number);
}

}  // namespace minislurm::salloc
