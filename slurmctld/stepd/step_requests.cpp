// What clients ask of a step. A frame that cannot be understood ends its connection and nothing else.
#include <unistd.h>

#include <csignal>
#include <cstring>

#include "libcommon/wire/codec.h"
#include "slurmctld/stepd/moment.h"
#include "slurmctld/stepd/step.h"
#include "slurmctld/stepd/targets.h"

namespace minislurm::stepd {

void Step::handle(Connection& client, const wire::StepFrame& frame) {
  struct Row {
    wire::FrameKind kind;
    void (Step::*act)(Connection&, const wire::StepFrame&);
  };
  static constexpr Row kRows[] = {
      {wire::FrameKind::Watch, &Step::watch},           {wire::FrameKind::Attach, &Step::attach},
      {wire::FrameKind::Stdin, &Step::feed},            {wire::FrameKind::Signal, &Step::signal},
      {wire::FrameKind::Terminate, &Step::terminate},   {wire::FrameKind::WindowSize, &Step::resize},
      {wire::FrameKind::Stat, &Step::stat},             {wire::FrameKind::Notify, &Step::notify},
      {wire::FrameKind::Resize, &Step::resize_step},
  };
  for (const Row& row : kRows)
    if (row.kind == frame.header.kind) return (this->*row.act)(client, frame);
  client.close();
}

void Step::watch(Connection& client, const wire::StepFrame&) {
  client.watches = true;
  greet(client);
}

void Step::attach(Connection& client, const wire::StepFrame& frame) {
  const auto request = wire::decode<wire::AttachRequest>(frame.payload);
  if (!request) return client.close();
  client.attached = true;
  client.attachment = *request;
  greet(client);
  if (request->observes) return;
  was_attached_ = true;
  start();
}

// What it has missed. (At an attachment that starts the tasks, nothing yet.)
void Step::greet(Connection& client) {
  if (phase_ == Phase::Told) {
    client.end(encoded_result_);
  } else if (phase_ == Phase::Running && tasks_.started() > 0) {
    client.send(wire::FrameKind::Started,
                wire::encode(wire::StepStarted{static_cast<std::uint32_t>(::getpid()), tasks_.pids()}));
  }
}

void Step::feed(Connection& client, const wire::StepFrame& frame) {
  if (!client.attached) return client.close();
  streams_.feed(frame.header.task, frame.payload);
}

void Step::signal(Connection& client, const wire::StepFrame& frame) {
  const auto request = wire::decode<wire::SignalRequest>(frame.payload);
  if (!request || request->signal == 0 || request->signal >= static_cast<std::uint32_t>(NSIG) ||
      request->scope > wire::SignalScope::All)
    return client.close();
  if (phase_ != Phase::Running) return;
  // Slurm tells of these, whoever sends them.
  const bool shell = tasks_.batch_shell() != 0 && request->scope != wire::SignalScope::Tasks;
  if (tasks_.batch_shell() != 0 ? shell && (request->signal == SIGTERM || request->signal == SIGKILL)
                                : request->signal == SIGTERM)
    say(ending_notice(launch_, wire::EndCause::Cancelled, request->signal, moment_now()));
  signal_all(static_cast<int>(request->signal), request->scope, tasks_.batch_shell());
}

void Step::terminate(Connection& client, const wire::StepFrame& frame) {
  const auto request = wire::decode<wire::TerminateRequest>(frame.payload);
  if (!request) return client.close();
  killed_by_client_ = killed_by_client_ || (client.attached && request->signal == SIGKILL);
  const bool good = request->signal > 0 && request->signal < static_cast<std::uint32_t>(NSIG);
  terminate(client.is_own ? request->cause : wire::EndCause::Cancelled, good ? request->signal : SIGTERM);
}

void Step::resize(Connection& client, const wire::StepFrame& frame) {
  std::uint16_t size[2];  // rows, columns
  if (frame.payload.size() != sizeof size) return client.close();
  std::memcpy(size, frame.payload.data(), sizeof size);
  streams_.resize_terminal(size[0], size[1]);
}

// The job has grown or shrunk. Before the tasks are started there is only their launch record to change.
void Step::resize_step(Connection& client, const wire::StepFrame& frame) {
  // The limits are the controller's to change, not the job's own, whose socket this is.
  const auto request = wire::decode<wire::ResizeRequest>(frame.payload);
  if (!request || !client.is_own) return client.close();
  const bool newer = resizer_.take(*request, launch_);
  change_holding({resizer_.step_cpus(), request->memory_limit}, {request->job_machine_cpus, request->job_memory_limit});
  if (phase_ != Phase::Running) return;
  resizer_.pin_all(tasks_.processes());
  pin_timer_.arm(resizer_.first_look());
  if (newer && request->signal != 0) signal_catchers(static_cast<int>(request->signal));
}

// A task that was only just forked binds itself to what it was to have then, and a program may bind its threads as it
// begins: they are looked after for a while.
void Step::pin_again() {
  if (phase_ != Phase::Running) return;
  resizer_.pin_all(tasks_.processes());
  if (const std::uint64_t next = resizer_.next_look(); next != 0) pin_timer_.arm(next);
}

// scontrol notify: its text goes where the step's own messages go. A line of it cannot begin a line of ours.
void Step::notify(Connection&, const wire::StepFrame& frame) {
  std::string text{frame.payload};
  for (char& letter : text)
    if (letter == '\n' || letter == '\r' || letter == '\0') letter = ' ';
  say(error_line(text, moment_now()));
}

void Step::stat(Connection& client, const wire::StepFrame&) {
  const auto below = os::descendants(::getpid());
  meter_.sample(below, true);
  Usage usage = meter_.usage(below);
  add_unseen(usage);
  client.send(wire::FrameKind::StatReply, wire::encode(usage));
}

}  // namespace minislurm::stepd
