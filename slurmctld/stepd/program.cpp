#include "slurmctld/stepd/program.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>

#include "libcommon/os/file_descriptor.h"

namespace minislurm::stepd {

namespace {

constexpr std::string_view kPath = "PATH=";

bool is_file(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 && S_ISREG(about.st_mode);
}

std::string first_line_of(const std::string& path) {
  const os::FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 256> start;
  const ssize_t got = file ? ::read(file.get(), start.data(), start.size()) : 0;
  const std::string text(start.data(), static_cast<std::size_t>(got > 0 ? got : 0));
  return text.substr(0, text.find('\n'));
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> made;
  for (const std::string& text : texts) made.push_back(const_cast<char*>(text.c_str()));
  made.push_back(nullptr);
  return made;
}

}  // namespace

std::string find_program(const std::string& name, const std::vector<std::string>& variables) {
  if (name.find('/') != std::string::npos) return name;
  std::string_view folders;
  std::string barred;  // there, but not for us to run
  for (const std::string& variable : variables)
    if (variable.rfind(kPath, 0) == 0) folders = std::string_view(variable).substr(kPath.size());
  while (!name.empty() && !folders.empty()) {
    const std::string_view folder = folders.substr(0, folders.find(':'));
    folders.remove_prefix(std::min(folders.size(), folder.size() + 1));
    const std::string path = (folder.empty() ? std::string(".") : std::string(folder)) + "/" + name;
    if (!is_file(path)) continue;
    if (::access(path.c_str(), X_OK) == 0) return path;
    if (barred.empty()) barred = path;
  }
  return barred.empty() ? name : barred;
}

ExecFailure execute(const std::vector<std::string>& words, const std::vector<std::string>& variables) {
  const std::string path = find_program(words.front(), variables);
  ExecFailure failure{ENOENT, path, {}};
  const std::vector<char*> arguments = pointers(words), environment = pointers(variables);
  ::execve(path.c_str(), arguments.data(), environment.data());
  failure.reason = errno;
  if (failure.reason == ENOENT) failure.first_line = first_line_of(path);
  if (path.rfind("./", 0) == 0 || path.rfind("../", 0) == 0) {
    std::error_code ignored;
    failure.program = std::filesystem::current_path(ignored).string() + "/" + path;
  }
  return failure;
}

}  // namespace minislurm::stepd
