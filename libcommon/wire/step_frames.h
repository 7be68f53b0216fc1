// The frames of a step's socket, from and to bytes. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "libcommon/wire/stepd_messages.h"

namespace minislurm::wire {

struct StepFrame {
  FrameHeader header;
  std::string_view payload;  // valid until the reader is fed again
};

class StepFrameReader {
 public:
  // Where the next bytes may be read to, `size` at the most; then took() says how many there were.
  char* room(std::size_t size);
  void took(std::size_t size) { end_ += size; }
  // The next whole frame. Once a header announces more than kMaxStepFrame, none ever again.
  std::optional<StepFrame> next();
  bool malformed() const { return malformed_; }

 private:
  std::string bytes_;
  std::size_t begin_ = 0, end_ = 0;  // of what has not been handed out
  bool malformed_ = false;
};

// Appends the frame but for its first `without` bytes. REQUIRES: payload of kMaxStepFrame bytes at the most.
void append_step_frame(std::string& out, FrameKind kind, std::uint16_t stream, std::uint32_t task,
                       std::string_view payload, std::size_t without = 0);

}  // namespace minislurm::wire
