#include "slurmctld/stepd/task.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "libcommon/os/files.h"
#include "libcommon/os/process_record.h"
#include "slurmctld/stepd/enforcement.h"
#include "slurmctld/stepd/environment.h"
#include "slurmctld/stepd/identity.h"
#include "slurmctld/stepd/moment.h"
#include "slurmctld/stepd/notices.h"
#include "slurmctld/stepd/program.h"
#include "slurmctld/stepd/task_prolog.h"

namespace minislurm::stepd {

namespace {

constexpr char kLaunchMark = 'L', kExecMark = 'X';
constexpr int kNoProgram = 127;
constexpr std::string_view kTaskPid = "SLURM_TASK_PID=";

struct Pipe {
  os::FileDescriptor read, write;
};
std::optional<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
  return Pipe{os::FileDescriptor(ends[0]), os::FileDescriptor(ends[1])};
}

// Runs in the new process only.
class Child {
 public:
  Child(const TaskSetting& setting, const wire::TaskLaunch& task, const TaskStreams& streams, int failure, Pipe& gate)
      : setting_(setting), launch_(*setting.launch), task_(task), streams_(streams), failure_(failure), gate_(gate) {}

  [[noreturn]] void run(std::vector<std::string>& variables) {
    wait_at_gate();
    reset_signals();
    place_in_session();
    if (setting_.confinement != nullptr && !setting_.confinement->enter())
      fail(kLaunchMark, std::string("cannot enter the step's control group: ") + std::strerror(errno), 1);
    limit_process(launch_.rlimits, setting_.open_files_soft);
    pin_to(task_.machine_cpus);
    ::umask(launch_.umask & 0777);
    if (!become_user(launch_)) fail(kLaunchMark, std::string("cannot become the user: ") + std::strerror(errno), 1);
    take_streams();
    if (streams_.pmi >= 0) ::fcntl(streams_.pmi, F_SETFD, 0);
    if (!setting_.folder_notice.empty()) say(setting_.folder_notice);
    if (!task_.binding_before.empty())
      say(task_.binding_before + std::to_string(::getpid()) + task_.binding_after + "\n");
    become_program(variables);
  }

 private:
  bool batch() const { return launch_.id.step == StepNumber::Batch; }

  [[noreturn]] void fail(char mark, const std::string& text, int status) {
    [[maybe_unused]] const Status told = os::write_all(failure_, mark + text);
    ::_exit(status);
  }

  // stepd opens it when this process is on record. Killed before that, it leaves nobody.
  void wait_at_gate() {
    gate_.write.reset();
    char word = 0;
    ssize_t got = 0;
    do {
      got = ::read(gate_.read.get(), &word, 1);
    } while (got < 0 && errno == EINTR);
    if (got != 1) ::_exit(1);
  }

  static void say(const std::string& text) {
    [[maybe_unused]] const Status said = os::write_all(STDERR_FILENO, text);
  }

  static void reset_signals() {
    for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
  }

  void place_in_session() const {
    if (batch() || streams_.terminal >= 0) {
      ::setsid();
    } else {
      ::setpgid(0, 0);
    }
    if (streams_.terminal >= 0) ::ioctl(streams_.terminal, TIOCSCTTY, 0);
  }

  void take_streams() {
    if (streams_.terminal >= 0) {
      for (int fd = 0; fd <= 2; ++fd) ::dup2(streams_.terminal, fd);
      return;
    }
    // A named pipe may keep this process, and only it, waiting.
    const int in = task_.std_in.empty() ? streams_.in : ::open(task_.std_in.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (in < 0 && !task_.std_in.empty())
      fail(kLaunchMark, "Could not open stdin file " + task_.std_in + ": " + std::strerror(errno), 1);
    if (in >= 0) ::dup2(in, STDIN_FILENO);  // else it is /dev/null, as stepd's own is
    if (streams_.out >= 0) ::dup2(streams_.out, STDOUT_FILENO);
    if (streams_.err >= 0) ::dup2(streams_.err, STDERR_FILENO);
  }

  void run_prologs(std::vector<std::string>& variables) {
    const PrologRun prologs[] = {{"slurm task_prolog", "TaskProlog", launch_.task_prolog},
                                 {"user task_prolog", "--task-prolog", launch_.user_task_prolog}};
    for (const PrologRun& prolog : prologs) {
      if (prolog.program.empty()) continue;
      if (const int status = run_task_prolog(prolog, variables); status != 0) ::_exit(status);
    }
  }

  [[noreturn]] void become_program(std::vector<std::string>& variables) {
    variables.push_back(std::string(kTaskPid) + std::to_string(::getpid()));
    run_prologs(variables);
    const ExecFailure failure = execute(task_.argv, variables);
    const char* why = std::strerror(failure.reason);
    say(exec_notice(failure.program, failure.first_line, why, moment_now()));
    fail(kExecMark, why, failure.reason);  // Slurm's exit status, too
  }

  const TaskSetting& setting_;
  const wire::StepLaunch& launch_;
  const wire::TaskLaunch& task_;
  const TaskStreams& streams_;
  int failure_;
  Pipe& gate_;
};

}  // namespace

Result<StartedTask> start_task(const TaskSetting& setting, const wire::TaskLaunch& task, const TaskStreams& streams) {
  std::optional<Pipe> failure = make_pipe(), gate = make_pipe();
  if (!failure || !gate) return Error::generic(std::string("pipe: ") + std::strerror(errno));
  std::vector<std::string> variables = task_environment(setting.launch->environment, task.environment);
  std::erase_if(variables, [](const std::string& variable) { return variable.rfind(kTaskPid, 0) == 0; });
  set_variables(variables, streams.mpi_variables);
  const pid_t pid = ::fork();
  if (pid < 0) return Error::generic(std::string("fork: ") + std::strerror(errno));
  if (pid == 0) Child(setting, task, streams, failure->write.get(), *gate).run(variables);
  if (const Status recorded = os::add_to_process_record(setting.process_record, pid); !recorded) return recorded.error();
  if (const Status opened = os::write_all(gate->write.get(), "g"); !opened) return opened.error();
  return StartedTask{pid, std::move(failure->read)};
}

pid_t start_epilog(const TaskSetting& setting, const wire::TaskLaunch& task, const std::string& program, int err) {
  std::vector<std::string> variables = task_environment(setting.launch->environment, task.environment);
  const pid_t pid = ::fork();
  if (pid != 0) {
    // Not on record means not begun; a stepd that is killed in between leaves at worst an epilog that ends by itself.
    if (pid > 0) [[maybe_unused]]
      const Status recorded = os::add_to_process_record(setting.process_record, pid);
    return pid;
  }
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::setpgid(0, 0);
  if (setting.confinement != nullptr && !setting.confinement->enter()) ::_exit(1);
  ::umask(setting.launch->umask & 0777);
  if (!become_user(*setting.launch)) ::_exit(1);
  if (err >= 0) ::dup2(err, STDERR_FILENO);
  execute({program}, variables);
  ::_exit(kNoProgram);
}

std::optional<TaskFailure> task_failure(const StartedTask& task) {
  std::array<char, 4096> text;
  const ssize_t got = ::read(task.failure.get(), text.data(), text.size());
  if (got <= 0) return std::nullopt;
  return TaskFailure{text.front() == kLaunchMark, std::string(text.data() + 1, static_cast<std::size_t>(got - 1))};
}

}  // namespace minislurm::stepd
