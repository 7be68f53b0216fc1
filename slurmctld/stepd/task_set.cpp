#include "slurmctld/stepd/task_set.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "libcommon/os/files.h"
#include "libcommon/os/process_record.h"
#include "slurmctld/stepd/identity.h"
#include "slurmctld/stepd/moment.h"
#include "slurmctld/stepd/notices.h"
#include "slurmctld/stepd/outcome.h"
#include "slurmctld/stepd/output_files.h"

namespace minislurm::stepd {

namespace {

Error failure(const std::string& what) { return Error::generic(what + ": " + std::strerror(errno)); }

struct Pipe {
  os::FileDescriptor read, write;
};
Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return failure("pipe");
  return Pipe{os::FileDescriptor(ends[0]), os::FileDescriptor(ends[1])};
}

}  // namespace

Status TaskSet::start() {
  OutputFiles opened(launch_.open_mode);
  std::vector<Files> files;
  ::umask(launch_.umask & 0777);
  {
    const ActingAsUser user(launch_);
    if (!user.good()) return Error::generic("cannot become the user " + launch_.user_name);
    enter_folder();
    for (const wire::TaskLaunch& task : launch_.tasks) {
      Files& own = files.emplace_back();
      const std::string& err = batch() && task.std_err.empty() ? task.std_out : task.std_err;
      for (const auto& [path, fd, name] : {std::tuple{&task.std_out, &own.out, "stdout"}, {&err, &own.err, "stderr"}}) {
        if (path->empty()) continue;
        const auto file = opened.open(moved(*path), name);
        if (!file) return file.error();
        *fd = *file;
      }
    }
  }
  ::umask(077);  // stepd's own files are nobody else's business
  if (batch()) {
    if (files.front().err >= 0) batch_stderr_.reset(::fcntl(files.front().err, F_DUPFD_CLOEXEC, 3));
    if (const Status written = write_script(); !written) return written;
  }
  auto record = os::begin_process_record(launch_.spool_dir + "/processes");
  if (!record) return record.error();
  process_record_ = std::move(*record);
  setting_.process_record = process_record_.get();
  for (std::size_t i = 0; i < launch_.tasks.size(); ++i) {
    const wire::TaskLaunch& task = launch_.tasks[i];
    const bool terminal = launch_.pty && i == 0;
    const Status one = terminal ? start_on_terminal(task) : start_one(task, files[i]);
    if (!one) return one;
  }
  return {};
}

void TaskSet::enter_folder() {
  if (launch_.work_dir.empty() || ::chdir(launch_.work_dir.c_str()) == 0) return;
  setting_.folder_notice = folder_notice(launch_.work_dir, std::strerror(errno), moment_now());
  folder_lost_ = true;
  if (::chdir("/tmp") != 0) setting_.folder_notice += error_line("couldn't chdir to /tmp either", moment_now());
  if (!batch()) say_(setting_.folder_notice);
}

std::string TaskSet::moved(const std::string& path) const {
  const std::string inside = launch_.work_dir + "/";
  if (!folder_lost_ || !path.starts_with(inside)) return path;
  return "/tmp/" + path.substr(inside.size());
}

Status TaskSet::write_script() const {
  const std::string path = launch_.spool_dir + "/slurm_script";
  const os::FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0700));
  if (!file) return failure(path);
  if (const Status written = os::write_all(file.get(), launch_.script); !written)
    return Error::generic(path + ": " + written.error().detail);
  if (launch_.change_user && ::fchown(file.get(), number(launch_.user), number(launch_.group)) != 0)
    return failure(path);
  if (::fchmod(file.get(), 0700) != 0) return failure(path);
  return {};
}

Status TaskSet::start_one(const wire::TaskLaunch& task, const Files& files) {
  TaskStreams given;
  given.out = files.out;
  given.err = files.err;
  Pipe in, out, err;
  for (const auto& [fd, pipe] : {std::pair{&given.out, &out}, {&given.err, &err}}) {
    if (*fd >= 0 || (pipe == &err && batch())) continue;
    auto made = make_pipe();
    if (!made) return made.error();
    *pipe = std::move(*made);
    *fd = pipe->write.get();
  }
  if (given.err < 0) given.err = given.out;
  const std::uint32_t rank = task.place.rank;
  const bool typed_to = launch_.stdin_task == wire::kAllTasks || launch_.stdin_task == rank;
  if (task.std_in.empty() && typed_to && !batch() && !launch_.pty) {
    auto made = make_pipe();
    if (!made) return made.error();
    in = std::move(*made);
    given.in = in.read.get();
  }
  if (const Status added = add(task, given, given.err); !added) return added;
  if (out.read) streams_.add_output(rank, kStdout, std::move(out.read));
  if (err.read) streams_.add_output(rank, kStderr, std::move(err.read));
  if (in.write) streams_.add_input(rank, std::move(in.write), false);
  return {};
}

Status TaskSet::start_on_terminal(const wire::TaskLaunch& task) {
  int controller = -1, terminal = -1;
  winsize size{};
  size.ws_row = static_cast<unsigned short>(launch_.window_rows);
  size.ws_col = static_cast<unsigned short>(launch_.window_columns);
  if (::openpty(&controller, &terminal, nullptr, nullptr, &size) != 0) return failure("openpty");
  os::FileDescriptor own(controller);
  const os::FileDescriptor theirs(terminal);
  for (const int fd : {controller, terminal}) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  if (launch_.change_user && ::fchown(terminal, number(launch_.user), static_cast<gid_t>(-1)) != 0)
    return failure("terminal");
  TaskStreams on_terminal;
  on_terminal.terminal = terminal;
  if (const Status added = add(task, on_terminal, terminal); !added) return added;
  streams_.add_input(task.place.rank, os::FileDescriptor(::fcntl(controller, F_DUPFD_CLOEXEC, 3)), true);
  streams_.add_output(task.place.rank, kStdout, std::move(own));
  return {};
}

