// Ids are types, so that a job id cannot pass for a CPU count. number(id) gives the plain number back.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>

namespace minislurm {

enum class JobId : std::uint32_t {};   // 0: none
enum class UserId : std::uint32_t {};  // 0 is root, not "none"
enum class GroupId : std::uint32_t {};

// Numbered steps count from 0; the top of the range names the special ones, as in Slurm.
enum class StepNumber : std::uint32_t {
  Interactive = 0xfffffffa,
  Batch = 0xfffffffb,
  Extern = 0xfffffffc,
  Pending = 0xfffffffd,
  None = 0xfffffffe,
};

template <class Id>
  requires std::is_enum_v<Id>
constexpr std::underlying_type_t<Id> number(Id id) {
  return static_cast<std::underlying_type_t<Id>>(id);
}

struct StepId {
  JobId job{};
  StepNumber step = StepNumber::None;
  auto operator<=>(const StepId&) const = default;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.job);
    visit(2, self.step);
  }
};

inline std::string to_string(JobId id) { return std::to_string(number(id)); }
// "12.0", "12.batch": the way Slurm writes a step outside of an array.
std::string to_string(StepId id);
// "0", "batch", "extern", "interactive".
std::string to_string(StepNumber step);

}  // namespace minislurm

template <>
struct std::hash<minislurm::StepId> {
  std::size_t operator()(const minislurm::StepId& id) const noexcept {
    return std::hash<std::uint64_t>{}((std::uint64_t{minislurm::number(id.job)} << 32) | minislurm::number(id.step));
  }
};
