#include "libcommon/wire/step_frames.h"

#include <bit>
#include <cstring>

namespace minislurm::wire {

static_assert(std::endian::native == std::endian::little, "the header is sent as it lies in memory");

char* StepFrameReader::room(std::size_t size) {
  if (begin_ > 0) {
    std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (bytes_.size() < end_ + size) bytes_.resize(end_ + size);
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
                       std::string_view payload) {
  const FrameHeader header{static_cast<std::uint32_t>(payload.size()), kind, stream, task};
  out.append(reinterpret_cast<const char*>(&header), sizeof header);
  out.append(payload);
}

}  // namespace minislurm::wire
