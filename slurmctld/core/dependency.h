// What a job waits for: the value of --dependency, and its rendering "afterok:12(unfulfilled),afterany:13(unfulfilled)".
// The rendering is what is stored, so reading accepts it too. Pure values: what a term's state is, dependents.h finds out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcommon/base/ids.h"
#include "libcommon/base/result.h"
#include "libcommon/base/units.h"

namespace minislurm::core {

enum class DependencyKind : std::uint32_t { After, AfterAny, AfterOk, AfterNotOk, AfterCorr, AfterBurstBuffer, Singleton, Expand };
enum class TermState : std::uint32_t { Unfulfilled, Fulfilled, Failed };

struct DependencyTerm {
  DependencyKind kind{};
  JobId job{};                         // 0 with Singleton
  std::optional<std::uint32_t> task;   // "12_3"
  bool whole_array = false;            // shown as "12_*"
  Minutes delay{0};                    // after:12+5
  TermState state = TermState::Unfulfilled;
  bool operator==(const DependencyTerm&) const = default;
};

struct Dependency {
  std::vector<DependencyTerm> terms;   // fulfilled ones are dropped once seen
  bool any = false;                    // '?': one of them is enough
};

// Errors: Code::Dependency. An empty text, and "0", mean no dependency.
Result<Dependency> parse_dependency(std::string_view text);
// Empty when nothing is left.
std::string render(const Dependency& dependency);
// Of all terms together.
TermState overall(const Dependency& dependency);

}  // namespace minislurm::core
