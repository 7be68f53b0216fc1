#include "libcommon/wire/framing.h"

#include <gtest/gtest.h>

#include <random>

#include "libcommon/wire/codec.h"
#include "libcommon/wire/messages.h"

namespace minislurm::wire {
namespace {

TEST(Framing, FramesCutAnywhereComeOutWhole) {
  std::mt19937 random(7);
  std::string stream;
  std::vector<std::string> sent;
  for (int i = 0; i < 200; ++i) {
    sent.emplace_back(random() % 300, static_cast<char>('a' + i % 26));
    stream += frame(sent.back());
  }
  FrameBuffer buffer(1000);
  std::vector<std::string> got;
  for (std::size_t at = 0; at < stream.size();) {
    const std::size_t size = std::min<std::size_t>(random() % 64, stream.size() - at);
    buffer.append(std::string_view(stream).substr(at, size));
    at += size;
    while (buffer.ready()) got.push_back(**buffer.next());
  }
  EXPECT_EQ(got, sent);
  EXPECT_EQ(buffer.buffered(), 0U);
}

TEST(Framing, ALengthBeyondTheBoundIsAnErrorBeforeAnythingArrives) {
  FrameBuffer buffer(1000);
  buffer.append(frame(std::string(1001, 'x')).substr(0, kFrameHeaderSize));
  EXPECT_TRUE(buffer.ready());
  EXPECT_FALSE(buffer.next());
}

TEST(Framing, AnEmptyFrameIsAFrame) {
  FrameBuffer buffer(10);
  buffer.append(frame(""));
  EXPECT_EQ(**buffer.next(), "");
}

SubmitRequest submission() {
  SubmitRequest request;
  request.spec.name = "train";
  request.spec.ntasks = 4;
  request.spec.memory_per_node = Mebibytes{300};
  request.spec.kept = {{"hint", "nomultithread"}};
  request.spec.nice = -5;
  request.spec.begin = Instant{Seconds{1'700'000'000}};
  request.script = "#!/bin/sh\ntrue\n";
  request.environment = std::string("A=b\0", 4);
  return request;
}

TEST(Codec, AMessageComesBackAsItWas) {
  const Result<SubmitRequest> back = decode<SubmitRequest>(encode(submission()));
  ASSERT_TRUE(back);
  EXPECT_EQ(encode(*back), encode(submission()));
  EXPECT_EQ(back->spec.kept, submission().spec.kept);
  EXPECT_EQ(back->spec.nice, -5);
}

TEST(Codec, NoTruncationIsTakenForTheWholeAndNoneHarms) {
  const std::string whole = encode(submission());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Result<SubmitRequest> part = decode<SubmitRequest>(std::string_view(whole).substr(0, size));
    EXPECT_TRUE(!part || encode(*part) != whole);
  }
}

TEST(Codec, NoiseNeverHarms) {
  std::mt19937 random(11);
  for (int round = 0; round < 20000; ++round) {
    std::string bytes = encode(submission());
    for (unsigned flips = random() % 8; flips-- > 0;) bytes[random() % bytes.size()] = static_cast<char>(random());
    const Result<SubmitRequest> read = decode<SubmitRequest>(bytes);
    EXPECT_TRUE(!read || read->script.size() <= bytes.size());
  }
}

TEST(Codec, AMessageNestedBeyondTheBoundIsRefused) {
  std::string bytes;
  for (int depth = 0; depth < 100; ++depth) {
    std::string outer;
    detail::put_bytes(outer, 1, bytes);
    bytes = outer;
  }
  EXPECT_FALSE(decode<HistoryReply>(bytes));
}

TEST(FrameBuffer, LetsGoOfWhatItHasHandedOutThoughItIsNeverEmpty) {
  FrameBuffer buffer(1000);
  const std::string one = frame(std::string(100, 'x'));
  buffer.append(one.substr(0, 50));
  for (int i = 0; i < 1000; ++i) {
    buffer.append(one.substr(50) + one.substr(0, 50));
    EXPECT_TRUE(*buffer.next());
    EXPECT_FALSE(*buffer.next());
  }
  EXPECT_LT(buffer.kept(), 10 * one.size());
}

}  // namespace
}  // namespace minislurm::wire
