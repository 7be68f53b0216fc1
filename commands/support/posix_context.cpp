#include "commands/support/posix_context.h"

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <system_error>

#include "commands/support/identity.h"
#include "libcommon/link/make_link.h"

namespace minislurm {
namespace {

std::string short_hostname() {
  char name[HOST_NAME_MAX + 1] = {};
  if (::gethostname(name, sizeof name - 1) != 0) return "localhost";
  const std::string full(name);
  return full.substr(0, full.find('.'));
}

// As the shell names it, symbolic links kept, where that is true.
std::string working_directory() {
  struct stat there {};
  struct stat here {};
  const char* named = std::getenv("PWD");
  if (named != nullptr && named[0] == '/' && ::stat(named, &there) == 0 && ::stat(".", &here) == 0 &&
      there.st_dev == here.st_dev && there.st_ino == here.st_ino)
    return named;
  char path[PATH_MAX];
  return ::getcwd(path, sizeof path) != nullptr ? path : "/";
}

// In the place of a link where nothing says who to talk to.
class NoLink final : public ControllerLink {
 public:
  explicit NoLink(Error why) : why_(std::move(why)) {}
  Result<std::string> call(wire::RequestKind, std::string) override { return why_; }

 private:
  Error why_;
};

// The kernel tells only in exchange for a new one.
std::uint32_t current_umask() {
  const mode_t mask = ::umask(022);
  ::umask(mask);
  return mask;
}

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

PosixContext::PosixContext(std::string program) : Context(std::move(program), std::cin, std::cout, std::cerr) {
  std::ios::sync_with_stdio(false);
  std::cerr.tie(&std::cout);  // answers and messages keep their order on a shared terminal
}

PosixContext::~PosixContext() { out().flush(); }

std::optional<std::string> PosixContext::env(const std::string& name) const {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

std::vector<std::string> PosixContext::environment() const {
  std::vector<std::string> all;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) all.emplace_back(*variable);
  return all;
}

ControllerLink& PosixContext::link() {
  if (!link_) {
    const auto environment = [this](const std::string& name) { return env(name); };
    Result<config::ClientConfig> where = config::find_controller(environment);
    if (where) {
      link_ = make_controller_link(std::move(*where), link_options(program(), environment));
    } else {
      link_ = std::make_unique<NoLink>(where.error());
    }
  }
  return *link_;
}

Instant PosixContext::now() const {
  return std::chrono::floor<Seconds>(std::chrono::system_clock::now());
}

unsigned PosixContext::terminal_width() const {
  if (::isatty(STDOUT_FILENO) == 0) return 0;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

bool PosixContext::err_is_terminal() const { return ::isatty(STDERR_FILENO) != 0; }
bool PosixContext::in_is_terminal() const { return ::isatty(STDIN_FILENO) != 0; }

const Caller& PosixContext::caller() const {
  if (caller_) return *caller_;
  caller_ = std::make_unique<Caller>();
  caller_->user = UserId{::getuid()};
  caller_->group = GroupId{::getgid()};
  caller_->user_name = user_name(caller_->user);
  caller_->pid = static_cast<std::uint32_t>(::getpid());
  caller_->session = static_cast<std::uint32_t>(::getsid(0));
  caller_->umask = current_umask();
  caller_->hostname = short_hostname();
  caller_->work_dir = working_directory();
  return *caller_;
}

Result<std::string> PosixContext::read_file(const std::string& path, std::size_t most) const {
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "re"));
  if (!file) return Error::generic(std::generic_category().message(errno));
  std::string content;
  char buffer[65536];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, file.get())) {
    content.append(buffer, count);
    if (content.size() > most) return Error{Code::NoSpace, path};
  }
  if (std::ferror(file.get()) != 0) return Error::generic(std::generic_category().message(errno));
  return content;
}

}  // namespace minislurm
