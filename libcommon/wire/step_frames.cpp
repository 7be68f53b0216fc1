#include "libcommon/wire/step_frames.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace minislurm::wire {

static_assert(std::endian::native == std::endian::little, "the header is sent as it lies in memory");

char* StepFrameReader::room(std::size_t size) {
  // What is left of a frame moves to the front only when there is no room behind it.
  if (begin_ == end_) begin_ = end_ = 0;
  if (begin_ > 0 && end_ + size > bytes_.size()) {
    std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (bytes_.size() < end_ + size) bytes_.resize(2 * (end_ + size));
  return bytes_.data() + end_;
}

std::optional<StepFrame> StepFrameReader::next() {
  StepFrame frame;
  if (malformed_ || end_ - begin_ < sizeof frame.header) return std::nullopt;
  std::memcpy(&frame.header, bytes_.data() + begin_, sizeof frame.header);
  if (frame.header.length > kMaxStepFrame) {
    malformed_ = true;
    return std::nullopt;
  }
  const std::size_t whole = sizeof frame.header + frame.header.length;
  if (end_ - begin_ < whole) return std::nullopt;
  frame.payload = std::string_view(bytes_).substr(begin_ + sizeof frame.header, frame.header.length);
  begin_ += whole;
  return frame;
}

void append_step_frame(std::string& out, FrameKind kind, std::uint16_t stream, std::uint32_t task,
                       std::string_view payload, std::size_t without) {
  const FrameHeader header{static_cast<std::uint32_t>(payload.size()), kind, stream, task};
  if (without < sizeof header)
    out.append(reinterpret_cast<const char*>(&header) + without, sizeof header - without);
  out.append(payload.substr(std::min(payload.size(), without - std::min(without, sizeof header))));
}

}  // namespace minislurm::wire
