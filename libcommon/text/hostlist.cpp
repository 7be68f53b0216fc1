#include "libcommon/text/hostlist.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>

namespace minislurm::text {
namespace {

using Names = std::vector<std::string>;

constexpr std::size_t kMaxDigits = 18;  // fits std::uint64_t

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_separator(char c) { return c == ',' || c == ' ' || c == '\t' || c == '\n'; }
bool all_digits(std::string_view text) {
  return !text.empty() && text.size() <= kMaxDigits && std::all_of(text.begin(), text.end(), is_digit);
}

std::uint64_t to_number(std::string_view digits) {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::string padded(std::uint64_t value, std::size_t width) {
  std::string digits = std::to_string(value);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

// "01-03,7" -> 01 02 03 7. False: not a list of ranges, or too many.
bool expand_ranges(std::string_view inside, Names& out) {
  while (true) {
    const std::size_t comma = inside.find(',');
    const std::string_view item = inside.substr(0, comma);
    const std::size_t dash = item.find('-');
    const std::string_view low = item.substr(0, dash);
    const std::string_view high = dash == std::string_view::npos ? low : item.substr(dash + 1);
    if (!all_digits(low) || !all_digits(high)) return false;
    const std::uint64_t first = to_number(low), last = to_number(high);
    if (last < first || last - first >= kMaxHosts || out.size() + (last - first) >= kMaxHosts) return false;
    for (std::uint64_t i = first; i <= last; ++i) out.push_back(padded(i, low.size()));
    if (comma == std::string_view::npos) return true;
    inside.remove_prefix(comma + 1);
  }
}

// Every name so far with every text behind it.
bool multiply(Names& names, const Names& tails, std::size_t room) {
  if (names.size() * tails.size() > room) return false;
  Names product;
  product.reserve(names.size() * tails.size());
  for (const std::string& name : names)
    for (const std::string& tail : tails) product.push_back(name + tail);
  names = std::move(product);
  return true;
}

// One item of the list, its groups multiplied, appended to `out`.
bool expand_item(std::string_view item, Names& out) {
  Names names{std::string{}};
  while (!item.empty()) {
    const std::size_t open = item.find('[');
    const std::string literal{item.substr(0, open)};
    if (literal.find(']') != std::string::npos) return false;
    for (std::string& name : names) name += literal;
    if (open == std::string_view::npos) break;
    const std::size_t close = item.find(']', open);
    if (close == std::string_view::npos) return false;
    Names numbers;
    if (!expand_ranges(item.substr(open + 1, close - open - 1), numbers)) return false;
    if (!multiply(names, numbers, kMaxHosts - std::min(kMaxHosts, out.size()))) return false;
    item.remove_prefix(close + 1);
  }
  if (out.size() + names.size() > kMaxHosts) return false;
  std::move(names.begin(), names.end(), std::back_inserter(out));
  return true;
}

// A name cut before the number that ends it.
struct Split {
  std::string_view name;
  std::string_view prefix;
  std::string_view digits;  // empty: no number
  std::uint64_t value = 0;
};

Split split_name(std::string_view name) {
  std::size_t cut = name.size();
  while (cut > 0 && is_digit(name[cut - 1]) && name.size() - cut < kMaxDigits) --cut;
  const std::string_view digits = name.substr(cut);
  return {name, name.substr(0, cut), digits, to_number(digits)};
}

// Consecutive numbers, all written with at least `width` digits.
struct Range {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::size_t width = 0;
  bool takes(const Split& next) const {
    return next.value == last + 1 && padded(next.value, width).size() == next.digits.size();
  }
};

void append_group(std::string& out, std::string_view prefix, std::span<const Range> ranges) {
  if (!out.empty()) out += ',';
  out += prefix;
  const bool brackets = ranges.size() > 1 || ranges.front().first != ranges.front().last;
  if (brackets) out += '[';
  for (const Range& range : ranges) {
    if (&range != &ranges.front()) out += ',';
    out += padded(range.first, range.width);
    if (range.last != range.first) out += '-' + padded(range.last, range.width);
  }
  if (brackets) out += ']';
}

std::string fold(std::span<const Split> names) {
  std::string out;
  std::vector<Range> ranges;
  std::string_view prefix;
  const auto flush = [&] {
    if (!ranges.empty()) append_group(out, prefix, ranges);
    ranges.clear();
  };
  for (const Split& name : names) {
    if (name.digits.empty()) {
      flush();
      if (!out.empty()) out += ',';
      out += name.name;
      continue;
    }
    if (!ranges.empty() && name.prefix != prefix) flush();
    prefix = name.prefix;
    if (!ranges.empty() && ranges.back().takes(name)) {
      ranges.back().last = name.value;
    } else {
      ranges.push_back({name.value, name.value, name.digits.size()});
    }
  }
  flush();
  return out;
}

std::vector<Split> split_all(std::span<const std::string> names) {
  std::vector<Split> out;
  out.reserve(names.size());
  for (const std::string& name : names) out.push_back(split_name(name));
  return out;
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

// Runs of digits by their value, other characters by their code.
int natural_compare(std::string_view left, std::string_view right) {
  std::size_t i = 0, j = 0;
  while (i < left.size() && j < right.size()) {
    std::size_t left_run = digits_at(left, i), right_run = digits_at(right, j);
    if (left_run == 0 || right_run == 0) {
      if (left[i] != right[j]) return left[i] < right[j] ? -1 : 1;
      ++i, ++j;
      continue;
    }
    for (; left_run > 1 && left[i] == '0'; --left_run) ++i;
    for (; right_run > 1 && right[j] == '0'; --right_run) ++j;
    if (left_run != right_run) return left_run < right_run ? -1 : 1;
    const int order = left.substr(i, left_run).compare(right.substr(j, right_run));
    if (order != 0) return order;
    i += left_run, j += right_run;
  }
  if (i < left.size() || j < right.size()) return i < left.size() ? 1 : -1;
  return left.compare(right);  // equal but for zeros in front
}

bool fold_before(const Split& left, const Split& right) {
  if (left.prefix != right.prefix) return natural_compare(left.prefix, right.prefix) < 0;
  if (left.digits.empty() != right.digits.empty()) return left.digits.empty();
  if (left.value != right.value) return left.value < right.value;
  return left.digits.size() < right.digits.size();
}

}  // namespace

Result<std::vector<std::string>> expand_hostlist(std::string_view list) {
  Names names;
  std::size_t begin = 0;
  bool inside = false;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    if (i < list.size() && list[i] == '[') inside = true;
    if (i < list.size() && list[i] == ']') inside = false;
    if (i < list.size() && (inside || !is_separator(list[i]))) continue;
    const std::string_view item = list.substr(begin, i - begin);
    if (!item.empty() && !expand_item(item, names)) return Error{Code::InvalidNodeName, std::string{item}};
    begin = i + 1;
  }
  return names;
}

std::string compress_hostlist(std::span<const std::string> names) { return fold(split_all(names)); }

std::string compress_hostlist_sorted(std::span<const std::string> names) {
  std::vector<Split> parts = split_all(names);
  std::sort(parts.begin(), parts.end(), fold_before);
  const auto same = [](const Split& left, const Split& right) { return left.name == right.name; };
  parts.erase(std::unique(parts.begin(), parts.end(), same), parts.end());
  return fold(parts);
}

bool host_before(std::string_view left, std::string_view right) { return natural_compare(left, right) < 0; }

}  // namespace minislurm::text
