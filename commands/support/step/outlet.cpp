#include "commands/support/step/outlet.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace minislurm::steps {
namespace {

constexpr int kPipeSize = 1 << 20;  // bytes; the more it holds the fewer times both ends wake
constexpr std::size_t kCompactFrom = 1U << 20;

}  // namespace

Outlet::Outlet(int fd) : fd_(fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) {
    gone_ = true;
    return;
  }
  socket_ = S_ISSOCK(status.st_mode);
  if (!S_ISFIFO(status.st_mode) && ::isatty(fd) == 0) return;
  if (S_ISFIFO(status.st_mode)) ::fcntl(fd, F_SETPIPE_SZ, kPipeSize);
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  own_.reset(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

void Outlet::write(std::string_view bytes) {
  if (gone_) return;
  if (waiting() == 0) bytes.remove_prefix(put(bytes));
  if (!gone_) queue_.append(bytes);
}

void Outlet::flush() {
  if (waiting() > 0) begin_ += put(std::string_view(queue_).substr(begin_));
  if (gone_ || waiting() == 0) {
    queue_.clear();
    begin_ = 0;
  } else if (begin_ >= kCompactFrom) {
    queue_.erase(0, begin_);
    begin_ = 0;
  }
}

std::size_t Outlet::put(std::string_view bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const char* from = bytes.data() + done;
    const std::size_t size = bytes.size() - done;
    const ssize_t taken = socket_ ? ::send(fd_, from, size, MSG_DONTWAIT | MSG_NOSIGNAL)
                                  : ::write(descriptor(), from, size);
    if (taken < 0 && errno == EINTR) continue;
    if (taken < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
    if (taken < 0) {
      gone_ = true;
      break;
    }
    done += static_cast<std::size_t>(taken);
  }
  return done;
}

}  // namespace minislurm::steps
