#include "slurmctld/stepd/process_setup.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

namespace {

constexpr int kRead[] = {SIGCHLD, SIGTERM, SIGINT};
constexpr int kIgnored[] = {SIGPIPE, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTTIN, SIGTTOU, SIGTSTP};

sigset_t read_signals() {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int number : kRead) ::sigaddset(&set, number);
  return set;
}

void settle_descriptors() {
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd <= 2; ++fd)
    if (null != fd && null >= 0) ::dup2(null, fd);
  ::close_range(static_cast<unsigned>(wire::kLaunchDescriptor) + 1, ~0U, 0);
  for (const int fd : {wire::kLockDescriptor, wire::kListenDescriptor, wire::kLaunchDescriptor})
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  ::fcntl(wire::kListenDescriptor, F_SETFL, ::fcntl(wire::kListenDescriptor, F_GETFL) | O_NONBLOCK);
}

void settle_signals() {
  // An inherited "ignore" of SIGCHLD would have the kernel throw the tasks' ends away.
  for (const int number : kRead) std::signal(number, SIG_DFL);
  for (const int number : kIgnored) std::signal(number, SIG_IGN);
  const sigset_t set = read_signals();
  ::sigprocmask(SIG_SETMASK, &set, nullptr);
}

}  // namespace

Inherited settle_process() {
  settle_signals();
  ::setsid();
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  settle_descriptors();
  Inherited inherited;
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
    inherited.open_files_soft = files.rlim_cur;
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
  }
  return inherited;
}

int signal_descriptor() {
  const sigset_t set = read_signals();
  return ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

}  // namespace minislurm::stepd
