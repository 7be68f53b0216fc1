// A step within its limits: the groups it lives in, and the watch over what they leave to us.
#include <unistd.h>

#include <algorithm>

#include "slurmctld/stepd/enforcement.h"
#include "slurmctld/stepd/moment.h"
#include "slurmctld/stepd/notices.h"
#include "slurmctld/stepd/step.h"

namespace minislurm::stepd {

namespace {

// Milliseconds between two questions to the kernel whether it has killed for memory.
constexpr std::uint64_t kOomPeriod = 100;
// Every so many of them the processes are looked at: for the peak, and for those that may have left their CPUs.
constexpr std::uint32_t kLookEvery = 5;

}  // namespace

void Step::confine() {
  confinement_ = stepd::confine(launch_, os::cgroup_mounts());
  tasks_.confine(*confinement_);
}

void Step::watch_memory() {
  const bool watched_here = memory_.limited() && !confinement_->limits_memory();
  const bool strays = !launch_.machine_cpus.empty() && !confinement_->keeps_cpus();
  if (!memory_.limited() && !strays) return;
  bool over = launch_.oom_kill_step && ran_out_of_memory();
  if (watched_here || over || looks_++ % kLookEvery == 0) {
    const auto living = os::descendants(::getpid());
    meter_.look(living);
    if (strays)
      for (const os::ProcessInfo& process : living) keep_process_to(process.pid, launch_.machine_cpus);
    over = over || (watched_here && memory_.sample(living, &os::memory_share_kib));
    if (over && !out_of_memory_) meter_.sample(living, true);
  }
  if (over && !out_of_memory_) {
    tell_out_of_memory();
    kill_the_rest();
  }
  memory_timer_.arm(watched_here ? memory_.next_look() : kOomPeriod);
}

bool Step::ran_out_of_memory() const {
  return out_of_memory_ || (confinement_ && confinement_->oom_kills() > 0);
}

void Step::tell_out_of_memory() {
  out_of_memory_ = true;
  const std::uint64_t events = confinement_ ? confinement_->oom_kills() : 0;
  say(out_of_memory_notice(launch_.id, std::max<std::uint64_t>(events, 1), moment_now()));
}

void Step::add_unseen(Usage& usage) const {
  if (!confinement_) return;
  if (const auto used = confinement_->use()) add_unseen_cpu(usage, used->user_usec, used->system_usec);
}

void Step::change_holding(const Holding& step, const Holding& job) {
  launch_.machine_cpus = step.cpus;
  launch_.job_machine_cpus = job.cpus;
  launch_.memory_limit = step.memory;
  launch_.job_memory_limit = job.memory;
  memory_ = MemoryWatch(enforced(step.memory));
  if (phase_ != Phase::Running || !confinement_) return;
  confinement_->change(step_holding(launch_), job_holding(launch_));
  watch_memory();
}

}  // namespace minislurm::stepd
