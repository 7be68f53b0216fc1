#include "libcommon/text/sluid.h"

namespace minislurm::text {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kLength = 13;
constexpr unsigned kClusterBits = 12, kTimeBits = 42, kCounterBits = 10;

constexpr std::uint64_t low_bits(std::uint64_t value, unsigned bits) { return value & ((std::uint64_t{1} << bits) - 1); }

int digit_of(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') return 0;
  if (c == 'I' || c == 'L') return 1;
  const std::size_t found = kDigits.find(c);
  return found == std::string_view::npos ? -1 : static_cast<int>(found);
}

}  // namespace

std::uint64_t make_sluid(const SluidParts& parts) {
  return low_bits(parts.cluster, kClusterBits) << (kTimeBits + kCounterBits) |
         low_bits(parts.milliseconds, kTimeBits) << kCounterBits | low_bits(parts.counter, kCounterBits);
}

SluidParts sluid_parts(std::uint64_t sluid) {
  return {static_cast<std::uint32_t>(sluid >> (kTimeBits + kCounterBits)), low_bits(sluid >> kCounterBits, kTimeBits),
          static_cast<std::uint32_t>(low_bits(sluid, kCounterBits))};
}

std::string format_sluid(std::uint64_t sluid) {
  if (sluid == 0) return {};
  std::string text(1 + kLength, 's');
  for (std::size_t at = kLength; at > 0; --at, sluid >>= 5) text[at] = kDigits[sluid & 31];
  return text;
}

std::optional<std::uint64_t> parse_sluid(std::string_view text) {
  if (text.size() != 1 + kLength || (text[0] != 's' && text[0] != 'S')) return std::nullopt;
  std::uint64_t sluid = 0;
  for (std::size_t at = 1; at <= kLength; ++at) {
    const int digit = digit_of(text[at]);
    // 13 digits hold 65 bits: the first is below 16.
    if (digit < 0 || (at == 1 && digit > 15)) return std::nullopt;
    sluid = sluid << 5 | static_cast<std::uint64_t>(digit);
  }
  return sluid;
}

// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), folded.
std::uint32_t sluid_cluster(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return static_cast<std::uint32_t>(hash % 4095) + 1;
}

}  // namespace minislurm::text
