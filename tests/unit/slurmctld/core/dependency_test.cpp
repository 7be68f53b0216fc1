#include "slurmctld/core/dependency.h"

#include <gtest/gtest.h>

namespace minislurm::core {
namespace {

std::string again(std::string_view text) {
  const auto dependency = parse_dependency(text);
  return dependency ? render(*dependency) : "error";
}

TEST(Dependency, IsRenderedTermByTermAsSlurmShowsIt) {
  EXPECT_EQ(again("afterok:12"), "afterok:12(unfulfilled)");
  EXPECT_EQ(again("afterany:7:6"), "afterany:7(unfulfilled),afterany:6(unfulfilled)");
  EXPECT_EQ(again("afterok:1?AFTEROK:2"), "afterok:1(unfulfilled)?afterok:2(unfulfilled)");
  EXPECT_EQ(again("after:12+5"), "after:12+5(unfulfilled)");
  EXPECT_EQ(again("afterok:1+5"), "afterok:1+5(unfulfilled)");
  EXPECT_EQ(again("aftercorr:12_3,singleton"), "aftercorr:12_3(unfulfilled),singleton(unfulfilled)");
  EXPECT_EQ(again("12"), "afterany:12(unfulfilled)");
  EXPECT_EQ(again(""), "");
}

TEST(Dependency, ReadsItsOwnRendering) {
  for (const char* text : {"afterok:12(failed)", "afterok:12_*(unfulfilled),singleton(unfulfilled)", "after:1+2(unfulfilled)"})
    EXPECT_EQ(again(text), text);
}

TEST(Dependency, RefusesWhatItCannotRead) {
  for (const char* text : {"nonsense", "afterok", "afterok:", "afterok:x", "afterok:0", "afterok:1,", "afterok:1?afterok:2,afterok:3",
                           "singleton:3", "afterok:99999999999", "afterok:1_x"})
    EXPECT_EQ(again(text), "error") << text;
}

TEST(Dependency, OneOfSeveralIsEnoughWithQuestionMarksAndAllAreNeededWithCommas) {
  const auto with = [](bool any, std::vector<TermState> states) {
    Dependency dependency;
    dependency.any = any;
    for (const TermState state : states) {
      dependency.terms.emplace_back();
      dependency.terms.back().state = state;
    }
    return overall(dependency);
  };
  using enum TermState;
  EXPECT_EQ(with(false, {}), Fulfilled);
  EXPECT_EQ(with(false, {Fulfilled, Unfulfilled}), Unfulfilled);
  EXPECT_EQ(with(false, {Fulfilled, Failed}), Failed);
  EXPECT_EQ(with(true, {Fulfilled, Failed}), Fulfilled);
  EXPECT_EQ(with(true, {Unfulfilled, Failed}), Unfulfilled);
  EXPECT_EQ(with(true, {Failed, Failed}), Failed);
}

}  // namespace
}  // namespace minislurm::core
