#include "libcommon/os/machine.h"

#include <sys/utsname.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string_view>
#include <tuple>
#include <utility>

namespace minislurm::os {
namespace {

namespace fs = std::filesystem;
constexpr std::uint32_t kMaxCpu = 65536;

std::string first_line(const std::string& path) {
  std::ifstream file{path};
  std::string line;
  std::getline(file, line);
  return line;
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end == text.data()) return std::nullopt;
  return value;
}

// The text behind "Key:" in a file of such lines.
std::string field_of(const std::string& path, std::string_view key) {
  std::ifstream file{path};
  std::string line;
  while (std::getline(file, line)) {
    if (line.compare(0, key.size(), key) != 0 || line.size() <= key.size() || line[key.size()] != ':') continue;
    const std::size_t start = line.find_first_not_of(" \t", key.size() + 1);
    return start == std::string::npos ? std::string{} : line.substr(start);
  }
  return {};
}

// "0-3,8" as the kernel writes it; what is no number is left out.
std::vector<std::uint32_t> cpus_in(const std::string& list) {
  std::set<std::uint32_t> cpus;
  std::istringstream items{list};
  for (std::string item; std::getline(items, item, ',');) {
    const auto low = number_in(item);
    const std::size_t dash = item.find('-');
    const auto high = dash == std::string::npos ? low : number_in(std::string_view{item}.substr(dash + 1));
    if (!low || !high || *high >= kMaxCpu) continue;
    for (std::uint64_t cpu = *low; cpu <= *high; ++cpu) cpus.insert(static_cast<std::uint32_t>(cpu));
  }
  return {cpus.begin(), cpus.end()};
}

// Allowed to this process, as sched_getaffinity would tell; else all that are online.
std::vector<std::uint32_t> allowed_cpus(const std::string& root) {
  std::vector<std::uint32_t> cpus = cpus_in(field_of(root + "/proc/self/status", "Cpus_allowed_list"));
  const std::vector<std::uint32_t> online = cpus_in(first_line(root + "/sys/devices/system/cpu/online"));
  if (cpus.empty()) cpus = online;
  if (!online.empty()) {
    std::vector<std::uint32_t> both;
    std::set_intersection(cpus.begin(), cpus.end(), online.begin(), online.end(), std::back_inserter(both));
    if (!both.empty()) cpus = std::move(both);
  }
  if (cpus.empty()) cpus.push_back(0);
  return cpus;
}

void arrange(Machine& machine, const std::string& root) {
  std::set<std::uint64_t> sockets;
  std::set<std::pair<std::uint64_t, std::uint64_t>> cores;
  std::vector<std::tuple<std::uint64_t, std::uint64_t, std::uint32_t>> places;
  bool known = true;
  for (const std::uint32_t cpu : machine.cpus) {
    const std::string folder = root + "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
    const auto socket = number_in(first_line(folder + "physical_package_id"));
    const auto core = number_in(first_line(folder + "core_id"));
    known = known && socket && core;
    if (!known) break;
    sockets.insert(*socket);
    cores.emplace(*socket, *core);
    places.emplace_back(*socket, *core, cpu);
  }
  const std::size_t count = machine.cpus.size();
  known = known && cores.size() % sockets.size() == 0 && count % cores.size() == 0;
  // The threads of a core side by side, as a node counts its CPUs.
  std::sort(places.begin(), places.end());
  if (known)
    std::transform(places.begin(), places.end(), machine.cpus.begin(),
                   [](const auto& place) { return std::get<2>(place); });
  machine.sockets = known ? static_cast<std::uint32_t>(sockets.size()) : 1;
  machine.cores_per_socket = static_cast<std::uint32_t>(known ? cores.size() / sockets.size() : count);
  machine.threads_per_core = known ? static_cast<std::uint32_t>(count / cores.size()) : 1;
}

Mebibytes memory_field(const std::string& root, std::string_view key) {
  return Mebibytes{number_in(field_of(root + "/proc/meminfo", key)).value_or(0) / 1024};
}

Instant boot_time(const std::string& root) {
  std::ifstream file{root + "/proc/stat"};
  for (std::string line; std::getline(file, line);)
    if (line.rfind("btime ", 0) == 0)
      return Instant{Seconds{static_cast<Seconds::rep>(number_in(std::string_view{line}.substr(6)).value_or(0))}};
  return kNever;
}

// Names are "nvidia" and digits, in the order of the numbers.
std::vector<std::string> devices(const std::string& root, const std::string& folder, std::string_view prefix) {
  std::vector<std::pair<std::uint64_t, std::string>> found;
  std::error_code failure;
  for (fs::directory_iterator at{root + folder, failure}, end; !failure && at != end; at.increment(failure)) {
    const std::string name = at->path().filename().string();
    if (name.rfind(prefix, 0) != 0) continue;
    const std::string_view digits = std::string_view{name}.substr(prefix.size());
    if (digits.find_first_not_of("0123456789") != std::string_view::npos) continue;
    if (const auto number = number_in(digits)) found.emplace_back(*number, folder + "/" + name);
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> paths;
  for (auto& one : found) paths.push_back(std::move(one.second));
  return paths;
}

CpuTimes cpu_times(const std::string& root) {
  std::istringstream fields{first_line(root + "/proc/stat")};
  std::string label;
  fields >> label;
  CpuTimes times;
  // user nice system idle iowait irq softirq steal; guests are counted in user already.
  std::uint64_t ticks = 0;
  for (int column = 0; column < 8 && fields >> ticks; ++column) {
    times.total += ticks;
    if (column != 3 && column != 4) times.busy += ticks;
  }
  return times;
}

std::uint32_t percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<std::uint32_t>(std::min<std::uint64_t>(100, part * 100 / whole));
}

}  // namespace

Machine detect_machine(const std::string& root) {
  Machine machine;
  machine.hostname = first_line(root + "/proc/sys/kernel/hostname");
  if (machine.hostname.empty()) machine.hostname = "localhost";
  machine.short_hostname = machine.hostname.substr(0, machine.hostname.find('.'));
  machine.cpus = allowed_cpus(root);
  arrange(machine, root);
  machine.memory = memory_field(root, "MemTotal");
  machine.booted = boot_time(root);
  const std::string kernel = root + "/proc/sys/kernel/";
  machine.os = first_line(kernel + "ostype") + " " + first_line(kernel + "osrelease") + " " +
               first_line(kernel + "version");
  utsname names{};
  if (uname(&names) == 0) machine.arch = names.machine;
  // A card of another maker than NVIDIA is known by its render node; an NVIDIA card may have one of those besides.
  machine.gpus = devices(root, "/dev", "nvidia");
  if (machine.gpus.empty()) machine.gpus = devices(root, "/dev/dri", "renderD");
  return machine;
}

Load load_now(const std::optional<CpuTimes>& before, const std::string& root) {
  Load load;
  std::istringstream average{first_line(root + "/proc/loadavg")};
  double one_minute = 0;
  if (average >> one_minute && one_minute >= 0)
    load.cpu_load_percent = static_cast<std::uint32_t>(one_minute * 100 + 0.5);
  load.free_memory = memory_field(root, "MemFree");
  const Mebibytes total = memory_field(root, "MemTotal"), available = memory_field(root, "MemAvailable");
  load.memory_percent = percent(total.count - std::min(total.count, available.count), total.count);
  load.times = cpu_times(root);
  const CpuTimes from = before.value_or(CpuTimes{});
  if (load.times.total >= from.total && load.times.busy >= from.busy)
    load.cpu_percent = percent(load.times.busy - from.busy, load.times.total - from.total);
  return load;
}

}  // namespace minislurm::os
