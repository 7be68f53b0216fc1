#include "slurmctld/exec/mailer.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "libcommon/log/log.h"

extern char** environ;

namespace minislurm::exec {

void send_mail(const std::string& program, const Job& job, const std::string& event) {
  if (program.empty()) return;
  std::string name = program, flag = "-s", to = job.spec.mail_user.empty() ? job.user_name : job.spec.mail_user;
  std::string subject = "Slurm Job_id=" + to_string(job.id) + " Name=" + job.spec.name + " " + event;
  std::array<char*, 5> arguments{name.data(), flag.data(), subject.data(), to.data(), nullptr};
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&files, standard, "/dev/null", O_RDWR, 0);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t child_signal;
  sigemptyset(&child_signal);
  sigaddset(&child_signal, SIGCHLD);
  posix_spawnattr_setsigdefault(&attributes, &child_signal);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, name.c_str(), &files, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0) log::error(log::kExec, "MailProg " + program + ": " + std::strerror(failed));
}

}  // namespace minislurm::exec
