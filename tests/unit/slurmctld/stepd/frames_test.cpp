#include "slurmctld/stepd/frames.h"

#include <gtest/gtest.h>

#include <cstring>

namespace minislurm::stepd {
namespace {

void feed(FrameReader& reader, std::string_view bytes) {
  std::memcpy(reader.room(bytes.size()), bytes.data(), bytes.size());
  reader.took(bytes.size());
}

TEST(FrameReader, FindsFramesHoweverTheBytesArrive) {
  std::string bytes;
  append_frame(bytes, wire::FrameKind::Stdin, 1, 7, "hello");
  append_frame(bytes, wire::FrameKind::Stat, 0, 0, "");
  FrameReader reader;
  std::vector<std::string> payloads;
  for (const char byte : bytes) {
    feed(reader, {&byte, 1});
    while (const auto frame = reader.next()) {
      if (payloads.empty()) {
        EXPECT_EQ(frame->header.kind, wire::FrameKind::Stdin);
        EXPECT_EQ(frame->header.stream, 1U);
        EXPECT_EQ(frame->header.task, 7U);
      }
      payloads.emplace_back(frame->payload);
    }
  }
  EXPECT_EQ(payloads, (std::vector<std::string>{"hello", ""}));
}

TEST(FrameReader, RefusesALengthBeyondTheBoundForGood) {
  FrameReader reader;
  std::string bytes;
  append_frame(bytes, wire::FrameKind::Stdin, 0, 0, std::string(wire::kMaxStepFrame, 'x'));
  feed(reader, bytes);
  EXPECT_TRUE(reader.next().has_value());
  wire::FrameHeader header;
  header.length = wire::kMaxStepFrame + 1;
  feed(reader, {reinterpret_cast<const char*>(&header), sizeof header});
  EXPECT_FALSE(reader.next().has_value());
  EXPECT_TRUE(reader.malformed());
  feed(reader, bytes);
  EXPECT_FALSE(reader.next().has_value());
}

}  // namespace
}  // namespace minislurm::stepd
