#include "commands/sattach/watching.h"

#include <poll.h>

#include <algorithm>
#include <utility>

#include "libcommon/wire/codec.h"

namespace minislurm::sattach {
namespace {

constexpr std::uint16_t kStdout = 1, kStderr = 2;
// So much waits for a slow reader before the step is held up, and for a slow task before the input is.
constexpr std::size_t kMostWaiting = 4U << 20;

}  // namespace

Watching::Watching(const Options& options, const wire::StepReply& reply, Descriptor socket, Descriptors descriptors)
    : options_(options), connection_(std::move(socket)), input_(descriptors.in), output_(descriptors.out),
      errors_(descriptors.err),
      printer_({static_cast<std::uint32_t>(reply.places.size()), options.label && !options.pty, options.pty},
               [this](std::uint16_t stream, std::string_view text) {
                 (stream == kStderr ? errors_ : output_).write(text);
               }) {}

int Watching::run() {
  if (options_.pty) raw_.emplace(input_.descriptor());
  wire::AttachRequest request;
  request.observes = true;
  connection_.send(wire::FrameKind::Attach, wire::encode(request));
  while (!ended_ && !connection_.closed() && !output_.gone()) turn();
  printer_.finish();
  while (waits_to_write() && !output_.gone()) turn();
  raw_.reset();
  return exit_code_;
}

void Watching::turn() {
  enum { kStep, kInput, kOutput, kErrors, kCount };
  const auto when = [](bool wanted, int fd) { return wanted ? fd : -1; };
  pollfd watched[kCount] = {};
  const bool over = ended_ || connection_.closed();
  const bool slow = output_.waiting() > kMostWaiting || errors_.waiting() > kMostWaiting;
  const auto wanted = static_cast<short>((connection_.waiting() > 0 ? POLLOUT : 0) | (slow ? 0 : POLLIN));
  watched[kStep] = {when(!over && wanted != 0, connection_.descriptor()), wanted, 0};
  watched[kInput] = {when(!over && input_.open() && connection_.waiting() < kMostWaiting, input_.descriptor()), POLLIN,
                     0};
  watched[kOutput] = {when(output_.waiting() > 0, output_.descriptor()), POLLOUT, 0};
  watched[kErrors] = {when(errors_.waiting() > 0, errors_.descriptor()), POLLOUT, 0};
  if (::poll(watched, kCount, -1) < 0) return;
  if (watched[kOutput].revents != 0) output_.flush();
  if (watched[kErrors].revents != 0) errors_.flush();
  if ((watched[kStep].revents & POLLOUT) != 0) connection_.flush();
  if ((watched[kStep].revents & ~POLLOUT) != 0)
    connection_.read([this](const wire::StepFrame& frame) { on_frame(frame); });
  if (watched[kInput].revents != 0) read_input();
}

void Watching::read_input() {
  const auto piece = input_.read();
  if (!piece) return;
  connection_.send(wire::FrameKind::Stdin, *piece, options_.pty ? 0 : options_.input_task.value_or(wire::kAllTasks));
}

void Watching::on_frame(const wire::StepFrame& frame) {
  switch (frame.header.kind) {
    case wire::FrameKind::Output: return on_output(frame.header, frame.payload);
    case wire::FrameKind::Message: return errors_.write(frame.payload);
    case wire::FrameKind::TaskExited:
      if (const Result<wire::TaskExit> task = wire::decode<wire::TaskExit>(frame.payload)) on_exit(*task);
      return;
    case wire::FrameKind::Ended: ended_ = true; return;
    default: return;
  }
}

void Watching::on_output(const wire::FrameHeader& header, std::string_view bytes) {
  if (header.stream != kStdout && header.stream != kStderr) return;
  const auto& only = header.stream == kStderr ? options_.error_task : options_.output_task;
  if (!only || *only == header.task) printer_.feed(header.task, header.stream, bytes);
}

void Watching::on_exit(const wire::TaskExit& task) {
  const ExitCode code = task.exit_code;
  const std::string name = "task " + std::to_string(task.task);
  if (code.signal == 0) exit_code_ = std::max(exit_code_, static_cast<int>(code.status));
  if (code.signal != 0 && options_.verbose > 0)
    errors_.write("sattach: " + name + " killed by signal " + std::to_string(code.signal) + "\n");
  if (code.status == 0 || code.signal != 0) return;
  printer_.finish();
  errors_.write("sattach: error: " + name + " exited with exit code " + std::to_string(code.status) + "\n");
}

}  // namespace minislurm::sattach
