// Both kinds of frames, cut into pieces by chance: the same frames come out as from one piece.
#include <algorithm>
#include <cstring>

#include "libcommon/wire/framing.h"
#include "libcommon/wire/step_frames.h"
#include "tests/fuzz/target.h"

namespace minislurm::fuzz {
namespace {

constexpr std::size_t kLongestFrame = 1000;

struct Seen {
  std::vector<std::string> frames;
  bool broken = false;
  bool operator==(const Seen&) const = default;
};

// `piece` 0: all at once.
template <class Feed>
void in_pieces(std::string_view bytes, std::size_t piece, const Feed& feed) {
  if (piece == 0) piece = std::max<std::size_t>(bytes.size(), 1);
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    if (!feed(bytes.substr(at, piece))) return;
}

Seen controller_frames(std::string_view bytes, std::size_t piece) {
  wire::FrameBuffer buffer(kLongestFrame);
  Seen seen;
  in_pieces(bytes, piece, [&](std::string_view some) {
    buffer.append(some);
    while (!seen.broken) {
      const Result<std::optional<std::string>> next = buffer.next();
      if (!next) seen.broken = true;
      if (!next || !*next) break;
      require((*next)->size() <= kLongestFrame, "no frame is longer than allowed");
      seen.frames.push_back(**next);
    }
    return !seen.broken;
  });
  return seen;
}

Seen step_frames(std::string_view bytes, std::size_t piece) {
  wire::StepFrameReader reader;
  Seen seen;
  in_pieces(bytes, piece, [&](std::string_view some) {
    std::memcpy(reader.room(some.size()), some.data(), some.size());
    reader.took(some.size());
    while (const std::optional<wire::StepFrame> frame = reader.next()) {
      std::string written;
      wire::append_step_frame(written, frame->header.kind, frame->header.stream, frame->header.task, frame->payload);
      seen.frames.push_back(written);
    }
    seen.broken = reader.malformed();
    return !seen.broken;
  });
  return seen;
}

}  // namespace

std::vector<std::string> made_seeds() {
  std::string steps(1, '\3');
  wire::append_step_frame(steps, wire::FrameKind::Stdin, 0, 1, "hello\n");
  wire::append_step_frame(steps, wire::FrameKind::Terminate, 0, wire::kAllTasks, "");
  return {"\2" + wire::frame("hello") + wire::frame("") + wire::frame("world"), steps};
}

}  // namespace minislurm::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace minislurm::fuzz;
  std::string_view bytes = text_of(data, size);
  const std::size_t piece = 1U + take_byte(bytes);
  require(controller_frames(bytes, piece) == controller_frames(bytes, 0), "the controller's frames whatever the pieces");
  require(step_frames(bytes, piece) == step_frames(bytes, 0), "a step's frames whatever the pieces");
  return 0;
}
