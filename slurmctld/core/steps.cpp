#include "slurmctld/core/steps.h"

#include <variant>

#include "slurmctld/sched/step_layout.h"

namespace minislurm::core {
namespace {

sched::StepWish wish_of(const wire::StepSpec& spec) {
  sched::StepWish wish;
  wish.ntasks = spec.ntasks;
  wish.cpus_per_task = spec.cpus_per_task;
  wish.min_nodes = spec.min_nodes;
  wish.max_nodes = spec.max_nodes;
  wish.ntasks_per_node = spec.ntasks_per_node;
  wish.relative = spec.relative;
  wish.memory_per_node = spec.memory_per_node;
  wish.memory_per_cpu = spec.memory_per_cpu;
  wish.node_list = spec.node_list;
  wish.excluded_nodes = spec.excluded_nodes;
  wish.distribution = spec.distribution;
  wish.gres_per_job = spec.gres_per_job;
  wish.gres_per_node = spec.gres_per_node;
  wish.gres_per_task = spec.gres_per_task;
  wish.overlap = spec.overlap;
  wish.exact = spec.exact;
  wish.exclusive = spec.exclusive;
  wish.whole = spec.whole;
  wish.overcommit = spec.overcommit;
  wish.interactive = spec.interactive;
  return wish;
}

std::vector<Step> running_steps(const ClusterState::Inside& state, JobId job) {
  std::vector<Step> steps;
  for (const StepId id : state.steps_of(job)) steps.push_back(state.steps.at(id).step);
  return steps;
}

std::string default_name(const wire::StepSpec& spec) {
  if (!spec.name.empty() || spec.argv.empty()) return spec.name;
  const std::string& program = spec.argv.front();
  return program.substr(program.find_last_of('/') + 1);
}

Step make_step(const Job& job, const wire::StepSpec& spec, const sched::StepPlace& place, Instant now) {
  Step step;
  step.id = StepId{job.id, spec.interactive ? StepNumber::Interactive : StepNumber{job.next_step}};
  step.name = default_name(spec);
  step.started = now;
  step.num_tasks = place.num_tasks;
  step.cpus_per_task = place.cpus_per_task;
  step.allocation = place.allocation;
  step.overlap = spec.overlap;
  step.whole = place.whole;
  step.submit_line = spec.submit_line;
  step.std_in = spec.std_in;
  step.std_out = spec.std_out;
  step.std_err = spec.std_err;
  step.work_dir = spec.work_dir;
  step.distribution = spec.distribution;
  step.tres_allocated = sched::step_tres(place.allocation);
  step.time_limit = spec.time_limit;
  step.srun_pid = spec.srun_pid;
  step.srun_host = spec.srun_host;
  return step;
}

void launch(Turn& turn, Job& job, const wire::StepSpec& spec, sched::StepPlace place, Ticket ticket, bool waited) {
  Step step = make_step(job, spec, place, turn.now);
  if (!spec.interactive) ++job.next_step;
  if (step.time_limit && *step.time_limit != kUnlimited)
    turn.state.timers.arm(turn.now + *step.time_limit, TimerKind::StepLimit, step.id);
  turn.state.steps[step.id] = LiveStep{step, job.launch, false, std::nullopt};
  turn.emit(SaveStep{step});
  commit(turn, job);
  LaunchStep effect;
  effect.id = step.id;
  effect.job = job;
  effect.step = std::move(step);
  effect.places = std::move(place.tasks);
  effect.spec = spec;
  effect.ticket = ticket;
  effect.waited = waited;
  turn.emit(std::move(effect));
}

// True: started. False: other steps are in its way.
Result<bool> try_step(Turn& turn, Ticket ticket, Job& job, const wire::StepSpec& spec, bool waited) {
  if (job.state == JobState::Suspended) return false;
  if (spec.interactive && turn.state.steps.count(StepId{job.id, StepNumber::Interactive}) != 0) return Error{Code::AlreadyDone};
  if (job.next_step >= turn.state.cluster.settings.max_step_count) return Error{Code::StepLimit};
  auto laid_out = sched::lay_out(job, wish_of(spec), running_steps(turn.state, job.id));
  if (!laid_out) return laid_out.error();
  if (std::holds_alternative<sched::StepBusy>(*laid_out)) return false;
  launch(turn, job, spec, std::get<sched::StepPlace>(std::move(*laid_out)), ticket, waited);
  return true;
}

}  // namespace

void start_batch(Turn& turn, const Job& job) {
  sched::StepPlace place = sched::batch_place(job);
  Step step;
  step.id = StepId{job.id, StepNumber::Batch};
  step.name = "batch";
  step.started = turn.now;
  step.num_tasks = place.num_tasks;
  step.cpus_per_task = place.cpus_per_task;
  step.allocation = place.allocation;
  step.work_dir = job.spec.work_dir;
  step.std_in = job.spec.std_in;
  step.std_out = job.spec.std_out;
  step.std_err = job.spec.std_err;
  step.tres_allocated = sched::step_tres(place.allocation);
  turn.state.steps[step.id] = LiveStep{step, job.launch, false, std::nullopt};
  turn.emit(SaveStep{step});
  LaunchStep effect;
  effect.id = step.id;
  effect.job = job;
  effect.step = std::move(step);
  effect.script_of = number(job.array_job) != 0 ? job.array_job : job.id;
  effect.places = std::move(place.tasks);
  turn.emit(std::move(effect));
}

Status create_step(Turn& turn, Ticket ticket, const Caller& caller, Job& job, const wire::StepSpec& spec) {
  if (job.state == JobState::Pending) return Error{has(job.flags, JobFlag::Completing) ? Code::AlreadyDone : Code::JobPending};
  if (is_finished(job.state)) return Error{Code::AlreadyDone};
  const auto queue = turn.state.waiting_steps.find(job.id);
  const bool others_wait = queue != turn.state.waiting_steps.end() && !spec.overlap && !spec.interactive;
  if (!others_wait) {
    const auto started = try_step(turn, ticket, job, spec, false);
    if (!started) return started.error();
    if (*started) return {};
  }
  if (spec.immediate) return Error{Code::NodesBusy};
  turn.state.waiting_steps[job.id].push_back(WaitingStep{ticket, spec, turn.now, caller});
  return {};
}

void retry_waiting_steps(Turn& turn, Job& job) {
  const auto found = turn.state.waiting_steps.find(job.id);
  if (found == turn.state.waiting_steps.end()) return;
  std::deque<WaitingStep>& queue = found->second;
  while (!queue.empty()) {
    const auto started = try_step(turn, queue.front().ticket, job, queue.front().spec, true);
    if (!started) answer(turn, queue.front().ticket, started.error());
    else if (!*started) return;
    queue.pop_front();
  }
  turn.state.waiting_steps.erase(found);
}

void refuse_waiting_steps(Turn& turn, JobId job, const Error& error) {
  const auto found = turn.state.waiting_steps.find(job);
  if (found == turn.state.waiting_steps.end()) return;
  for (const WaitingStep& step : found->second) answer(turn, step.ticket, error);
  turn.state.waiting_steps.erase(found);
}

void end_step(Turn& turn, LiveStep& step, wire::EndCause cause, std::uint32_t signal) {
  if (step.ending) return;
  step.ending = cause;
  turn.emit(TerminateStep{step.step.id, cause, signal});
}

void signal_step(Turn& turn, StepId step, std::uint32_t signal, wire::SignalScope scope) {
  turn.emit(SignalStep{step, wire::SignalRequest{signal, scope}});
}

}  // namespace minislurm::core
