#include <utility>

#include "libcommon/log/log.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/wire/codec.h"
#include "slurmctld/exec/control_file.h"
#include "slurmctld/exec/launch_record.h"
#include "slurmctld/exec/resize_order.h"
#include "slurmctld/exec/step_folder.h"
#include "slurmctld/loop/inside.h"

namespace minislurm::loop {
namespace {

wire::StepReply described(const core::LaunchStep& step, std::string socket_path) {
  wire::StepReply answer;
  answer.step = step.step;
  answer.places = step.places;
  answer.socket_path = std::move(socket_path);
  answer.waited = step.waited;
  return answer;
}

}  // namespace

// The start is on disk. A batch script is fetched first; signals that come meanwhile wait for the process.
void Controller::Inside::act(core::LaunchStep&& step) {
  if (refused_.count(number(step.job.id)) != 0 || refused_.count(number(step.job.array_job)) != 0) return;
  runner_.expect(step.id);
  if (step.id.step != StepNumber::Batch) return launch(step, {});
  log::info(log::kSched, "JobId=" + to_string(step.job.id) + " starts on " +
                             text::compress_hostlist(step.job.allocation.node_names()));
  const JobId script_of = step.script_of;
  auto kept = std::make_shared<core::LaunchStep>(std::move(step));
  store_->script(script_of, [this, kept](const Result<store::Script>& script) {
    if (stopping_) return;
    if (script) {
      launch(*kept, *script);
    } else {
      launch_failed(*kept, Error::generic("the script cannot be read: " + to_string(script.error())));
    }
  });
}

void Controller::Inside::launch(const core::LaunchStep& step, const store::Script& script) {
  const Settings& settings = options_.cluster.settings;
  const exec::UserRecord& owner = people_.record(step.job.user, step.job.group);
  const exec::LaunchSetting setting{{options_.cluster, owner, options_.slurm_conf}, settings.spool_dir,
                                    settings.multi_user && number(step.job.user) != 0};
  Result<wire::StepLaunch> order =
      step.id.step == StepNumber::Batch
          ? exec::batch_launch(step.job, step.step, script.script, script.environment, setting, step.components)
          : exec::step_launch(step.job, step.step, step.places, step.spec, setting);
  if (!order) return launch_failed(step, order.error());
  order->launch = step.job.launch;
  if (const Status started = runner_.launch(*order); !started) return launch_failed(step, started.error());
  log::debug(log::kExec, "StepId=" + to_string(step.id) + " launched");
  if (step.ticket != core::Ticket{}) {
    reply(step.ticket, described(step, runner_.socket_path(step.id)));
  }
  record(state_.step_started(step.id, step.job.launch, now()));
}

// The parts' processes wait for their srun, so that a part that cannot be started takes the others back.
void Controller::Inside::act(core::LaunchHetStep&& het) {
  exec::HetStepView view;
  for (const core::LaunchStep& part : het.parts) {
    if (refused_.count(number(part.job.het_job)) != 0) return;
    view.parts.push_back({part.step, part.places});
    runner_.expect(part.id);
  }
  wire::HetStepReply answer;
  Status started;
  for (const core::LaunchStep& part : het.parts) {
    const exec::UserRecord& owner = people_.record(part.job.user, part.job.group);
    const Settings& settings = options_.cluster.settings;
    const exec::LaunchSetting setting{{options_.cluster, owner, options_.slurm_conf}, settings.spool_dir,
                                      settings.multi_user && number(part.job.user) != 0};
    Result<wire::StepLaunch> order = exec::step_launch(part.job, part.step, part.places, part.spec, setting, &view);
    if (order) order->launch = part.job.launch;
    started = order ? runner_.launch(*order) : Status{order.error()};
    if (!started) break;
    answer.parts.push_back(described(part, runner_.socket_path(part.id)));
    ++view.own;
  }
  if (started) reply(het.ticket, answer);
  else refuse(het.ticket, started.error());
  for (std::size_t at = 0; at < het.parts.size(); ++at) {
    const core::LaunchStep& part = het.parts[at];
    if (at >= answer.parts.size()) launch_failed(part, started.error());
    else record(state_.step_started(part.id, part.job.launch, now()));
    if (!started && at < answer.parts.size()) act(core::TerminateStep{part.id, wire::EndCause::Cancelled});
  }
}

// The file first, so that who is signalled finds the new size in it.
void Controller::Inside::act(core::ResizeSteps&& resize) {
  const Settings& settings = options_.cluster.settings;
  const bool others = settings.multi_user && number(resize.job.user) != 0;
  if (const Status written = exec::write_control_file(settings.spool_dir, resize.job, others); !written)
    log::error(log::kExec, "JobId=" + to_string(resize.job.id) + ": " + to_string(written.error()));
  for (const Step& step : resize.steps) runner_.resize(step.id, exec::resize_order(resize.job, step, options_.cluster));
}

void Controller::Inside::act(core::ForgetElastic&& forget) {
  exec::remove_control_file(options_.cluster.settings.spool_dir, forget.job);
}

void Controller::Inside::act(core::DescribeStep&& describe) {
  Result<std::vector<TaskPlace>> places = exec::places_of(runner_.spool_dir(), describe.step.id);
  if (!places) return refuse(describe.ticket, places.error());
  wire::StepReply answer;
  answer.step = std::move(describe.step);
  answer.places = std::move(*places);
  answer.socket_path = runner_.socket_path(answer.step.id);
  reply(describe.ticket, answer);
}

void Controller::Inside::launch_failed(const core::LaunchStep& step, const Error& error) {
  log::error(log::kExec, "StepId=" + to_string(step.id) + " cannot be launched: " + to_string(error));
  if (step.ticket != core::Ticket{}) refuse(step.ticket, error);
  wire::StepResult result;
  result.id = step.id;
  result.launch = step.job.launch;
  result.launch_failure = to_string(error);
  result.ended = now();
  record(state_.step_ended(result, now()));
}

}  // namespace minislurm::loop
