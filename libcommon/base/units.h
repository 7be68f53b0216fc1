// Units that may not be confused. An Instant is a whole second of Unix time; the epoch itself means "not known".
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace minislurm {

using Instant = std::chrono::sys_seconds;
using Seconds = std::chrono::seconds;
using Minutes = std::chrono::minutes;  // the unit of time limits

// A time limit without end: Slurm's INFINITE.
inline constexpr Minutes kUnlimited{0xffffffff};
inline constexpr Instant kNever{};

// Memory as Slurm counts it.
struct Mebibytes {
  std::uint64_t count = 0;
  auto operator<=>(const Mebibytes&) const = default;
  Mebibytes& operator+=(Mebibytes other) { count += other.count; return *this; }
  Mebibytes& operator-=(Mebibytes other) { count -= other.count; return *this; }
  friend Mebibytes operator+(Mebibytes a, Mebibytes b) { return {a.count + b.count}; }
  friend Mebibytes operator-(Mebibytes a, Mebibytes b) { return {a.count - b.count}; }
  friend Mebibytes operator*(Mebibytes a, std::uint64_t times) { return {a.count * times}; }
};

}  // namespace minislurm
