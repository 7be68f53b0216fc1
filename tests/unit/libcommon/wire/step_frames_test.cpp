#include "libcommon/wire/step_frames.h"

#include <gtest/gtest.h>

#include <cstring>

namespace minislurm::wire {
namespace {

void feed(StepFrameReader& reader, std::string_view bytes) {
  std::memcpy(reader.room(bytes.size()), bytes.data(), bytes.size());
  reader.took(bytes.size());
}

TEST(StepFrameReader, FindsFramesHoweverTheBytesArrive) {
  std::string bytes;
  append_step_frame(bytes, FrameKind::Stdin, 1, 7, "hello");
  append_step_frame(bytes, FrameKind::Stat, 0, 0, "");
  StepFrameReader reader;
  std::vector<std::string> payloads;
  for (const char byte : bytes) {
    feed(reader, {&byte, 1});
    while (const auto frame = reader.next()) {
      if (payloads.empty()) {
        EXPECT_EQ(frame->header.kind, FrameKind::Stdin);
        EXPECT_EQ(frame->header.stream, 1U);
        EXPECT_EQ(frame->header.task, 7U);
      }
      payloads.emplace_back(frame->payload);
    }
  }
  EXPECT_EQ(payloads, (std::vector<std::string>{"hello", ""}));
}

TEST(StepFrameReader, RefusesALengthBeyondTheBoundForGood) {
  StepFrameReader reader;
  std::string bytes;
  append_step_frame(bytes, FrameKind::Stdin, 0, 0, std::string(kMaxStepFrame, 'x'));
  feed(reader, bytes);
  EXPECT_TRUE(reader.next().has_value());
  FrameHeader header;
  header.length = kMaxStepFrame + 1;
  feed(reader, {reinterpret_cast<const char*>(&header), sizeof header});
  EXPECT_FALSE(reader.next().has_value());
  EXPECT_TRUE(reader.malformed());
  feed(reader, bytes);
  EXPECT_FALSE(reader.next().has_value());
}

}  // namespace
}  // namespace minislurm::wire
