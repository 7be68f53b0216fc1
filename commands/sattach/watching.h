// sattach while it is attached: the tasks' output out, the input in, until the step has ended. One loop, one thread,
// nothing in it blocks. Signals are nobody's business here: one that ends sattach leaves the step as it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "commands/sattach/options.h"
#include "commands/support/step/inlet.h"
#include "commands/support/step/line_printer.h"
#include "commands/support/step/outlet.h"
#include "commands/support/step/step_connection.h"
#include "commands/support/step/terminal.h"
#include "libcommon/wire/messages.h"

namespace minislurm::sattach {

// sattach's own streams.
struct Descriptors {
  int in = 0, out = 1, err = 2;
};

class Watching {
 public:
  // REQUIRES: `socket` is connected to the step that `reply` describes.
  Watching(const Options& options, const wire::StepReply& reply, Descriptor socket, Descriptors descriptors);
  // Returns the exit code: the highest of the tasks that ended meanwhile.
  int run();

 private:
  void turn();
  void on_frame(const wire::StepFrame& frame);
  void on_output(const wire::FrameHeader& header, std::string_view bytes);
  void on_exit(const wire::TaskExit& task);
  void read_input();
  bool waits_to_write() const { return output_.waiting() > 0 || errors_.waiting() > 0; }

  const Options& options_;
  steps::StepConnection connection_;
  steps::Inlet input_;
  steps::Outlet output_, errors_;
  steps::LinePrinter printer_;
  std::optional<steps::RawTerminal> raw_;
  bool ended_ = false;
  int exit_code_ = 0;
};

}  // namespace minislurm::sattach
