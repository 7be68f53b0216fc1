#include "slurmctld/daemon/background.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace minislurm::daemon {

Status Background::enter() {
  // What the starter's parents left open (a pipe somebody waits on the end of) is not ours to keep.
  ::close_range(STDERR_FILENO + 1, ~0U, 0);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return Error::generic(std::strerror(errno));
  Descriptor reading{ends[0]};
  word_ = Descriptor{ends[1]};
  const pid_t child = ::fork();
  if (child < 0) return Error::generic(std::strerror(errno));
  if (child == 0) {
    ::setsid();
    return {};
  }
  starter_ = true;
  word_.reset();
  char word = 0;
  ssize_t size = 0;
  do {
    size = ::read(reading.get(), &word, 1);  // the end of the pipe: the daemon has ended, and said why on stderr
  } while (size < 0 && errno == EINTR);
  exit_code_ = size == 1 ? 0 : 1;
  return {};
}

void Background::ready() {
  if (!word_) return;
  const Descriptor nothing{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nothing.get(), standard);
  const ssize_t written = ::write(word_.get(), "r", 1);
  static_cast<void>(written);  // the starter may have been killed: the daemon goes on
  word_.reset();
}

Status write_pid_file(const std::string& path) {
  if (path.empty()) return {};
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
  const std::string text = std::to_string(::getpid()) + "\n";
  if (!file || ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    return Error::generic(path + ": " + std::strerror(errno));
  return {};
}

void raise_file_limit() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace minislurm::daemon
