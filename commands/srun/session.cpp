#include "commands/srun/session.h"

#include <fcntl.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include "libcommon/text/count.h"
#include "libcommon/text/file_pattern.h"

namespace minislurm::srun {
namespace {

constexpr std::uint16_t kStdout = 1, kStderr = 2;
// So much waits for a slow reader before the step is held up, and for a slow task before the input is.
constexpr std::size_t kMostWaiting = 4U << 20;
// Tasks that end together are told of together.
constexpr std::chrono::milliseconds kGather{100};

std::string expanded(const std::string& pattern, const wire::StepReply& reply, const Context& context) {
  text::FilePatternValues values;
  values.job_id = number(reply.step.id.job);
  values.step = to_string(reply.step.id.step);
  if (!reply.places.empty()) values.host = reply.places.front().node;
  values.user = context.caller().user_name;
  values.job_name = context.env("SLURM_JOB_NAME").value_or(reply.step.name);
  return text::expand_file_pattern(pattern, values);
}

std::uint32_t tasks_of(const std::vector<StepPart>& parts) {
  std::size_t tasks = 0;
  for (const StepPart& part : parts) tasks += part.reply.places.size();
  return static_cast<std::uint32_t>(tasks);
}

}  // namespace

Session::Session(Context& context, const Options& options, std::vector<StepPart> parts, Descriptors descriptors)
    : context_(context), options_(options), step_("StepId=" + to_string(parts.front().reply.step.id)),
      signals_({SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGCONT, SIGWINCH, SIGPIPE}),
      input_(descriptors.in), output_(descriptors.out), errors_(descriptors.err),
      streams_(choose_streams(options)),
      output_place_(&output_), error_place_(&errors_),
      printer_({tasks_of(parts), options.label && !options.pty,
                options.unbuffered || options.pty},
               [this](std::uint16_t stream, std::string_view text) { outlet_of(stream).write(text); }),
      interrupts_(options.disable_status, options.quit_on_interrupt) {
  std::uint32_t first_rank = 0;
  for (StepPart& part : parts) {
    const auto tasks = static_cast<std::uint32_t>(part.reply.places.size());
    TaskEnds ends{part.reply.places};
    parts_.push_back(Part{std::move(part.reply), first_rank, steps::StepConnection{std::move(part.socket)}, std::move(ends)});
    first_rank += tasks;
  }
  output_place_ = &open_file(streams_.output, output_to_file_, output_file_, output_);
  if (output_to_file_ && streams_.error.value == streams_.output.value) {
    error_place_ = output_place_;
  } else {
    error_place_ = &open_file(streams_.error, error_to_file_, error_file_, errors_);
  }
}

// Where the user wants one file of labelled lines; `other` where not, or where it cannot be opened.
steps::Outlet& Session::open_file(const StreamChoice& choice, std::optional<steps::Outlet>& outlet,
                                  os::FileDescriptor& file, steps::Outlet& other) {
  if (choice.kind != StreamChoice::Kind::SrunFile) return other;
  const std::string name = expanded(choice.value, parts_.front().reply, context_);
  const int mode = options_.spec.open_mode == OpenMode::Append ? O_APPEND : O_TRUNC;
  file.reset(::open(name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | mode, 0666));
  if (!file) {
    complain("Could not open stdout file " + name + ": " + std::generic_category().message(errno));
    failed_ = true;
    return other;
  }
  outlet.emplace(file.get());
  return *outlet;
}

SessionEnd Session::run() {
  if (options_.pty) raw_.emplace(input_.descriptor());
  attach();
  while (!all_over()) turn();
  if (!all_ended()) {
    complain(step_ + " is lost: its slurmstepd has gone");
    failed_ = true;
  }
  printer_.finish();
  report_ends();
  return finish();
}

void Session::send(wire::FrameKind kind, std::string_view payload, std::uint32_t task) {
  for (Part& part : parts_)
    if (!part.over()) part.connection.send(kind, payload, task);
}

std::size_t Session::waiting() const {
  std::size_t most = 0;
  for (const Part& part : parts_) most = std::max(most, part.over() ? 0 : part.connection.waiting());
  return most;
}

bool Session::all_over() const {
  return std::all_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.over(); });
}

bool Session::all_ended() const {
  return std::all_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.ended; });
}

std::vector<std::string> Session::status() const {
  std::vector<std::string> lines;
  for (const Part& part : parts_)
    for (const std::string& line : part.ends.status())
      lines.push_back("StepId=" + to_string(part.reply.step.id) + " " + line);
  return lines;
}

void Session::attach() {
  send(wire::FrameKind::Attach, wire::encode(wire::AttachRequest{}));
  if (options_.pty) resize();
  // -i 2: only that task takes it, and the step knows.
  const bool to_one = text::parse_u32(streams_.input.value).operator bool();
  if (streams_.input.kind != StreamChoice::Kind::Srun && !to_one) input_.close();
}

bool Session::reader_is_slow() const {
  return output_place_->waiting() > kMostWaiting || error_place_->waiting() > kMostWaiting;
}

