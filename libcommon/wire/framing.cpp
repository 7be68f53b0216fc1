#include "libcommon/wire/framing.h"

#include <cstring>

namespace minislurm::wire {

std::string frame(std::string_view payload) {
  const auto length = static_cast<std::uint32_t>(payload.size());
  std::string out;
  out.reserve(kFrameHeaderSize + payload.size());
  for (unsigned shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>((length >> shift) & 0xff));
  out.append(payload);
  return out;
}

std::uint32_t frame_length(const char (&header)[kFrameHeaderSize]) {
  std::uint32_t length = 0;
  for (std::size_t i = 0; i < kFrameHeaderSize; ++i)
    length |= static_cast<std::uint32_t>(static_cast<unsigned char>(header[i])) << (8 * i);
  return length;
}

FrameBuffer::FrameBuffer(std::size_t longest) : longest_(longest) {}

// A stream whose frames never end where a piece of it does must not be kept from its beginning.
void FrameBuffer::append(std::string_view bytes) {
  if (start_ > 0 && start_ >= buffered()) {
    bytes_.erase(0, start_);
    start_ = 0;
  }
  bytes_.append(bytes);
}

std::optional<std::uint32_t> FrameBuffer::announced() const {
  if (buffered() < kFrameHeaderSize) return std::nullopt;
  char header[kFrameHeaderSize];
  std::memcpy(header, bytes_.data() + start_, kFrameHeaderSize);
  return frame_length(header);
}

bool FrameBuffer::ready() const {
  const std::optional<std::uint32_t> length = announced();
  return length && (*length > longest_ || buffered() >= kFrameHeaderSize + *length);
}

Result<std::optional<std::string>> FrameBuffer::next() {
  const std::optional<std::uint32_t> length = announced();
  if (length && *length > longest_) return Error{Code::CommunicationsReceive, "message too long"};
  if (!length || buffered() < kFrameHeaderSize + *length) return std::optional<std::string>{};
  std::optional<std::string> payload = bytes_.substr(start_ + kFrameHeaderSize, *length);
  start_ += kFrameHeaderSize + *length;
  if (start_ == bytes_.size()) {
    bytes_.clear();
    if (bytes_.capacity() > (1U << 16)) bytes_.shrink_to_fit();
    start_ = 0;
  }
  return payload;
}

}  // namespace minislurm::wire
