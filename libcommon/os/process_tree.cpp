#include "libcommon/os/process_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <memory>
#include <string>
#include <unordered_map>

#include "libcommon/os/file_descriptor.h"

namespace minislurm::os {

namespace {

// /proc files are read in one call each, so that what is read belongs together.
std::string read_proc(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  if (!file) return text;
  std::array<char, 8192> piece;
  ssize_t got = 0;
  while ((got = ::read(file.get(), piece.data(), piece.size())) > 0)
    text.append(piece.data(), static_cast<std::size_t>(got));
  return text;
}

std::string_view next_word(std::string_view& text) {
  const std::size_t begin = text.find_first_not_of(" \n");
  if (begin == std::string_view::npos) return text = {};
  text.remove_prefix(begin);
  const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

std::uint64_t number_of(std::string_view word) {
  std::uint64_t value = 0;
  std::from_chars(word.data(), word.data() + word.size(), value);
  return value;
}

std::vector<pid_t> numbered_entries(const std::string& folder) {
  std::vector<pid_t> numbers;
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(folder.c_str()), &::closedir);
  if (!directory) return numbers;
  while (const dirent* entry = ::readdir(directory.get()))
    if (const std::uint64_t number = number_of(entry->d_name)) numbers.push_back(static_cast<pid_t>(number));
  return numbers;
}

bool kernel_lists_children() {
  const std::string self = std::to_string(::getpid());
  return ::access(("/proc/" + self + "/task/" + self + "/children").c_str(), R_OK) == 0;
}

// A child belongs to the thread that forked it.
void append_children(pid_t pid, std::vector<ProcessInfo>& found) {
  const std::string folder = "/proc/" + std::to_string(pid) + "/task";
  for (const pid_t thread : numbered_entries(folder)) {
    const std::string text = read_proc(folder + "/" + std::to_string(thread) + "/children");
    std::string_view rest = text;
    for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest))
      if (auto info = process_info(static_cast<pid_t>(number_of(word)))) found.push_back(*info);
  }
}

std::vector<ProcessInfo> descendants_by_parent(pid_t root) {
  std::unordered_multimap<pid_t, ProcessInfo> by_parent;
  for (const pid_t pid : numbered_entries("/proc"))
    if (const auto info = process_info(pid)) by_parent.emplace(info->parent, *info);
  std::vector<ProcessInfo> found;
  const auto append = [&](pid_t parent) {
    const auto range = by_parent.equal_range(parent);
    for (auto at = range.first; at != range.second; ++at) found.push_back(at->second);
    by_parent.erase(range.first, range.second);  // once each, whatever the table of a moving system looks like
  };
  append(root);
  for (std::size_t i = 0; i < found.size(); ++i) append(found[i].pid);
  return found;
}

}  // namespace

std::optional<ProcessInfo> parse_stat(std::string_view text) {
  const std::size_t open = text.find('('), close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
  ProcessInfo info;
  info.pid = static_cast<pid_t>(number_of(text.substr(0, open)));
  std::string_view rest = text.substr(close + 1);
  constexpr std::size_t kFields = 22;  // from the state (field 3) to rss (field 24)
  std::array<std::string_view, kFields> fields;
  for (std::string_view& field : fields)
    if ((field = next_word(rest)).empty()) return std::nullopt;
  info.state = fields[0].front();
  info.parent = static_cast<pid_t>(number_of(fields[1]));
  info.session = static_cast<pid_t>(number_of(fields[3]));
  info.major_faults = number_of(fields[9]) + number_of(fields[10]);
  info.user_ticks = number_of(fields[11]) + number_of(fields[13]);
  info.system_ticks = number_of(fields[12]) + number_of(fields[14]);
  info.threads = number_of(fields[17]);
  info.start_ticks = number_of(fields[19]);
  info.vm_bytes = number_of(fields[20]);
  info.rss_pages = number_of(fields[21]);
  if (info.pid <= 0) return std::nullopt;
  return info;
}

std::optional<ProcessInfo> process_info(pid_t pid) {
  return parse_stat(read_proc("/proc/" + std::to_string(pid) + "/stat"));
}

std::vector<ProcessInfo> descendants(pid_t root) {
  if (!kernel_lists_children()) return descendants_by_parent(root);
  std::vector<ProcessInfo> found;
  append_children(root, found);
  for (std::size_t i = 0; i < found.size(); ++i)
    if (const pid_t pid = found[i].pid; found[i].alive()) append_children(pid, found);
  return found;
}

std::vector<ProcessInfo> every_process() {
  std::vector<ProcessInfo> found;
  for (const pid_t pid : numbered_entries("/proc"))
    if (const auto info = process_info(pid)) found.push_back(*info);
  return found;
}

bool send_signal(const ProcessInfo& process, int signal) {
  const FileDescriptor handle(static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0)));
  if (!handle) return false;
  const auto now = process_info(process.pid);
  if (!now || now->start_ticks != process.start_ticks) return false;
  return ::syscall(SYS_pidfd_send_signal, handle.get(), signal, nullptr, 0) == 0;
}

std::uint64_t resident_kib(const ProcessInfo& process) {
  return process.rss_pages * (static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) / 1024);
}

std::uint64_t memory_share_kib(const ProcessInfo& process) {
  const std::string text = read_proc("/proc/" + std::to_string(process.pid) + "/smaps_rollup");
  const std::size_t at = text.find("\nPss:");
  if (at == std::string::npos) return resident_kib(process);
  std::string_view rest = std::string_view(text).substr(at + 5);
  return number_of(next_word(rest));
}

}  // namespace minislurm::os
