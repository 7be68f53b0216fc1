// What srun does with signals, and what it says.
#include <chrono>
#include <csignal>
#include <utility>

#include "commands/srun/session.h"
#include "libcommon/text/count.h"

namespace minislurm::srun {
namespace {

constexpr std::uint32_t kDefaultKillWait = 30;  // seconds, where the controller cannot be asked
constexpr std::uint32_t kMargin = 2;            // that srun grants besides

// "30 sec" of the configuration.
std::uint32_t kill_wait(ControllerLink& link) {
  wire::QueryClusterRequest request;
  request.parts = wire::kConfig;
  const Result<wire::ClusterReply> reply = link.ask<wire::ClusterReply>(wire::RequestKind::QueryCluster, request);
  if (!reply) return kDefaultKillWait;
  for (const auto& [key, value] : reply->config)
    if (key == "KillWait") return text::parse_u32(value.substr(0, value.find(' '))).value_or(kDefaultKillWait);
  return kDefaultKillWait;
}

}  // namespace

void Session::on_signal(int signal) {
  switch (signal) {
    case SIGALRM: return;  // srun's own business in Slurm, and none here
    case SIGPIPE: return abort_step();
    case SIGCONT:
      say("got SIGCONT");
      return input_.wake();
    case SIGWINCH: return options_.pty ? resize() : void();
    case SIGINT: return on_interrupt();
    case SIGTERM:
    case SIGHUP:
    case SIGQUIT:
      if (signal == SIGQUIT) say("Quit");
      say("forcing job termination");
      return abort_step();
    default: return forward(signal);
  }
}

void Session::on_interrupt() {
  if (all_over()) {
    failed_ = true;  // only a slow reader is still waited for
    return;
  }
  switch (interrupts_.next(std::chrono::steady_clock::now())) {
    case InterruptAct::ShowStatus:
      say("interrupt (one more within 1 sec to abort)");
      for (const std::string& line : status()) say(line);
      return;
    case InterruptAct::Forward:
      say("sending Ctrl-C to " + step_);
      return forward(SIGINT);
    case InterruptAct::Abort:
      interrupted_ = true;
      say("sending Ctrl-C to " + step_);
      forward(SIGINT);
      say("forcing job termination");
      return abort_step();
    case InterruptAct::Force:
      say("forcing job termination");
      return terminate(SIGKILL);
  }
}

void Session::abort_step() {
  announce_abort();
  terminate(SIGKILL);
}

void Session::terminate(int signal) {
  wire::TerminateRequest request;
  request.signal = static_cast<std::uint32_t>(signal);
  send(wire::FrameKind::Terminate, wire::encode(request));
}

void Session::forward(int signal) {
  wire::SignalRequest request;
  request.signal = static_cast<std::uint32_t>(signal);
  request.scope = wire::SignalScope::Tasks;
  send(wire::FrameKind::Signal, wire::encode(request));
}

void Session::resize() {
  const auto size = steps::window_size(input_.descriptor());
  if (!size) return;
  const std::uint16_t both[] = {size->first, size->second};
  send(wire::FrameKind::WindowSize, {reinterpret_cast<const char*>(both), sizeof both});
}

void Session::announce_abort() {
  if (std::exchange(abort_announced_, true)) return;
  const std::uint32_t seconds = kill_wait(context_.link()) + kMargin;
  write_line(context_.program() + ": Job step aborted: Waiting up to " + std::to_string(seconds) +
             " seconds for job step to finish.");
}

void Session::say(const std::string& text) {
  if (context_.verbosity() >= 0) write_line(context_.program() + ": " + text);
}

void Session::complain(const std::string& text) { write_line(context_.program() + ": error: " + text); }

void Session::write_line(const std::string& line) {
  errors_.write(line + (raw_ && raw_->active() ? "\r\n" : "\n"));
}

}  // namespace minislurm::srun
