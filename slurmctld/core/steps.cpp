#include "slurmctld/core/steps.h"

#include <algorithm>
#include <variant>

#include "slurmctld/core/het.h"
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

// The step with its row saved; the effect that starts its process is the caller's to emit.
LaunchStep begin(Turn& turn, Job& job, const wire::StepSpec& spec, sched::StepPlace place) {
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
  return effect;
}

using Room = std::optional<sched::StepPlace>;

// None: other steps are in its way.
Result<Room> room_for(Turn& turn, const Job& job, const wire::StepSpec& spec) {
  if (job.state == JobState::Suspended) return Room{};
  if (spec.interactive && turn.state.steps.count(StepId{job.id, StepNumber::Interactive}) != 0) return Error{Code::AlreadyDone};
  if (job.next_step >= turn.state.cluster.settings.max_step_count) return Error{Code::StepLimit};
  auto laid_out = sched::lay_out(job, wish_of(spec), running_steps(turn.state, job.id));
  if (!laid_out) return laid_out.error();
  if (std::holds_alternative<sched::StepBusy>(*laid_out)) return Room{};
  return Room{std::get<sched::StepPlace>(std::move(*laid_out))};
}

// The steps of all components are counted together.
void number_next(Turn& turn, Job& job) {
  if (!is_het(job)) return;
  for (const Job& one : components(turn.state, job)) job.next_step = std::max(job.next_step, one.next_step);
}

// True: started. False: other steps are in its way.
Result<bool> try_step(Turn& turn, Ticket ticket, Job& job, const wire::StepSpec& spec, bool waited) {
  auto room = room_for(turn, job, spec);
  if (!room) return room.error();
  if (!*room) return false;
  number_next(turn, job);
  LaunchStep effect = begin(turn, job, spec, std::move(**room));
  effect.ticket = ticket;
  effect.waited = waited;
  turn.emit(std::move(effect));
  return true;
}

Status can_take_steps(const Job& job) {
  if (job.state == JobState::Pending) return Error{has(job.flags, JobFlag::Completing) ? Code::AlreadyDone : Code::JobPending};
  if (is_finished(job.state)) return Error{Code::AlreadyDone};
  return {};
}

// The same for a step with parts in several components: the parts are started together.
Result<bool> try_het_step(Turn& turn, Ticket ticket, const std::vector<wire::StepSpec>& parts, bool waited) {
  std::vector<sched::StepPlace> places;
  std::uint32_t next = 0;
  for (const wire::StepSpec& part : parts) {
    Job* job = turn.state.jobs.find(part.job);
    if (!job) return Error{Code::InvalidJobId};
    if (const Status usable = can_take_steps(*job); !usable) return usable.error();
    auto room = room_for(turn, *job, part);
    if (!room) return room.error();
    if (!*room) return false;
    places.push_back(std::move(**room));
    number_next(turn, *job);
    next = std::max(next, job->next_step);
  }
  LaunchHetStep effect;
  effect.ticket = ticket;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    Job& job = *turn.state.jobs.find(parts[at].job);
    job.next_step = next;
    effect.parts.push_back(begin(turn, job, parts[at], std::move(places[at])));
    effect.parts.back().waited = waited;
  }
  turn.emit(std::move(effect));
  return true;
}

Result<bool> try_waiting(Turn& turn, Job& job, const WaitingStep& step) {
  return step.parts.empty() ? try_step(turn, step.ticket, job, step.spec, true)
                            : try_het_step(turn, step.ticket, step.parts, true);
}

void retry_queue(Turn& turn, Job& job) {
  const auto found = turn.state.waiting_steps.find(job.id);
  if (found == turn.state.waiting_steps.end()) return;
  std::deque<WaitingStep>& queue = found->second;
  while (!queue.empty()) {
    const auto started = try_waiting(turn, job, queue.front());
    if (!started) answer(turn, queue.front().ticket, started.error());
    else if (!*started) return;
    queue.pop_front();
  }
  turn.state.waiting_steps.erase(found);
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
  if (is_het(job)) effect.components = components(turn.state, job);
  turn.emit(std::move(effect));
}

Status create_step(Turn& turn, Ticket ticket, const Caller& caller, Job& job, const wire::StepSpec& spec) {
  if (const Status usable = can_take_steps(job); !usable) return usable.error();
  const auto queue = turn.state.waiting_steps.find(job.id);
  const bool others_wait = queue != turn.state.waiting_steps.end() && !spec.overlap && !spec.interactive;
  if (!others_wait) {
    const auto started = try_step(turn, ticket, job, spec, false);
    if (!started) return started.error();
    if (*started) return {};
  }
  if (spec.immediate) return Error{Code::NodesBusy};
  turn.state.waiting_steps[job.id].push_back(WaitingStep{ticket, spec, turn.now, caller, {}});
  return {};
}

Status create_het_step(Turn& turn, Ticket ticket, const Caller& caller, const std::vector<wire::StepSpec>& parts) {
  const auto waits = [&](const wire::StepSpec& part) { return turn.state.waiting_steps.count(part.job) != 0 && !part.overlap; };
  if (std::none_of(parts.begin(), parts.end(), waits)) {
    const auto started = try_het_step(turn, ticket, parts, false);
    if (!started) return started.error();
    if (*started) return {};
  }
  if (parts.front().immediate) return Error{Code::NodesBusy};
  turn.state.waiting_steps[parts.front().job].push_back(WaitingStep{ticket, parts.front(), turn.now, caller, parts});
  return {};
}

void retry_waiting_steps(Turn& turn, Job& job) {
  if (!is_het(job)) return retry_queue(turn, job);
  for (const std::uint32_t id : std::vector<std::uint32_t>(job.het_set))
    if (Job* component = turn.state.jobs.find(JobId{id})) retry_queue(turn, *component);
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
