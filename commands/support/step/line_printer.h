// From pieces of the tasks' output to what is shown: whole lines, so that those of different tasks do not mix, with the
// task's number before each when asked. Pure: it hands on text, it writes nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace minislurm::steps {

class LinePrinter {
 public:
  using Emit = std::function<void(std::uint16_t stream, std::string_view text)>;

  struct Rules {
    std::uint32_t tasks = 1;   // of the step
    bool label = false;
    bool unbuffered = false;   // hand on at once, whole line or not
  };
  LinePrinter(Rules rules, Emit emit);

  // An empty piece is the end of that stream.
  void feed(std::uint32_t task, std::uint16_t stream, std::string_view piece);
  // What is left of streams that never ended.
  void finish();

 private:
  void print(std::uint32_t task, std::uint16_t stream, std::string_view lines);
  void end(std::uint32_t task, std::uint16_t stream, std::string& rest);

  Rules rules_;
  Emit emit_;
  int label_width_ = 1;
  std::map<std::pair<std::uint32_t, std::uint16_t>, std::string> rests_;  // lines without their end yet
  std::string labelled_;
};

}  // namespace minislurm::steps