int Session::patience() const {
  std::optional<Clock::time_point> first = report_at_;
  if (give_up_at_ && (!first || *give_up_at_ < *first)) first = give_up_at_;
  if (!first) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*first - Clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

void Session::turn() {
  enum { kSignals, kInput, kOutput, kErrors, kParts };
  const auto when = [](bool wanted, int fd) { return wanted ? fd : -1; };
  std::vector<pollfd> watched(kParts + parts_.size());
  watched[kSignals] = {signals_.descriptor(), POLLIN, 0};
  const short readable = reader_is_slow() ? 0 : POLLIN;
  for (std::size_t at = 0; at < parts_.size(); ++at) {
    const steps::StepConnection& connection = parts_[at].connection;
    const short writable = connection.waiting() > 0 ? POLLOUT : 0;
    watched[kParts + at] = {when(!parts_[at].over() && (writable | readable) != 0, connection.descriptor()),
                            static_cast<short>(writable | readable), 0};
  }
  watched[kInput] = {when(!all_over() && input_.open() && waiting() < kMostWaiting, input_.descriptor()), POLLIN, 0};
  watched[kOutput] = {when(output_place_->waiting() > 0, output_place_->descriptor()), POLLOUT, 0};
  watched[kErrors] = {when(errors_.waiting() > 0, errors_.descriptor()), POLLOUT, 0};
  if (::poll(watched.data(), watched.size(), patience()) < 0) return;
  if (watched[kOutput].revents != 0) output_place_->flush();
  if (watched[kErrors].revents != 0) errors_.flush();
  if (error_place_ != &errors_) error_place_->flush();  // a file, which is always ready
  while (const std::optional<int> signal = signals_.next()) on_signal(*signal);
  for (std::size_t at = 0; at < parts_.size(); ++at) {
    Part& part = parts_[at];
    if ((watched[kParts + at].revents & POLLOUT) != 0) part.connection.flush();
    if ((watched[kParts + at].revents & ~POLLOUT) == 0) continue;
    part.connection.read([this, &part](const wire::StepFrame& frame) { on_frame(part, frame); });
  }
  if (report_at_ && Clock::now() >= *report_at_) report_ends();
  if (give_up_at_ && Clock::now() >= *give_up_at_) end_the_rest();
  if (watched[kInput].revents != 0) read_input();
  if (output_.gone() && !std::exchange(told_gone_, true)) abort_step();
}

void Session::read_input() {
  const auto piece = input_.read();
  if (piece) send(wire::FrameKind::Stdin, *piece, options_.pty ? 0 : wire::kAllTasks);
}

void Session::on_frame(Part& part, const wire::StepFrame& frame) {
  switch (frame.header.kind) {
    case wire::FrameKind::Output: return on_output(part, frame.header, frame.payload);
    case wire::FrameKind::TaskExited:
      if (const Result<wire::TaskExit> task = wire::decode<wire::TaskExit>(frame.payload)) part.ends.add(*task);
      if (part.ends.has_lines() && !report_at_) report_at_ = Clock::now() + kGather;
      return limit_the_wait();
    case wire::FrameKind::Message:
      report_ends();
      if (frame.header.stream == static_cast<std::uint16_t>(wire::MessageKind::Ending)) announce_abort();
      if (frame.header.stream == static_cast<std::uint16_t>(wire::MessageKind::TaskFailed)) say("Terminating " + step_);
      return errors_.write(frame.payload);
    case wire::FrameKind::Ended:
      if (const Result<wire::StepResult> result = wire::decode<wire::StepResult>(frame.payload)) on_ended(part, *result);
      return;
    default: return;
  }
}

steps::Outlet& Session::outlet_of(std::uint16_t stream) { return stream == kStderr ? *error_place_ : *output_place_; }

void Session::on_output(const Part& part, const wire::FrameHeader& header, std::string_view bytes) {
  if (header.stream != kStdout && header.stream != kStderr) return;
  printer_.feed(part.first_rank + header.task, header.stream, bytes);
}

void Session::on_ended(Part& part, const wire::StepResult& result) {
  part.ended = true;
  out_of_memory_ = out_of_memory_ || result.out_of_memory;
  if (!result.launch_failure.empty()) {
    const std::string node = part.reply.places.empty() ? std::string() : " on node " + part.reply.places.front().node;
    complain("Task launch for " + step_ + " failed" + node + ": " + result.launch_failure);
    complain("Application launch failed: " + result.launch_failure);
    failed_ = true;
    return;
  }
  for (const wire::TaskExit& task : result.tasks) part.ends.add(task);
}

void Session::report_ends() {
  report_at_.reset();
  for (Part& part : parts_)
    for (const std::string& line : part.ends.take_lines())
      if (!interrupted_) complain(line);
}

void Session::limit_the_wait() {
  const std::uint32_t seconds = options_.wait_seconds.value_or(0);
  if (seconds > 0 && !std::exchange(wait_limited_, true) &&
      !std::all_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.ends.all_ended(); }))
    give_up_at_ = Clock::now() + std::chrono::seconds(seconds);
}

void Session::end_the_rest() {
  give_up_at_.reset();
  report_ends();
  say("First task exited " + std::to_string(options_.wait_seconds.value_or(0)) + "s ago");
  for (const std::string& line : status()) say(line);
  say("Terminating " + step_);
  abort_step();
}

SessionEnd Session::finish() {
  const bool killed = std::any_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.ends.any_killed(); });
  if (killed && !abort_announced_) say("Force Terminated " + step_);
  // A reader that takes its time gets everything; an interrupt gives up on it.
  while ((output_place_->waiting() > 0 || errors_.waiting() > 0) && !failed_) turn();
  raw_.reset();
  SessionEnd end;
  for (const Part& part : parts_)
    end = {std::max(end.exit_code, part.ends.exit_code()), std::max(end.highest, part.ends.highest())};
  if (out_of_memory_) end.exit_code = kOutOfMemoryCode;
  if (failed_ && end.exit_code == 0) end = {1, ExitCode{1, 0}};
  return end;
}

}  // namespace minislurm::srun
