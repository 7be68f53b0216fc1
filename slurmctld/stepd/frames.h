// The frames of stepd's socket, from and to bytes. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

struct Frame {
  wire::FrameHeader header;
  std::string_view payload;  // valid until the reader is fed again
};

class FrameReader {
 public:
  // Where the next bytes may be read to; then took() says how many there were.
  char* room(std::size_t size);
  void took(std::size_t size);
  // The next whole frame. Once a header announces more than kMaxStepFrame, none ever again.
  std::optional<Frame> next();
  bool malformed() const { return malformed_; }

 private:
  std::string bytes_;
  std::size_t begin_ = 0, end_ = 0;
  bool malformed_ = false;
};

// REQUIRES: payload of kMaxStepFrame bytes at the most.
void append_frame(std::string& out, wire::FrameKind kind, std::uint16_t stream, std::uint32_t task,
                  std::string_view payload);

}  // namespace minislurm::stepd
