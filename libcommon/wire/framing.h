// Frames of the controller's socket: a 32-bit little-endian length and that many bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libcommon/base/result.h"

namespace minislurm::wire {

inline constexpr std::size_t kFrameHeaderSize = 4;

// REQUIRES: payload no longer than kMaxFrame.
std::string frame(std::string_view payload);
// The length that a header announces.
std::uint32_t frame_length(const char (&header)[kFrameHeaderSize]);

// Cuts a stream of bytes into frames. Memory grows with what has arrived, not with what a header announces.
class FrameBuffer {
 public:
  explicit FrameBuffer(std::size_t longest);

  void append(std::string_view bytes);
  // Whether next() would give a frame or an error.
  bool ready() const;
  // The next whole frame's payload; nullopt: not all of it has arrived.
  // Errors: Code::CommunicationsReceive for a frame longer than allowed; the stream is of no use after that.
  Result<std::optional<std::string>> next();
  std::size_t buffered() const { return bytes_.size() - start_; }
  // Those in memory: more, while what has been handed out is not let go of yet.
  std::size_t kept() const { return bytes_.size(); }

 private:
  std::optional<std::uint32_t> announced() const;

  std::size_t longest_;
  std::string bytes_;
  std::size_t start_ = 0;  // of what has not been handed out
};

}  // namespace minislurm::wire
