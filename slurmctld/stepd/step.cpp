#include "slurmctld/stepd/step.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include "libcommon/os/files.h"
#include "libcommon/wire/codec.h"
#include "slurmctld/stepd/moment.h"
#include "slurmctld/stepd/notices.h"
#include "slurmctld/stepd/outcome.h"
#include "slurmctld/stepd/status_record.h"
#include "slurmctld/stepd/targets.h"

namespace minislurm::stepd {

namespace {

// Milliseconds.
constexpr std::uint64_t kAttachPatience = 60'000;
// Also of a step that lasts for a second.
constexpr std::uint64_t kFirstSample = 950;
constexpr std::uint64_t kKillPeriod = 100;
// A client that shows the output slowly (a pager) gets all of it; one that never reads is left behind.
constexpr std::uint64_t kFarewell = 600'000;
constexpr std::uint64_t kRecordRetry = 1'000;

// Bytes. Between the two a stream that flows goes on flowing, and one that stands goes on standing.
constexpr std::size_t kPauseOutputAbove = 4U << 20;
constexpr std::size_t kResumeOutputBelow = 1U << 20;
constexpr std::size_t kPauseInputAbove = 4U << 20;

}  // namespace

Step::Step(wire::StepLaunch launch, const Inherited& inherited, int listening)
    : launch_(std::move(launch)),
      signals_(signal_descriptor()),
      clients_(poller_, listening, [this](Connection& client, const wire::StepFrame& frame) { handle(client, frame); }),
      streams_(poller_,
               [this](std::uint32_t task, std::uint16_t stream, std::string_view bytes) {
                 clients_.output(task, stream, bytes);
               }),
      tasks_(launch_, inherited.open_files_soft, streams_, mpi_services(), [this](const std::string& text) { say(text); }),
      memory_(enforced(launch_.memory_limit)),
      resizer_(launch_),
      attach_timer_(poller_, [this] { fail_to_launch("no client has attached"); }),
      kill_timer_(poller_, [this] { perform(termination_.waited(), wire::EndCause::JobEnded, 0); }),
      memory_timer_(poller_, [this] { watch_memory(); }),
      sample_timer_(poller_, [this] { sample(); }),
      pin_timer_(poller_, [this] { pin_again(); }) {
  poller_.watch(signals_.get(), EPOLLIN, [this](std::uint32_t) { read_signals(); });
}

MpiServices Step::mpi_services() {
  const auto abort = [this] { terminate(wire::EndCause::Aborted, SIGTERM); };
  MpiServices services;
  if (launch_.pmi) services.pmi = &pmi_.emplace(poller_, launch_, [abort](const pmi::Abort&) { abort(); });
  if (launch_.pmix) services.pmix = &pmix_.emplace(poller_, abort);
  return services;
}

Status Step::run() {
  if (launch_.wait_for_attach) {
    attach_timer_.arm(kAttachPatience);
  } else {
    start();
  }
  settle();
  while (phase_ != Phase::Over) {
    poller_.turn();
    settle();
  }
  Status recorded = finish();
  see_clients_off(recorded);
  return recorded;
}

void Step::start() {
  if (phase_ != Phase::Waiting) return;
  phase_ = Phase::Running;
  attach_timer_.disarm();
  confine();
  if (pmix_)
    if (const Status served = pmix_->start(launch_); !served) return fail_to_launch(served.error().detail);
  if (const Status started = tasks_.start(); !started) return fail_to_launch(started.error().detail);
  clients_.to_followers(wire::FrameKind::Started,
                        wire::encode(wire::StepStarted{static_cast<std::uint32_t>(::getpid()), tasks_.pids()}));
  for (const auto& [pid, task] : tasks_.processes()) meter_.task_started(pid, task);
  watch_memory();
  if (launch_.sample_seconds > 0) sample_timer_.arm(kFirstSample);
}

// Tasks that were started before the failure are killed.
void Step::fail_to_launch(const std::string& why) {
  phase_ = Phase::Running;
  launch_failure_ = why;
  kill_the_rest();
  reap();
}

void Step::terminate(wire::EndCause cause, std::uint32_t number) {
  if (phase_ == Phase::Waiting) {  // nothing runs and nothing will
    ended_by_ = number;
    childless_ = true;
    phase_ = Phase::Running;
    return;
  }
  if (phase_ == Phase::Running) perform(termination_.ask(number), cause, number);
}

void Step::perform(const TerminationActs& acts, wire::EndCause cause, std::uint32_t number) {
  if (acts.write_message)
    tell_end(cause, ending_notice(launch_, cause, number, moment_now()));
  if (acts.wake) signal_all(SIGCONT, wire::SignalScope::All, 0);
  if (acts.signal == SIGKILL && confinement_) confinement_->kill();
  if (acts.signal != 0) signal_all(static_cast<int>(acts.signal), wire::SignalScope::All, 0);
  if (acts.start_kill_wait) kill_timer_.arm(static_cast<std::uint64_t>(std::max<Seconds::rep>(
                                                launch_.kill_wait.count(), 0)) * 1000);
  if (acts.repeat_soon) kill_timer_.arm(kKillPeriod);
}

void Step::kill_the_rest() {
  TerminationActs acts = termination_.ask(SIGKILL);
  acts.write_message = false;
  perform(acts, wire::EndCause::JobEnded, SIGKILL);
}

void Step::say(const std::string& text) { tell(text, wire::MessageKind::Text); }

void Step::tell_end(wire::EndCause cause, const std::string& notice) {
  const wire::MessageKind kind = cause == wire::EndCause::TaskFailure ? wire::MessageKind::TaskFailed
                                 : cause == wire::EndCause::Aborted   ? wire::MessageKind::Text
                                                                      : wire::MessageKind::Ending;
  tell(notice, kind);
}

void Step::tell(const std::string& text, wire::MessageKind kind) {
  if (text.empty()) return;
  clients_.message(text, kind);
  pollfd ready{tasks_.batch_stderr(), POLLOUT, 0};  // a named pipe that is full must not stop the killing
  if (ready.fd >= 0 && ::poll(&ready, 1, 0) == 1) [[maybe_unused]]
    const Status written = os::write_all(ready.fd, text);
}

void Step::read_signals() {
  signalfd_siginfo info{};
  while (::read(signals_.get(), &info, sizeof info) == sizeof info)
    if (info.ssi_signo != SIGCHLD) terminate(wire::EndCause::Cancelled, SIGTERM);
  reap();
}

void Step::reap() {
  int status = 0;
  rusage used{};
  siginfo_t next{};  // who it is, before its traces in /proc are gone
  while (::waitid(P_ALL, 0, &next, WEXITED | WNOHANG | WNOWAIT) == 0 && next.si_pid > 0) {
    const pid_t pid = next.si_pid;
    meter_.ending(pid);
    if (::wait4(pid, &status, WNOHANG, &used) != pid) return;
    meter_.ended(pid, used);
    if (const wire::TaskExit* exit = tasks_.ended(pid, status)) {
      if (exit->exit_code.signal == SIGKILL && ran_out_of_memory()) exit = tasks_.mark_out_of_memory(exit->task);
      task_ended(*exit);
    }
    next = {};
  }
  childless_ = ::waitid(P_ALL, 0, &next, WEXITED | WNOHANG | WNOWAIT) != 0 && errno == ECHILD;
}

void Step::task_ended(const wire::TaskExit& exit) {
  clients_.to_attached(wire::FrameKind::TaskExited, wire::encode(exit), exit.task);
  switch (after_exit(launch_, exit.exit_code, tasks_.exits().size(), tasks_.started())) {
    case AfterExit::WaitForOthers: break;
    case AfterExit::EndTheStep: terminate(wire::EndCause::TaskFailure, SIGTERM); break;
  }
}

void Step::sample() {
  meter_.sample(os::descendants(::getpid()), true);
  sample_timer_.arm(std::uint64_t{launch_.sample_seconds} * 1000);
}

void Step::settle() {
  clients_.sweep();
  if (phase_ == Phase::Running && tasks_.all_ended()) {
    if (childless_) {
      phase_ = Phase::Over;
    } else if (!termination_.killing() && !termination_.asked()) {
      kill_the_rest();  // those that were told to end may finish within kill_wait: an srun says how its step ended
    }
  }
  // srun is gone: its step has nobody left to run for.
  if (phase_ == Phase::Running && launch_.wait_for_attach && was_attached_ && !clients_.any_attached()) {
    was_attached_ = false;
    terminate(wire::EndCause::JobEnded, SIGTERM);
  }
  const std::size_t unsent = clients_.most_unsent();
  output_paused_ = unsent > (output_paused_ ? kResumeOutputBelow : kPauseOutputAbove);
  streams_.pause_output(output_paused_);
  clients_.pause_input(streams_.input_backlog() > kPauseInputAbove);
}

wire::StepResult Step::result() {
  wire::StepResult result;
  result.id = launch_.id;
  result.usage = meter_.usage({});
  result.launch = launch_.launch;
  result.tasks = tasks_.exits();
  std::sort(result.tasks.begin(), result.tasks.end(), [](const auto& a, const auto& b) { return a.task < b.task; });
  add_unseen(result.usage);
  result.exit_code = out_of_memory_ ? kOutOfMemory : highest(result.tasks);
  if (result.tasks.empty()) result.exit_code.signal = ended_by_;
  result.out_of_memory = out_of_memory_;
  result.launch_failure = launch_failure_.empty() ? tasks_.launch_failure() : launch_failure_;
  result.ended = std::chrono::floor<Seconds>(std::chrono::system_clock::now());
  result.killed_by_client = killed_by_client_;
  return result;
}

Status Step::finish() {
  for (Timer* timer : {&kill_timer_, &memory_timer_, &sample_timer_, &pin_timer_}) timer->disarm();
  if (!out_of_memory_ && ran_out_of_memory()) tell_out_of_memory();
  streams_.drain();
  encoded_result_ = wire::encode(result());
  if (confinement_) confinement_->remove();
  const Status recorded = write_status(launch_.spool_dir, encoded_result_);
  phase_ = Phase::Told;
  clients_.accept_pending();
  clients_.end_all(encoded_result_);
  return recorded;
}

// What is sent stays readable after stepd is gone; only what is not sent yet keeps it. So does an end that the disk has
// refused, for then stepd alone knows it: until it is written, or the controller has saved it and removed the folder.
void Step::see_clients_off(Status& recorded) {
  bool patient = true;
  Timer farewell(poller_, [&patient] { patient = false; });
  farewell.arm(kFarewell);
  const auto unknown = [&] { return !recorded && ::access(launch_.spool_dir.c_str(), F_OK) == 0; };
  Timer retry(poller_, [&] { recorded = write_status(launch_.spool_dir, encoded_result_); });
  if (unknown()) retry.arm(kRecordRetry, true);
  while ((patient && clients_.unsent() > 0) || unknown()) {
    poller_.turn();
    clients_.sweep();
  }
}

}  // namespace minislurm::stepd
