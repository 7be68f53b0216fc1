#include "slurmctld/stepd/task_prolog.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "libcommon/os/file_descriptor.h"
#include "libcommon/os/files.h"
#include "slurmctld/stepd/moment.h"
#include "slurmctld/stepd/program.h"

namespace minislurm::stepd {

namespace {

constexpr std::size_t kMostOutput = 1U << 20;
constexpr int kNoProgram = 127;

void say(const std::string& text) {
  [[maybe_unused]] const Status said = os::write_all(STDERR_FILENO, error_line(text, moment_now()));
}

void forget(std::vector<std::string>& variables, std::string_view name) {
  const std::string start = std::string(name) + "=";
  std::erase_if(variables, [&start](const std::string& variable) { return variable.rfind(start, 0) == 0; });
}

// The word at the line's start, which goes; then the blanks behind it.
std::string_view take_word(std::string_view& line) {
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  line.remove_prefix(word.size());
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  return word;
}

struct Ran {
  bool started = false;
  int status = 0;  // as of wait
  std::string output;
};

Ran run(const std::string& program, const std::vector<std::string>& variables) {
  int ends[2];
  Ran ran;
  if (::pipe2(ends, O_CLOEXEC) != 0) return ran;
  os::FileDescriptor from(ends[0]), to(ends[1]);
  const pid_t pid = ::fork();
  if (pid < 0) return ran;
  if (pid == 0) {
    ::dup2(to.get(), STDOUT_FILENO);
    execute({program}, variables);
    ::_exit(kNoProgram);
  }
  to.reset();
  if (auto text = os::read_to_end(from.get(), kMostOutput)) ran.output = std::move(*text);
  while (::waitpid(pid, &ran.status, 0) < 0 && errno == EINTR) {
  }
  ran.started = true;
  return ran;
}

}  // namespace

std::string apply_prolog_output(std::string_view output, std::vector<std::string>& variables) {
  std::string printed;
  while (!output.empty()) {
    std::string_view line = output.substr(0, output.find('\n'));
    output.remove_prefix(std::min(output.size(), line.size() + 1));
    const std::string_view verb = take_word(line);
    const std::size_t equals = line.find('=');
    if (verb == "print") {
      printed.append(line).push_back('\n');
    } else if (verb == "unset") {
      forget(variables, take_word(line));
    } else if (verb == "export" && equals != std::string_view::npos && equals > 0) {
      forget(variables, line.substr(0, equals));
      variables.emplace_back(line);
    }
  }
  return printed;
}

int run_task_prolog(const PrologRun& prolog, std::vector<std::string>& variables) {
  const auto refuse = [&prolog](const std::string& reason) {
    say(prolog.name + " did not exit normally. reason: " + reason);
    say(prolog.title + " failed status=1");
    return 1;
  };
  constexpr const char* kNotToRun = "Run command failed - configuration error";
  if (prolog.program.front() != '/') {
    say("run_command: " + prolog.name + " is not a fully qualified pathname (" + prolog.program + ")");
    return refuse(kNotToRun);
  }
  if (::access(prolog.program.c_str(), R_OK | X_OK) != 0) {
    say("run_command: " + prolog.name + " can not be executed (" + prolog.program + ") " + std::strerror(errno));
    return refuse(kNotToRun);
  }
  const Ran ran = run(prolog.program, variables);
  const std::string printed = apply_prolog_output(ran.output, variables);
  [[maybe_unused]] const Status shown = os::write_all(STDOUT_FILENO, printed);
  if (ran.started && ran.status == 0) return 0;
  if (!ran.started || !WIFEXITED(ran.status)) return refuse({});
  say(prolog.title + " failed status=" + std::to_string(WEXITSTATUS(ran.status)));
  return WEXITSTATUS(ran.status);
}

}  // namespace minislurm::stepd
