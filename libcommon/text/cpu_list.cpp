#include "libcommon/text/cpu_list.h"

#include <algorithm>

#include "libcommon/text/array_ids.h"
#include "libcommon/text/ranges.h"
#include "libcommon/text/words.h"

namespace minislurm::text {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::uint32_t kBits = 4;  // of one digit

}  // namespace

Result<std::vector<std::uint32_t>> parse_cpu_list(std::string_view text, std::uint32_t bound) {
  // The notation is that of array ids, but for the throttle and the brackets.
  if (text.find_first_of("%[]") == std::string_view::npos) {
    auto ids = parse_array_ids(text, std::min(bound, kMaxCpus));
    if (ids) return std::move(ids->ids);
  }
  return Error{Code::InvalidCpuCount, std::string{text}};
}

Result<std::vector<std::uint32_t>> parse_cpu_mask(std::string_view text, std::uint32_t bound) {
  const Error failure{Code::InvalidCpuCount, std::string{text}};
  std::string_view digits = istarts_with(text, "0x") ? text.substr(2) : text;
  if (digits.empty() || digits.size() > kMaxCpus / kBits) return failure;
  std::vector<std::uint32_t> cpus;
  const std::string low = lower(digits);
  for (std::uint32_t place = 0; place < low.size(); ++place) {
    const std::size_t value = kHex.find(low[low.size() - 1 - place]);
    if (value == std::string_view::npos) return failure;
    for (std::uint32_t bit = 0; bit < kBits; ++bit) {
      if ((value >> bit & 1U) == 0) continue;
      if (place * kBits + bit >= bound) return failure;
      cpus.push_back(place * kBits + bit);
    }
  }
  return cpus;
}

std::string format_cpu_list(std::span<const std::uint32_t> cpus) { return format_ranges(cpus); }

std::string format_cpu_mask(std::span<const std::uint32_t> cpus) {
  if (cpus.empty()) return "0x0";
  std::vector<unsigned> digits(cpus.back() / kBits + 1);
  for (const std::uint32_t cpu : cpus) digits[cpu / kBits] |= 1U << (cpu % kBits);
  std::string out = "0x";
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) out += kHex[*digit];
  return out;
}

}  // namespace minislurm::text
