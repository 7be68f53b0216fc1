// --constraint: "fast", "a&b", "a|b", "!a", "(a|b)&c", "[rack1|rack2]" (all nodes of one kind), "[a*2&b*4]", "a*2".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/result.h"

namespace minislurm::sched {

// A condition on one node's features, in postfix order.
class FeatureTest {
 public:
  struct Step {
    enum class Kind : std::uint8_t { Name, And, Or, Not } kind = Kind::Name;
    std::string name;
  };
  FeatureTest() = default;
  explicit FeatureTest(std::vector<Step> steps) : steps_(std::move(steps)) {}
  bool holds(std::span<const std::string> features) const;  // an empty test holds
  std::span<const Step> steps() const { return steps_; }

 private:
  std::vector<Step> steps_;
};

struct CountedFeature {
  FeatureTest test;
  std::uint32_t count = 1;  // that many nodes of the allocation pass it
};

// One way to satisfy the constraint: every node passes `all`, and for each counted one so many nodes pass that.
struct FeatureAlternative {
  FeatureTest all;
  std::vector<CountedFeature> counted;
};

// Empty text: one alternative that everything passes. Errors: Code::InvalidFeature.
Result<std::vector<FeatureAlternative>> parse_features(std::string_view text);

}  // namespace minislurm::sched
