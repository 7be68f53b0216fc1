#include "libcommon/link/local_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace minislurm {
namespace {

// A path that fits into sockaddr_un; the folder's descriptor keeps a shortened one valid.
struct ShortPath {
  std::string text;
  Descriptor folder;
};

ShortPath shorten(const std::string& path) {
  if (path.size() < sizeof(sockaddr_un::sun_path)) return {path, Descriptor{}};
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  Descriptor handle{::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  if (!handle) return {};
  std::string text = "/proc/self/fd/" + std::to_string(handle.get()) + "/" + path.substr(slash + 1);
  return {std::move(text), std::move(handle)};
}

bool fill(sockaddr_un& address, const std::string& path) {
  if (path.empty() || path.size() >= sizeof address.sun_path) return false;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return true;
}

}  // namespace

void Descriptor::reset(int fd) {
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

Result<Descriptor> connect_local(const std::string& path, bool non_blocking) {
  const ShortPath shortened = shorten(path);
  sockaddr_un address{};
  if (!fill(address, shortened.text)) return Error{Code::ControllerConnect, std::strerror(ENOENT)};
  Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | (non_blocking ? SOCK_NONBLOCK : 0), 0)};
  if (!socket) return Error{Code::ControllerConnect, std::strerror(errno)};
  int done = 0;
  do {
    done = ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  } while (done != 0 && errno == EINTR);
  if (done != 0) return Error{Code::ControllerConnect, std::strerror(errno)};
  return socket;
}

Result<Descriptor> listen_local(const std::string& path, mode_t mode, int backlog) {
  const auto problem = [&path] { return Error::generic(path + ": " + std::strerror(errno)); };
  const ShortPath shortened = shorten(path);
  sockaddr_un address{};
  if (!fill(address, shortened.text)) {
    errno = shortened.text.empty() ? ENOENT : ENAMETOOLONG;
    return problem();
  }
  Descriptor socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  if (!socket) return problem();
  // Nobody can connect before listen(), so that the mode is in force first.
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return problem();
  if (::chmod(shortened.text.c_str(), mode) != 0) return problem();
  if (::listen(socket.get(), backlog) != 0) return problem();
  return socket;
}

}  // namespace minislurm
