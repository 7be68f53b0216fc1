#include "libcommon/text/size.h"

#include <cstdint>
#include <iterator>
#include <limits>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::text {
namespace {

struct Unit {
  char letter;
  unsigned shift;  // from MB to the left
};
constexpr Unit kUnits[] = {{'M', 0}, {'G', 10}, {'T', 20}, {'P', 30}};

bool ends_with_letter(std::string_view text, char upper_case) {
  return !text.empty() && (text.back() == upper_case || text.back() == upper_case - 'A' + 'a');
}

}  // namespace

Result<Mebibytes> parse_memory(std::string_view text) {
  const Error failure{Code::InvalidTaskMemory, std::string{text}};
  std::string_view digits = text;
  if (ends_with_letter(digits, 'B')) {
    digits.remove_suffix(1);
    if (digits.empty() || (digits.back() >= '0' && digits.back() <= '9')) return failure;
  }
  const bool kilo = ends_with_letter(digits, 'K');
  unsigned shift = 0;
  bool unit = kilo;
  for (const Unit& row : kUnits) {
    if (!ends_with_letter(digits, row.letter)) continue;
    shift = row.shift;
    unit = true;
  }
  if (unit) digits.remove_suffix(1);
  const auto count = parse_u64(digits, std::numeric_limits<std::uint64_t>::max() >> (shift + 20));
  if (!count) return failure;
  return Mebibytes{kilo ? (*count + 1023) / 1024 : *count << shift};
}

std::string format_memory(Mebibytes size) {
  if (size.count == 0) return "0";
  std::uint64_t count = size.count;
  const Unit* unit = std::begin(kUnits);
  while (count % 1024 == 0 && unit + 1 != std::end(kUnits)) count /= 1024, ++unit;
  return std::to_string(count) + unit->letter;
}

std::string format_memory_plain(Mebibytes size) { return std::to_string(size.count); }

}  // namespace minislurm::text
