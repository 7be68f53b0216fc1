#include "libcommon/config/client/client.h"

#include <pwd.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string_view>

namespace minislurm::config {
namespace {

constexpr int kMaxIncludes = 8;  // depth; the controller judges loops

struct Found {
  std::string pid_file = kDefaultPidFile, state_dir = kDefaultStateDir, cluster_name;
};

struct WantedKey {
  std::string_view name;
  std::string Found::* into;
};
constexpr std::array<WantedKey, 3> kWanted{{
    {"SlurmctldPidFile", &Found::pid_file},
    {"StateSaveLocation", &Found::state_dir},
    {"ClusterName", &Found::cluster_name},
}};

bool same_word(std::string_view left, std::string_view right) {
  return left.size() == right.size() && strncasecmp(left.data(), right.data(), left.size()) == 0;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// The text up to the first blank, or what its quotes hold.
std::string_view value_of(std::string_view text) {
  text = trimmed(text);
  if (!text.empty() && text.front() == '"') return text.substr(1, text.find('"', 1) - 1);
  return text.substr(0, text.find_first_of(" \t#"));
}

std::string in_folder_of(const std::string& file, std::string_view name) {
  if (!name.empty() && name.front() == '/') return std::string{name};
  const std::size_t slash = file.rfind('/');
  return (slash == std::string::npos ? std::string{} : file.substr(0, slash + 1)) + std::string{name};
}

bool scan(const std::string& path, const std::string& main_file, int depth, Found& found) {
  std::ifstream file{path};
  if (!file) return false;
  std::string line;
  while (std::getline(file, line)) {
    const std::string_view text = trimmed(line);
    if (text.empty() || text.front() == '#') continue;
    if (same_word(text.substr(0, 8), "include ")) {
      // A file that cannot be read is the controller's error to report.
      if (depth < kMaxIncludes) scan(in_folder_of(main_file, value_of(text.substr(8))), main_file, depth + 1, found);
      continue;
    }
    const std::size_t equal = text.find('=');
    if (equal == std::string_view::npos) continue;
    const std::string_view key = trimmed(text.substr(0, equal));
    for (const WantedKey& wanted : kWanted)
      if (same_word(key, wanted.name)) found.*wanted.into = std::string{value_of(text.substr(equal + 1))};
  }
  return true;
}

Result<ClientConfig> from_file(const std::string& path) {
  Found found;
  if (!scan(path, path, 0, found)) return Error::generic("cannot read " + path);
  return ClientConfig{socket_beside(found.pid_file), {}, found.state_dir, found.cluster_name, path, false};
}

std::string non_empty(const EnvironmentGetter& environment, const std::string& name) {
  return environment(name).value_or(std::string{});
}

// A service has no HOME; the user has a home all the same. Empty: not even that.
std::string home_of_user(const EnvironmentGetter& environment) {
  std::string home = non_empty(environment, "HOME");
  if (!home.empty()) return home;
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found);
  return found == nullptr || found->pw_dir == nullptr ? std::string{} : std::string{found->pw_dir};
}

// `su` leaves the variable of the user before, and a session's folder goes with the session.
bool is_own_folder(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid();
}

Result<ClientConfig> from_nothing(const EnvironmentGetter& environment) {
  std::string state = non_empty(environment, "XDG_STATE_HOME");
  if (state.empty()) {
    const std::string home = home_of_user(environment);
    if (home.empty()) return Error::generic("neither SLURM_CONF, XDG_STATE_HOME nor HOME is set");
    state = home + "/.local/state";
  }
  state += "/minislurm";
  const std::string runtime = non_empty(environment, "XDG_RUNTIME_DIR");
  const std::string link = state + "/slurmctld.sock";
  const std::string socket = is_own_folder(runtime) ? runtime + "/minislurm/slurmctld.sock" : link;
  return ClientConfig{socket, link, state, kZeroClusterName, {}, true};
}

}  // namespace

std::string socket_beside(const std::string& pid_file) {
  const std::size_t slash = pid_file.rfind('/');
  const std::size_t dot = pid_file.rfind('.');
  const bool has_extension = dot != std::string::npos && (slash == std::string::npos || dot > slash + 1);
  return (has_extension ? pid_file.substr(0, dot) : pid_file) + ".sock";
}

Result<ClientConfig> find_controller(const EnvironmentGetter& environment, const std::string& system_file) {
  const std::string named = non_empty(environment, "SLURM_CONF");
  if (!named.empty()) return from_file(named);
  struct stat status {};
  if (stat(system_file.c_str(), &status) == 0) return from_file(system_file);
  return from_nothing(environment);
}

}  // namespace minislurm::config
