// Requests about the controller itself and about the processes of this machine.
#include <algorithm>
#include <tuple>

#include "libcommon/log/debug_flags.h"
#include "libcommon/log/log.h"
#include "libcommon/text/words.h"
#include "libcommon/wire/codec.h"
#include "slurmctld/core/state.h"
#include "slurmctld/exec/step_folder.h"
#include "slurmctld/exec/step_processes.h"
#include "slurmctld/loop/inside.h"
#include "slurmctld/requests/handle.h"

namespace minislurm::loop {

void Controller::Inside::list_processes(core::Ticket ticket, const core::Caller&, const wire::Request& request) {
  const Result<wire::ListProcessesRequest> wanted = wire::decode<wire::ListProcessesRequest>(request.payload);
  if (!wanted) return refuse(ticket, wanted.error());
  std::vector<StepId> steps = exec::steps_in(runner_.spool_dir());
  std::sort(steps.begin(), steps.end(), [](const StepId& left, const StepId& right) {
    return std::make_tuple(number(left.job), number(left.step)) <
           std::make_tuple(number(right.job), number(right.step));
  });
  wire::ProcessesReply answer;
  for (const StepId& step : steps) {
    if (number(wanted->job) != 0 && step.job != wanted->job) continue;
    if (wanted->step && step.step != *wanted->step) continue;
    for (wire::ListedProcess& one : exec::processes_of(runner_.spool_dir(), step))
      answer.processes.push_back(std::move(one));
  }
  reply(ticket, answer);
}

// The room of requests keeps what is in force, as scontrol show config prints it; the log is told here.
void Controller::Inside::set_debug(core::Ticket ticket, const core::Caller& caller, const wire::Request& request) {
  record(requests::handle(state_, ticket, caller, request, now()));
  std::vector<std::string_view> topics;
  for (const auto& [key, value] : state_.inside().cluster.shown_config) {
    if (key == "SlurmctldDebug" && log::knows_level(value)) log::set_level(log::level_from(value));
    if (key != "DebugFlags") continue;
    for (const std::string_view flag : text::split_list(value))
      if (const std::string_view topic = log::topic_of_debug_flag(flag); !topic.empty()) topics.push_back(topic);
  }
  log::set_topics(std::move(topics));
}

}  // namespace minislurm::loop
