// Plays the controller and srun to a real slurmstepd, in a folder of its own that goes when it does. It waits by
// reading from the socket, which ends when stepd does.
#pragma once

#include <sys/types.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/os/file_descriptor.h"
#include "libcommon/wire/stepd_messages.h"

namespace minislurm::test {

struct ReceivedFrame {
  wire::FrameHeader header;
  std::string payload;
};

class StepClient {
 public:
  explicit StepClient(os::FileDescriptor socket) : socket_(std::move(socket)) {}
  void send(wire::FrameKind kind, const std::string& payload = {}, std::uint32_t task = wire::kAllTasks) const;
  void send_bytes(const std::string& bytes) const;
  void hang_up() const;
  // Nothing: stepd has closed.
  std::optional<ReceivedFrame> read();
  // Reads to the first frame of that kind; output and messages on the way are kept.
  std::optional<ReceivedFrame> read_until(wire::FrameKind kind);
  // Reads to the end. Fails the test when it is not reported.
  wire::StepResult read_end();
  // Reads until the task has written the text.
  void read_until_output(const std::string& text, std::uint32_t task = 0);

  std::map<std::pair<std::uint32_t, std::uint16_t>, std::string> output;  // by task and stream
  std::string messages;
  std::vector<wire::TaskExit> exits;

 private:
  os::FileDescriptor socket_;
};

class StepDriver {
 public:
  StepDriver();
  ~StepDriver();
  StepDriver(const StepDriver&) = delete;
  StepDriver& operator=(const StepDriver&) = delete;

  // A batch step with this script, output to FOLDER/out; or a step of `tasks` times sh -c script that waits for srun.
  wire::StepLaunch batch(const std::string& script) const;
  wire::StepLaunch step(const std::string& script, std::uint32_t tasks = 1) const;
  void start(const wire::StepLaunch& launch);
  StepClient connect() const;
  StepClient watcher() const;
  StepClient attach(wire::AttachRequest request = {}) const;
  // Waits for stepd's process to end.
  void wait_gone();
  bool lock_is_free() const;
  wire::StepResult recorded() const;
  std::string file(const std::string& name) const;
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  pid_t pid() const { return pid_; }

 private:
  std::string spool_;   // of this test alone, as the names of control groups are made from it
  std::string folder_;  // the step's
  pid_t pid_ = 0;
};

}  // namespace minislurm::test
