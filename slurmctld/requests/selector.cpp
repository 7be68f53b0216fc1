#include "slurmctld/requests/selector.h"

#include <algorithm>

#include "libcommon/text/array_ids.h"
#include "libcommon/text/count.h"
#include "libcommon/text/words.h"
#include "slurmctld/core/arrays.h"

namespace minislurm::requests {
namespace {

struct StepName {
  std::string_view name;
  StepNumber number;
};

constexpr StepName kStepNames[] = {
    {"batch", StepNumber::Batch}, {"extern", StepNumber::Extern}, {"interactive", StepNumber::Interactive}};

Result<StepNumber> parse_step(std::string_view text) {
  for (const StepName& row : kStepNames)
    if (text::iequals(row.name, text)) return row.number;
  const auto number = text::parse_u32(text);
  if (!number) return Error{Code::InvalidJobId};
  return StepNumber{*number};
}

}  // namespace

Selection select(const core::ClusterState::Inside& state, const wire::JobSelector& selector) {
  Selection selection;
  if (selector.het_offset) {
    for (const JobId id : state.jobs.members(selector.job))
      if (const Job* job = state.jobs.find(id); job->het_job == selector.job && job->het_offset == *selector.het_offset)
        selection.targets.push_back(Target{id, {}});
    selection.all_known = !selection.targets.empty();
    return selection;
  }
  if (selector.tasks.empty()) {
    for (const JobId id : state.jobs.members(selector.job)) selection.targets.push_back(Target{id, {}});
    selection.all_known = !selection.targets.empty();
    return selection;
  }
  const core::ArrayRecord* array = state.jobs.array(selector.job);
  const Job* rest = array ? state.jobs.find(selector.job) : nullptr;
  std::vector<std::uint32_t> waiting;
  for (const std::uint32_t task : selector.tasks) {
    const auto known = array ? array->tasks.find(task) : std::map<std::uint32_t, JobId>::const_iterator{};
    if (array && known != array->tasks.end()) selection.targets.push_back(Target{known->second, {}});
    else if (rest && std::binary_search(rest->array_pending.begin(), rest->array_pending.end(), task)) waiting.push_back(task);
    else selection.all_known = false;
  }
  std::sort(waiting.begin(), waiting.end());
  waiting.erase(std::unique(waiting.begin(), waiting.end()), waiting.end());
  if (!waiting.empty()) selection.targets.push_back(Target{selector.job, std::move(waiting)});
  return selection;
}

Result<wire::JobSelector> parse_selector(std::string_view text) {
  wire::JobSelector selector;
  if (const auto dot = text.rfind('.'); dot != std::string_view::npos) {
    const auto step = parse_step(text.substr(dot + 1));
    if (!step) return step.error();
    selector.step = *step;
    text = text.substr(0, dot);
  }
  if (const auto bar = text.find('_'); bar != std::string_view::npos) {
    const auto tasks = text::parse_array_ids(text.substr(bar + 1), text::kMaxArraySize);
    if (!tasks) return Error{Code::InvalidJobId};
    selector.tasks = tasks->ids;
    text = text.substr(0, bar);
  }
  if (const auto plus = text.find('+'); plus != std::string_view::npos) {
    const auto offset = text::parse_u32(text.substr(plus + 1));
    if (!offset || !selector.tasks.empty()) return Error{Code::InvalidJobId};
    selector.het_offset = *offset;
    text = text.substr(0, plus);
  }
  const auto id = text::parse_u32(text);
  if (!id || *id == 0) return Error{Code::InvalidJobId};
  selector.job = JobId{*id};
  return selector;
}

Result<std::vector<wire::JobSelector>> parse_selectors(std::string_view text) {
  std::vector<wire::JobSelector> selectors;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {  // commas within brackets do not separate
    if (i < text.size() && text[i] == '[') ++depth;
    if (i < text.size() && text[i] == ']') --depth;
    if (i < text.size() && (text[i] != ',' || depth > 0)) continue;
    auto one = parse_selector(text::trim(text.substr(begin, i - begin)));
    if (!one) return one.error();
    selectors.push_back(std::move(*one));
    begin = i + 1;
  }
  return selectors;
}

std::vector<JobId> take_apart(core::Turn& turn, const Target& target) {
  Job* job = turn.state.jobs.find(target.job);
  if (!job) return {};
  if (target.tasks.empty() || target.tasks == job->array_pending) return {target.job};
  std::vector<JobId> ids;
  for (const std::uint32_t task : target.tasks) ids.push_back(core::split_task(turn, *job, task).id);
  return ids;
}

}  // namespace minislurm::requests
