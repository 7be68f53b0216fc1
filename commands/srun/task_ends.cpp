#include "commands/srun/task_ends.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <map>
#include <utility>

#include "libcommon/text/cpu_list.h"

namespace minislurm::srun {
namespace {

constexpr std::uint32_t kOutOfMemorySignal = 125;  // stands for it in an exit code

int code_of(ExitCode code) {
  if (code.signal == kOutOfMemorySignal) return kOutOfMemoryCode;
  return static_cast<int>(code.signal != 0 ? 128 + code.signal : code.status);
}

std::string reason_of(ExitCode code, bool core_dumped) {
  if (code.signal == kOutOfMemorySignal) return "Out Of Memory";
  if (code.signal != 0)
    return std::string(::strsignal(static_cast<int>(code.signal))) + (core_dumped ? " (core dumped)" : "");
  return "Exited with exit code " + std::to_string(code.status);
}

}  // namespace

TaskEnds::TaskEnds(const std::vector<TaskPlace>& places) {
  for (const TaskPlace& place : places) {
    if (place.rank >= places.size()) continue;
    tasks_.resize(std::max(tasks_.size(), std::size_t{place.rank} + 1));
    tasks_[place.rank].node = place.node;
    tasks_[place.rank].local_rank = place.local_rank;
  }
  running_ = tasks_.size();
}

void TaskEnds::add(const wire::TaskExit& task) {
  if (task.task >= tasks_.size() || tasks_[task.task].state != State::Running) return;
  --running_;
  tasks_[task.task].state = task.exit_code.success() ? State::Ended : State::Failed;
  exit_code_ = std::max(exit_code_, code_of(task.exit_code));
  highest_ = std::max(highest_, task.exit_code);
  any_killed_ = any_killed_ || task.exit_code.signal == SIGKILL || task.exit_code.signal == SIGTERM;
  if (!task.exit_code.success()) fresh_.push_back(task);
}

std::vector<std::string> TaskEnds::take_lines() {
  std::vector<wire::TaskExit> fresh = std::exchange(fresh_, {});
  const auto local_rank = [this](const wire::TaskExit& task) { return tasks_[task.task].local_rank; };
  std::stable_sort(fresh.begin(), fresh.end(), [&local_rank](const auto& left, const auto& right) {
    return std::pair(local_rank(left), left.task) < std::pair(local_rank(right), right.task);
  });
  using Key = std::pair<std::string, std::pair<ExitCode, bool>>;  // the node, how, whether with a core
  std::vector<std::pair<Key, std::vector<std::uint32_t>>> groups;
  for (const wire::TaskExit& task : fresh) {
    const Key key{tasks_[task.task].node, {task.exit_code, task.core_dumped}};
    auto group = std::find_if(groups.begin(), groups.end(), [&key](const auto& known) { return known.first == key; });
    if (group == groups.end()) group = groups.insert(groups.end(), {key, {}});
    group->second.push_back(task.task);
  }
  std::vector<std::string> lines;
  for (auto& [key, tasks] : groups) {
    std::sort(tasks.begin(), tasks.end());
    lines.push_back(key.first + ": " + task_names(tasks) + ": " + reason_of(key.second.first, key.second.second));
  }
  return lines;
}

std::vector<std::string> TaskEnds::status() const {
  constexpr std::pair<State, const char*> kNames[] = {
      {State::Running, "running"}, {State::Failed, "exited abnormally"}, {State::Ended, "exited"}};
  std::vector<std::string> lines;
  for (const auto& [state, name] : kNames) {
    std::vector<std::uint32_t> in_state;
    for (std::size_t task = 0; task < tasks_.size(); ++task)
      if (tasks_[task].state == state) in_state.push_back(static_cast<std::uint32_t>(task));
    if (!in_state.empty()) lines.push_back(task_names(in_state) + ": " + name);
  }
  return lines;
}

std::string task_names(const std::vector<std::uint32_t>& tasks) {
  return (tasks.size() == 1 ? "task " : "tasks ") + text::format_cpu_list(tasks);
}

}  // namespace minislurm::srun
