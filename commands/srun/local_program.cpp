#include "commands/srun/local_program.h"

#include <spawn.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <string_view>
#include <vector>

namespace minislurm::srun {

LocalRun run_local(const std::string& program, const std::string& environment) {
  std::vector<std::string> texts;
  for (std::string_view rest = environment; !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    texts.emplace_back(one);
  }
  std::vector<char*> variables;
  for (std::string& text : texts) variables.push_back(text.data());
  variables.push_back(nullptr);
  std::string name = program;
  char* const arguments[] = {name.data(), nullptr};
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t none;
  ::sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&attributes, &none);  // srun's own signals are blocked, to be read
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  pid_t pid = 0;
  const int problem = ::posix_spawnp(&pid, name.c_str(), nullptr, &attributes, arguments, variables.data());
  ::posix_spawnattr_destroy(&attributes);
  if (problem != 0) return {};
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) return {true, WEXITSTATUS(status)};
  return {false, 1};
}

}  // namespace minislurm::srun
