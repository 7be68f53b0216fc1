#include "slurmctld/exec/step_processes.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string_view>

#include "libcommon/os/files.h"
#include "libcommon/os/process_tree.h"
#include "libcommon/text/count.h"
#include "slurmctld/exec/step_folder.h"

namespace minislurm::exec {
namespace {

constexpr std::size_t kLongestRecord = 4U << 20, kLongestEnvironment = 8U << 20;

// The step's own process stands first in its record of processes, behind the line that names the machine's boot.
std::optional<pid_t> stepd_of(const std::string& spool_dir, StepId id) {
  std::istringstream record(os::read_file(folder_of(spool_dir, id) + "/processes", kLongestRecord).value_or({}));
  std::string boot;
  pid_t pid = 0;
  std::uint64_t start = 0;
  if (!std::getline(record, boot) || !(record >> pid >> start) || pid <= 1) return std::nullopt;
  const auto info = os::process_info(pid);
  if (!info || info->start_ticks != start) return std::nullopt;
  return pid;
}

// The task's number in the step, which its environment tells.
std::optional<std::uint32_t> rank_of(pid_t pid) {
  constexpr std::string_view kName = "SLURM_PROCID=";
  const auto environment = os::read_file("/proc/" + std::to_string(pid) + "/environ", kLongestEnvironment);
  if (!environment) return std::nullopt;
  for (std::string_view rest = *environment; !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find('\0'));
    if (one.substr(0, kName.size()) == kName)
      if (const auto rank = text::parse_u32(one.substr(kName.size()))) return *rank;
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
  }
  return std::nullopt;
}

}  // namespace

std::vector<wire::ListedProcess> processes_of(const std::string& spool_dir, StepId id) {
  std::vector<wire::ListedProcess> listed;
  const auto stepd = stepd_of(spool_dir, id);
  const auto places = places_of(spool_dir, id);
  if (!stepd || !places) return listed;
  std::map<pid_t, std::string> nodes;
  for (const os::ProcessInfo& process : os::descendants(*stepd)) {
    if (!process.alive()) continue;
    wire::ListedProcess one;
    one.pid = static_cast<std::uint32_t>(process.pid);
    one.step = id;
    const auto parent = nodes.find(process.parent);
    if (parent != nodes.end()) one.node = parent->second;
    else if (!places->empty()) one.node = places->front().node;
    if (process.parent == *stepd) one.rank = rank_of(process.pid);
    for (const TaskPlace& place : *places)
      if (one.rank == place.rank) {
        one.local_rank = place.local_rank;
        one.node = place.node;
      }
    nodes[process.pid] = one.node;
    listed.push_back(std::move(one));
  }
  return listed;
}

}  // namespace minislurm::exec
