#include "slurmctld/stepd/group_folders.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace minislurm::stepd {

bool GroupFolders::make(const std::function<bool(const std::string&, const std::string&)>& prepare) const {
  // Another step that ends may remove a folder above before this one's is in it: then all over again.
  constexpr int kAttempts = 100;
  const std::string* const levels[] = {&base_, &cluster_, &job_, &step_};
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    bool vanished = false;
    for (std::size_t at = 1; at < std::size(levels) && !vanished; ++at) {
      const bool made = ::mkdir(levels[at]->c_str(), 0755) == 0 || errno == EEXIST;
      vanished = !made && errno == ENOENT;
      if (!made && !vanished) return false;
      if (made && !prepare(*levels[at], *levels[at - 1])) {
        vanished = ::access(levels[at]->c_str(), F_OK) != 0;
        if (!vanished) return false;
      }
    }
    if (!vanished) return true;
  }
  return false;
}

void GroupFolders::remove() const {
  if (step_.empty() || !os::remove_cgroup(step_)) return;
  if (::rmdir(job_.c_str()) == 0) ::rmdir(cluster_.c_str());
}

std::string cpu_list(const std::vector<std::uint32_t>& cpus) {
  std::vector<std::uint32_t> sorted = cpus;
  std::sort(sorted.begin(), sorted.end());
  std::string text;
  for (const std::uint32_t cpu : sorted) text += (text.empty() ? "" : ",") + std::to_string(cpu);
  return text;
}

}  // namespace minislurm::stepd
