#include "libcommon/text/sluid.h"

#include <gtest/gtest.h>

namespace minislurm::text {
namespace {

TEST(Sluid, IsWrittenAsSlurmWritesIt) {
  EXPECT_EQ(format_sluid(make_sluid({1999, 1795450815319, 0})), "s7SXM84KAGTQ00");
  EXPECT_EQ(format_sluid(make_sluid({1999, 1795450815319, 1})), "s7SXM84KAGTQ01");
}

TEST(Sluid, ReadsBackAsItsParts) {
  const SluidParts parts = sluid_parts(parse_sluid("s7SXM84KAGTQ00").value_or(0));
  EXPECT_EQ(parts.cluster, 1999U);
  EXPECT_EQ(parts.milliseconds, 1795450815319U);
  EXPECT_EQ(parts.counter, 0U);
}

TEST(Sluid, OfNothingIsEmpty) { EXPECT_EQ(format_sluid(0), ""); }

TEST(Sluid, TakesLettersThatLookLikeDigits) { EXPECT_EQ(parse_sluid("s000000000000o"), parse_sluid("s0000000000000")); }

TEST(Sluid, RefusesWhatIsTooShortOrTooLarge) {
  EXPECT_FALSE(parse_sluid("s7SXM84KAGTQ0"));
  EXPECT_FALSE(parse_sluid("7SXM84KAGTQ000"));
  EXPECT_FALSE(parse_sluid("sG000000000000"));
  EXPECT_FALSE(parse_sluid("s7SXM84KAGTQ0U"));
}

TEST(Sluid, NumbersAClusterByItsNameAlways) {
  EXPECT_EQ(sluid_cluster("reference"), sluid_cluster("reference"));
  EXPECT_NE(sluid_cluster("reference"), sluid_cluster("other"));
  EXPECT_GT(sluid_cluster(""), 0U);
}

}  // namespace
}  // namespace minislurm::text
