// srun attached to a step: the tasks' output out, the input in, signals on, until the step has ended. One loop, one
// thread, nothing in it blocks.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "commands/support/step/inlet.h"
#include "commands/srun/interrupts.h"
#include "commands/support/step/line_printer.h"
#include "commands/srun/options.h"
#include "commands/support/step/outlet.h"
#include "commands/support/step/step_connection.h"
#include "commands/srun/stream_choice.h"
#include "commands/srun/task_ends.h"
#include "commands/support/step/terminal.h"
#include "commands/support/allocate/signal_queue.h"
#include "commands/support/context.h"
#include "libcommon/wire/messages.h"

namespace minislurm::srun {

// srun's own streams.
struct Descriptors {
  int in = 0, out = 1, err = 2;
};

struct SessionEnd {
  int exit_code = 0;    // srun's
  ExitCode highest;     // of the tasks
};

// What srun is attached to: a step, or its part in one component of a heterogeneous job.
struct StepPart {
  wire::StepReply reply;
  Descriptor socket;        // connected to what `reply` describes
};

class Session {
 public:
  // REQUIRES: at least one part. Ranks go on from one part to the next; the first part gives the step its name.
  Session(Context& context, const Options& options, std::vector<StepPart> parts, Descriptors descriptors);
  SessionEnd run();

 private:
  using Clock = std::chrono::steady_clock;

  // A StepPart at work.
  struct Part {
    wire::StepReply reply;
    std::uint32_t first_rank = 0;
    steps::StepConnection connection;
    TaskEnds ends;
    bool ended = false;
    bool over() const { return ended || connection.closed(); }
  };

  void attach();
  void turn();
  void send(wire::FrameKind kind, std::string_view payload, std::uint32_t task = wire::kAllTasks);
  std::size_t waiting() const;             // bytes for the parts
  bool all_over() const;
  bool all_ended() const;
  std::vector<std::string> status() const;
  void on_frame(Part& part, const wire::StepFrame& frame);
  void on_output(const Part& part, const wire::FrameHeader& header, std::string_view bytes);
  void on_ended(Part& part, const wire::StepResult& result);
  void read_input();
  int patience() const;                    // how long turn() may wait, in milliseconds
  void report_ends();
  void limit_the_wait();
  void end_the_rest();
  SessionEnd finish();
  steps::Outlet& open_file(const StreamChoice& choice, std::optional<steps::Outlet>& outlet, os::FileDescriptor& file,
                           steps::Outlet& other);
  steps::Outlet& outlet_of(std::uint16_t stream);

  void on_signal(int signal);
  void on_interrupt();
  void abort_step();
  void terminate(int signal);
  void forward(int signal);
  void resize();

  void say(const std::string& text);       // "srun: TEXT"
  void complain(const std::string& text);  // "srun: error: TEXT"
  void announce_abort();
  void write_line(const std::string& line);
  bool reader_is_slow() const;

  Context& context_;
  const Options& options_;
  std::vector<Part> parts_;
  std::string step_;                       // "StepId=12.0"
  SignalQueue signals_;
  steps::Inlet input_;
  steps::Outlet output_, errors_;
  os::FileDescriptor output_file_, error_file_;
  std::optional<steps::Outlet> output_to_file_, error_to_file_;
  StepStreams streams_;
  steps::Outlet *output_place_, *error_place_;  // where the tasks' streams go: files, or srun's own
  steps::LinePrinter printer_;
  std::optional<Clock::time_point> report_at_;  // when tasks that failed are told of
  std::optional<Clock::time_point> give_up_at_;  // --wait: when those that still run are ended
  Interrupts interrupts_;
  std::optional<steps::RawTerminal> raw_;
  bool failed_ = false, out_of_memory_ = false, abort_announced_ = false, told_gone_ = false;
  bool wait_limited_ = false;
  bool interrupted_ = false;  // by hand: how the tasks end is no news
};

}  // namespace minislurm::srun
