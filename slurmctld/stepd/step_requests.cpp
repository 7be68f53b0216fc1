// What clients ask of a step. A frame that cannot be understood ends its connection and nothing else.
#include <unistd.h>

#include <csignal>
#include <cstring>

#include "libcommon/wire/codec.h"
#include "slurmctld/stepd/step.h"
#include "slurmctld/stepd/targets.h"
#include "slurmctld/stepd/usage.h"

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
      {wire::FrameKind::Stat, &Step::stat},
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
  client.attached = was_attached_ = true;
  client.attachment = *request;
  greet(client);
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
  if (phase_ == Phase::Running)
    signal_all(static_cast<int>(request->signal), request->scope, tasks_.batch_shell());
}

void Step::terminate(Connection& client, const wire::StepFrame& frame) {
  const auto request = wire::decode<wire::TerminateRequest>(frame.payload);
  if (!request) return client.close();
  const bool good = request->signal > 0 && request->signal < static_cast<std::uint32_t>(NSIG);
  terminate(request->cause, good ? request->signal : SIGTERM);
}

void Step::resize(Connection& client, const wire::StepFrame& frame) {
  std::uint16_t size[2];  // rows, columns
  if (frame.payload.size() != sizeof size) return client.close();
  std::memcpy(size, frame.payload.data(), sizeof size);
  streams_.resize_terminal(size[0], size[1]);
}

void Step::stat(Connection& client, const wire::StepFrame&) {
  const auto below = os::descendants(::getpid());
  memory_.sample(below, &os::memory_share_kib);
  Usage usage = usage_now(below);
  usage.max_rss_kib = std::max(usage.max_rss_kib, memory_.max_rss_kib());
  usage.max_vm_kib = std::max(usage.max_vm_kib, memory_.max_vm_kib());
  usage.max_rss_task = tasks_.largest_task();
  client.send(wire::FrameKind::StatReply, wire::encode(usage));
}

}  // namespace minislurm::stepd
