// The tasks' standard streams that go through stepd: pipes and one terminal on its side, clients on the other.
#pragma once

#include <functional>
#include <list>
#include <string>
#include <string_view>

#include "libcommon/os/file_descriptor.h"
#include "slurmctld/stepd/poller.h"

namespace minislurm::stepd {

inline constexpr std::uint16_t kStdout = 1, kStderr = 2;

class Streams {
 public:
  // Empty bytes: the stream's end, told once.
  using OnOutput = std::function<void(std::uint32_t task, std::uint16_t stream, std::string_view bytes)>;
  Streams(Poller& poller, OnOutput on_output) : poller_(poller), on_output_(std::move(on_output)) {}
  ~Streams();
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;

  void add_output(std::uint32_t task, std::uint16_t stream, os::FileDescriptor from);
  // `terminal`: its end of input is a typed one.
  void add_input(std::uint32_t task, os::FileDescriptor to, bool terminal);

  void pause_output(bool pause);
  // Empty bytes: the end of the task's input (wire::kAllTasks: of each).
  void feed(std::uint32_t task, std::string_view bytes);
  // Of the task that is furthest behind in reading its input, in bytes.
  std::size_t input_backlog() const;
  void resize_terminal(std::uint16_t rows, std::uint16_t columns);
  // Nobody writes any more: hands on what is left and ends every stream.
  void drain();

 private:
  struct Output {
    std::uint32_t task;
    std::uint16_t stream;
    os::FileDescriptor from;
  };
  struct Input {
    std::uint32_t task;
    os::FileDescriptor to;
    bool terminal, ended, watched;
    std::string waiting;
    std::size_t begin;
  };
  void watch(Output& output);
  // False: nothing there for now, or the stream has ended (and is closed).
  bool read_some(Output& output);
  void write_some(Input& input);
  void close(Input& input);

  Poller& poller_;
  OnOutput on_output_;
  std::list<Output> outputs_;
  std::list<Input> inputs_;
  std::string piece_;  // room for what is read; none until there is something
  bool paused_ = false;
};

}  // namespace minislurm::stepd
