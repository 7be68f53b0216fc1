#include "libcommon/os/process_record.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <set>
#include <sstream>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcommon/os/files.h"

namespace minislurm::os {

namespace {

constexpr std::size_t kLongestRecord = 4U << 20;
constexpr std::size_t kLongestEnvironment = 8U << 20;

struct Mark {
  pid_t pid = 0;
  std::uint64_t start_ticks = 0;
};

std::string boot_id() {
  std::string id = read_file("/proc/sys/kernel/random/boot_id", 64).value_or({});
  return id.substr(0, id.find('\n'));
}

std::vector<Mark> marks_in(const std::string& path) {
  std::vector<Mark> marks;
  std::istringstream lines(read_file(path, kLongestRecord).value_or({}));
  std::string boot;
  if (!std::getline(lines, boot) || boot.empty() || boot != boot_id()) return marks;
  for (Mark mark; lines >> mark.pid >> mark.start_ticks;)
    if (mark.pid > 1) marks.push_back(mark);
  return marks;
}

bool carries(std::string_view environment, const std::string& variable) {
  while (!environment.empty()) {
    const std::string_view one = environment.substr(0, environment.find('\0'));
    if (one == variable) return true;
    environment.remove_prefix(std::min(environment.size(), one.size() + 1));
  }
  return false;
}

class Search {
 public:
  Search(const std::vector<Mark>& marks, const std::string& variable, const std::string& mark)
      : marks_(marks), variable_(variable), mark_(mark) {}

  std::vector<ProcessInfo> run() const {
    const std::vector<ProcessInfo> all = every_process();
    std::unordered_map<pid_t, std::uint64_t> starts;
    for (const ProcessInfo& process : all) starts.emplace(process.pid, process.start_ticks);
    std::set<pid_t> found;
    for (const ProcessInfo& process : all)
      if (process.pid != ::getpid() && belongs(process, starts)) found.insert(process.pid);
    for (bool more = true; more;) {
      more = false;
      for (const ProcessInfo& process : all)
        if (found.count(process.parent) != 0 && process.pid != ::getpid() && found.insert(process.pid).second) more = true;
    }
    std::vector<ProcessInfo> living;
    for (const ProcessInfo& process : all)
      if (found.count(process.pid) != 0 && process.alive()) living.push_back(process);
    return living;
  }

 private:
  bool belongs(const ProcessInfo& process, const std::unordered_map<pid_t, std::uint64_t>& starts) const {
    for (const Mark& mark : marks_) {
      if (process.start_ticks < mark.start_ticks) continue;
      if (process.pid == mark.pid && process.start_ticks == mark.start_ticks) return true;
      // A session's number is not given to another process as long as the session has members.
      const auto leader = starts.find(mark.pid);
      const bool is_ours = leader == starts.end() || leader->second == mark.start_ticks;
      if (process.session == mark.pid && is_ours) return true;
    }
    return marked(process);
  }

  bool marked(const ProcessInfo& process) const {
    if (process.start_ticks < marks_.front().start_ticks) return false;
    const auto environment = read_file("/proc/" + std::to_string(process.pid) + "/environ", kLongestEnvironment);
    if (!environment || !carries(*environment, mark_)) return false;
    for (const Mark& mark : marks_)
      if (carries(*environment, variable_ + "=" + std::to_string(mark.pid))) return true;
    return false;
  }

  const std::vector<Mark>& marks_;
  const std::string& variable_;
  const std::string& mark_;
};

}  // namespace

Result<FileDescriptor> begin_process_record(const std::string& path) {
  FileDescriptor record(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!record) return Error::generic(path + ": " + std::strerror(errno));
  if (const Status written = write_all(record.get(), boot_id() + "\n"); !written) return written.error();
  if (const Status added = add_to_process_record(record.get(), ::getpid()); !added) return added.error();
  return record;
}

Status add_to_process_record(int record, pid_t process) {
  const auto info = process_info(process);
  if (!info) return {};  // it has ended already
  return write_all(record, std::to_string(process) + " " + std::to_string(info->start_ticks) + "\n");
}

std::size_t kill_recorded(const std::string& path, const std::string& variable, const std::string& mark) {
  const std::vector<Mark> marks = marks_in(path);
  if (marks.empty()) return 0;
  constexpr int kMostRounds = 32;  // for those forked meanwhile
  std::set<std::pair<pid_t, std::uint64_t>> killed;
  for (int round = 0; round < kMostRounds; ++round) {
    bool someone_new = false;
    for (const ProcessInfo& process : Search(marks, variable, mark).run())
      if (send_signal(process, SIGKILL) && killed.emplace(process.pid, process.start_ticks).second) someone_new = true;
    if (!someone_new) break;
  }
  return killed.size();
}

}  // namespace minislurm::os