Status TaskSet::add(const wire::TaskLaunch& task, TaskStreams given, int err) {
  os::FileDescriptor socket;
  given.mpi_variables = node_folders_.variables(task);
  if (mpi_.pmix != nullptr) {
    auto variables = mpi_.pmix->variables(task.place.rank);
    if (!variables) return variables.error();
    given.mpi_variables.insert(given.mpi_variables.end(), variables->begin(), variables->end());
  }
  if (mpi_.pmi != nullptr) {
    auto connected = mpi_.pmi->connect(task.place.rank);
    if (!connected) return connected.error();
    socket = std::move(*connected);
    given.pmi = socket.get();
    const auto variables = mpi_.pmi->variables(task.place.rank, given.pmi);
    given.mpi_variables.insert(given.mpi_variables.end(), variables.begin(), variables.end());
  }
  auto process = start_task(setting_, task, given);
  if (!process) return process.error();
  const bool followed = !launch_.user_task_epilog.empty() || !launch_.task_epilog.empty();
  os::FileDescriptor kept(followed && err >= 0 ? ::fcntl(err, F_DUPFD_CLOEXEC, 3) : -1);
  tasks_.push_back({task.place.rank, std::move(*process), std::move(kept)});
  return {};
}

const wire::TaskExit* TaskSet::ended(pid_t pid, int status) {
  const auto at = std::find_if(tasks_.begin(), tasks_.end(), [&](const Running& task) { return task.process.pid == pid; });
  if (at == tasks_.end()) return epilog_ended(pid, status);
  wire::TaskExit exit{at->rank, from_wait_status(status), {}, WIFSIGNALED(status) && WCOREDUMP(status)};
  if (auto why = task_failure(at->process)) {
    if (why->launch && launch_failure_.empty()) launch_failure_ = why->text;
    exit.failure = std::move(why->text);
  }
  at->process = {};  // the number may come again, for another process
  return begin_epilog(exit, 0) ? nullptr : keep(std::move(exit));
}

const wire::TaskExit* TaskSet::keep(wire::TaskExit exit) {
  exits_.push_back(std::move(exit));
  return &exits_.back();
}

const wire::TaskExit* TaskSet::mark_out_of_memory(std::uint32_t rank) {
  for (wire::TaskExit& exit : exits_) {
    if (exit.task != rank) continue;
    exit.exit_code = kOutOfMemory;
    return &exit;
  }
  return nullptr;
}

// The user's first, then the cluster's.
bool TaskSet::begin_epilog(const wire::TaskExit& exit, std::size_t from) {
  const std::string* programs[] = {&launch_.user_task_epilog, &launch_.task_epilog};
  const auto task = std::find_if(launch_.tasks.begin(), launch_.tasks.end(),
                                 [&exit](const wire::TaskLaunch& one) { return one.place.rank == exit.task; });
  const auto run = std::find_if(tasks_.begin(), tasks_.end(), [&exit](const Running& one) { return one.rank == exit.task; });
  if (task == launch_.tasks.end() || run == tasks_.end()) return false;
  for (std::size_t at = from; at < std::size(programs); ++at) {
    if (programs[at]->empty()) continue;
    if (::access(programs[at]->c_str(), X_OK) != 0) {
      say_(error_line("execve(" + *programs[at] + "): " + std::strerror(errno), moment_now()));
      say_(error_line("TaskEpilog failed status=127", moment_now()));
      continue;
    }
    const pid_t pid = start_epilog(setting_, *task, *programs[at], run->err.get());
    if (pid < 0) continue;
    epilogs_.push_back({pid, exit, at + 1});
    return true;
  }
  run->err.reset();
  return false;
}

const wire::TaskExit* TaskSet::epilog_ended(pid_t pid, int status) {
  const auto at = std::find_if(epilogs_.begin(), epilogs_.end(), [pid](const Epilog& one) { return one.pid == pid; });
  if (at == epilogs_.end()) return nullptr;
  Epilog epilog = std::move(*at);
  epilogs_.erase(at);
  const int code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  if (code != 0) say_(error_line("TaskEpilog failed status=" + std::to_string(code), moment_now()));
  return begin_epilog(epilog.of, epilog.next) ? nullptr : keep(std::move(epilog.of));
}

std::vector<std::uint32_t> TaskSet::pids() const {
  std::vector<std::uint32_t> pids;
  for (const Running& task : tasks_) pids.push_back(static_cast<std::uint32_t>(task.process.pid));
  return pids;
}

std::vector<std::pair<pid_t, std::uint32_t>> TaskSet::processes() const {
  std::vector<std::pair<pid_t, std::uint32_t>> processes;
  for (const Running& task : tasks_)
    if (task.process.pid > 0) processes.emplace_back(task.process.pid, task.rank);
  return processes;
}

pid_t TaskSet::batch_shell() const { return batch() && !tasks_.empty() ? tasks_.front().process.pid : 0; }

}  // namespace minislurm::stepd
