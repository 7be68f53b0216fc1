#include "libcommon/text/count.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "libcommon/text/words.h"

namespace minislurm::text {
namespace {

constexpr std::size_t kMaxSizes = 65536;  // entries of a list of node counts

struct Suffix {
  std::string_view letters;
  std::uint64_t factor;
};
constexpr Suffix kSuffixes[] = {{"kK", 1024}, {"mM", 1024 * 1024}, {"gG", 1024 * 1024 * 1024}};

Error bad_number(std::string_view text) {
  return Error::generic("Invalid numeric value \"" + std::string{text} + "\"");
}

// Unlike from_chars alone: no sign, the whole text.
template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number value{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::uint32_t> node_number(std::string_view text) {
  const auto value = parse_scaled(text, std::numeric_limits<std::int32_t>::max());
  if (!value) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

// "4", "2-8", "1-15:4": false where it is neither. A lone number and a step are added to `sizes`.
bool read_item(std::string_view item, NodeCount& out) {
  const std::size_t dash = item.find('-');
  const auto first = node_number(item.substr(0, dash));
  if (!first) return false;
  if (dash == std::string_view::npos) {
    out.sizes.push_back(*first);
    return true;
  }
  const std::size_t colon = item.find(':', dash);
  const auto last = node_number(item.substr(dash + 1, colon == std::string_view::npos ? colon : colon - dash - 1));
  const auto step = colon == std::string_view::npos ? std::optional<std::uint32_t>{1}
                                                    : node_number(item.substr(colon + 1));
  if (!last || !step || *step == 0 || *last < *first) return false;
  if (out.sizes.size() + (*last - *first) / *step >= kMaxSizes) return false;
  // With a step the end itself is not one of the sizes: "1-7:3" is 1 and 4.
  const bool stepped = colon != std::string_view::npos;
  for (std::uint64_t i = *first; i < *last || (i == *last && (!stepped || *first == *last)); i += *step)
    out.sizes.push_back(static_cast<std::uint32_t>(i));
  return true;
}

std::optional<NodeCount> read_range(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = node_number(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : node_number(text.substr(dash + 1));
  if (!first || !last || *last < *first) return std::nullopt;
  return NodeCount{*first, *last, {}};
}

}  // namespace

Result<std::uint64_t> parse_u64(std::string_view text, std::uint64_t max) {
  const auto value = whole_number<std::uint64_t>(text);
  if (!value || *value > max) return bad_number(text);
  return *value;
}

Result<std::uint32_t> parse_u32(std::string_view text, std::uint32_t max) {
  const auto value = whole_number<std::uint32_t>(text);
  if (!value || *value > max) return bad_number(text);
  return *value;
}

Result<std::int32_t> parse_i32(std::string_view text) {
  std::string_view digits = text;
  if (digits.size() > 1 && digits.front() == '+' && digits[1] != '-') digits.remove_prefix(1);
  const auto value = whole_number<std::int32_t>(digits);
  if (!value) return bad_number(text);
  return *value;
}

Result<std::uint64_t> parse_scaled(std::string_view text, std::uint64_t max) {
  std::uint64_t factor = 1;
  std::string_view digits = text;
  for (const Suffix& suffix : kSuffixes)
    if (!text.empty() && suffix.letters.find(text.back()) != std::string_view::npos) factor = suffix.factor;
  if (factor != 1) digits.remove_suffix(1);
  const auto value = parse_u64(digits, max / factor);
  if (!value) return bad_number(text);
  return *value * factor;
}

Result<NodeCount> parse_node_count(std::string_view text) {
  const Error failure = Error::generic('"' + std::string{text} + "\" is not a valid node count");
  if (text.find_first_of(",:") == std::string_view::npos) {
    const auto range = read_range(text);
    if (!range) return failure;
    return *range;
  }
  NodeCount out;
  for (const std::string_view item : split(text, ','))
    if (!read_item(item, out)) return failure;
  std::sort(out.sizes.begin(), out.sizes.end());
  out.sizes.erase(std::unique(out.sizes.begin(), out.sizes.end()), out.sizes.end());
  out.min = out.sizes.front();
  out.max = out.sizes.back();
  return out;
}

}  // namespace minislurm::text
