#include "libcommon/os/cgroups.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "libcommon/os/file_descriptor.h"
#include "libcommon/os/files.h"

namespace minislurm::os {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMostText = 16U << 20;

std::vector<std::string> words(const std::string& text, char separator) {
  std::vector<std::string> found;
  std::istringstream rest(text);
  for (std::string word; std::getline(rest, word, separator);)
    if (!word.empty()) found.push_back(word);
  return found;
}

std::string read_whole(const std::string& path) { return read_file(path, kMostText).value_or(std::string()); }

// The calling process's path in a hierarchy, from "4:memory:/path" or, of version 2, "0::/path".
std::string own_path(const std::string& memberships, const CgroupMount& mount) {
  std::istringstream lines(memberships);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string names = line.substr(first + 1, second - first - 1);
    const std::vector<std::string> controllers = words(names, ',');
    const bool same = mount.unified ? names.empty()
                                    : !mount.controllers.empty() &&
                                          std::find(controllers.begin(), controllers.end(),
                                                    mount.controllers.front()) != controllers.end();
    if (same) return line.substr(second + 1);
  }
  return "/";
}

// `within`: the part of the hierarchy that the mount shows.
std::string folder_in(const CgroupMount& mount, const std::string& within, std::string path) {
  if (within != "/") {
    if (path != within && path.rfind(within + "/", 0) != 0) return mount.top;
    path.erase(0, within.size());
  }
  std::error_code ignored;
  const std::string folder = path.empty() || path == "/" ? mount.top : mount.top + path;
  return path.find("/..") == std::string::npos && fs::is_directory(folder, ignored) ? folder : mount.top;
}

}  // namespace

std::vector<CgroupMount> cgroup_mounts(const std::string& root) {
  const std::string memberships = read_whole(root + "/proc/self/cgroup");
  std::vector<CgroupMount> mounts;
  std::istringstream lines(read_whole(root + "/proc/self/mountinfo"));
  for (std::string line; std::getline(lines, line);) {
    const std::vector<std::string> fields = words(line, ' ');
    const auto dash = std::find(fields.begin(), fields.end(), "-");
    if (fields.size() < 6 || fields.end() - dash < 4) continue;
    CgroupMount mount;
    mount.unified = dash[1] == "cgroup2";
    if (!mount.unified && dash[1] != "cgroup") continue;
    mount.top = root + fields[4];
    // Options of a hierarchy of version 1 are its controllers, besides "rw" and the like.
    mount.controllers = words(mount.unified ? read_whole(mount.top + "/cgroup.controllers") : dash[3],
                              mount.unified ? ' ' : ',');
    for (std::string& one : mount.controllers) one.erase(std::remove(one.begin(), one.end(), '\n'), one.end());
    std::erase(mount.controllers, "rw");
    if (mount.controllers.empty() && !mount.unified) continue;
    const auto same = [&mount](const CgroupMount& other) {
      return other.unified == mount.unified && (mount.unified || other.controllers == mount.controllers);
    };
    if (std::any_of(mounts.begin(), mounts.end(), same)) continue;
    mount.own = folder_in(mount, fields[3], own_path(memberships, mount));
    mounts.push_back(std::move(mount));
  }
  return mounts;
}

bool write_cgroup(const std::string& file, std::string_view value) {
  const FileDescriptor opened(::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  return opened && ::write(opened.get(), value.data(), value.size()) == static_cast<ssize_t>(value.size());
}

std::string read_cgroup(const std::string& file) { return read_whole(file); }

std::uint64_t cgroup_number(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.size() <= key.size() || line.substr(0, key.size()) != key || line[key.size()] != ' ') continue;
    std::uint64_t value = 0;
    std::from_chars(line.data() + key.size() + 1, line.data() + line.size(), value);
    return value;
  }
  return 0;
}

std::vector<pid_t> cgroup_processes(const std::string& folder) {
  std::vector<pid_t> found;
  std::istringstream lines(read_whole(folder + "/cgroup.procs"));
  for (pid_t pid = 0; lines >> pid;)
    if (pid > 0) found.push_back(pid);
  std::error_code problem;
  for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
    std::error_code ignored;
    if (!at->is_directory(ignored) || at->is_symlink(ignored)) continue;
    const std::vector<pid_t> below = cgroup_processes(at->path().string());
    found.insert(found.end(), below.begin(), below.end());
  }
  return found;
}

std::size_t kill_cgroup(const std::string& folder) {
  const std::vector<pid_t> found = cgroup_processes(folder);
  if (found.empty() || write_cgroup(folder + "/cgroup.kill", "1")) return found.size();
  // Between the reading and the killing a number could come to stand for another process, but not for long enough:
  // numbers are given out in turn.
  for (const pid_t pid : found)
    if (pid != ::getpid()) ::kill(pid, SIGKILL);
  return found.size();
}

bool remove_cgroup(const std::string& folder) {
  std::error_code problem;
  for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
    std::error_code ignored;
    if (at->is_directory(ignored) && !at->is_symlink(ignored)) remove_cgroup(at->path().string());
  }
  return ::rmdir(folder.c_str()) == 0 || errno == ENOENT;
}

}  // namespace minislurm::os
