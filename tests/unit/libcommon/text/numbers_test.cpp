#include <gmock/gmock.h>

#include "libcommon/text/count.h"
#include "libcommon/text/size.h"

namespace minislurm::text {
namespace {

std::string memory(std::string_view text) {
  const auto size = parse_memory(text);
  return size ? format_memory(*size) : "invalid";
}

TEST(Memory, IsReadAsSqueueShowsIt) {
  EXPECT_EQ(memory("100"), "100M");
  EXPECT_EQ(memory("100M"), "100M");
  EXPECT_EQ(memory("1G"), "1G");
  EXPECT_EQ(memory("1g"), "1G");
  EXPECT_EQ(memory("1024K"), "1M");
  EXPECT_EQ(memory("1025k"), "2M");
  EXPECT_EQ(memory("0"), "0");
  EXPECT_EQ(memory("8GB"), "8G");
  EXPECT_EQ(memory("1024MB"), "1G");
  EXPECT_EQ(memory("512m"), "512M");
  EXPECT_EQ(memory("2T"), "2T");
  EXPECT_EQ(memory("3000"), "3000M");
  EXPECT_EQ(memory("1536M"), "1536M");
  EXPECT_EQ(format_memory_plain(Mebibytes{2048}), "2048");
}

TEST(Memory, RefusesWhatIsNoSize) {
  for (const char* text : {"", "12Q", "M", "B", "12B", "-1", "1.5G", "G1", "1 G", "99999999999999999999",
                           "18446744073709551615P"}) {
    const auto size = parse_memory(text);
    ASSERT_FALSE(size) << text;
    EXPECT_EQ(size.error().code, Code::InvalidTaskMemory);
  }
}

TEST(Numbers, AreWholeUnsignedAndBounded) {
  EXPECT_EQ(*parse_u32("4294967295"), 4294967295U);
  EXPECT_EQ(*parse_i32("-5"), -5);
  EXPECT_EQ(*parse_i32("+5"), 5);
  EXPECT_EQ(*parse_u32("7", 7), 7U);
  EXPECT_EQ(*parse_scaled("2k"), 2048U);
  EXPECT_EQ(*parse_scaled("1M"), 1048576U);
  for (const char* text : {"", "-1", "+1", "1x", " 1", "4294967296", "0x10"}) EXPECT_FALSE(parse_u32(text)) << text;
  EXPECT_FALSE(parse_u32("8", 7));
  EXPECT_FALSE(parse_i32("+-5"));
  EXPECT_FALSE(parse_scaled("k"));
  EXPECT_FALSE(parse_scaled("9999999999999999999g"));
  EXPECT_EQ(to_string(parse_u32("-1").error()), "Invalid numeric value \"-1\"");
}

TEST(NodeCounts, AreRangesOrLists) {
  EXPECT_EQ(*parse_node_count("2"), (NodeCount{2, 2, {}}));
  EXPECT_EQ(*parse_node_count("2-4"), (NodeCount{2, 4, {}}));
  EXPECT_EQ(*parse_node_count("0"), (NodeCount{0, 0, {}}));
  EXPECT_EQ(*parse_node_count("1k"), (NodeCount{1024, 1024, {}}));
  EXPECT_EQ(*parse_node_count("8,2,4,2"), (NodeCount{2, 8, {2, 4, 8}}));
  EXPECT_EQ(*parse_node_count("1-15:4"), (NodeCount{1, 13, {1, 5, 9, 13}}));
  EXPECT_EQ(*parse_node_count("1,4-6"), (NodeCount{1, 6, {1, 4, 5, 6}}));
}

TEST(NodeCounts, RefuseTheRestInSlurmsWords) {
  EXPECT_EQ(to_string(parse_node_count("").error()), "\"\" is not a valid node count");
  for (const char* text : {"4-2", "a", "1-", "-1", "1,,2", "1-9:0", "1-2147483647:1", "5:2", "99999999999"})
    EXPECT_FALSE(parse_node_count(text)) << text;
}

}  // namespace
}  // namespace minislurm::text
