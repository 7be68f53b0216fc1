#include "slurmctld/requests/key_values.h"

#include <algorithm>
#include <iterator>

#include "libcommon/text/count.h"
#include "libcommon/text/size.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/time_point.h"
#include "libcommon/text/words.h"

namespace minislurm::requests {
namespace {

constexpr std::string_view kNoLimit[] = {"UNLIMITED", "INFINITE", "NONE", "-1"};

bool means_no_limit(std::string_view value) {
  return std::any_of(std::begin(kNoLimit), std::end(kNoLimit),
                     [value](std::string_view word) { return text::iequals(word, value); });
}

struct Word {
  std::string_view text;
  bool means;
};

constexpr Word kBooleans[] = {{"yes", true}, {"no", false}, {"1", true}, {"0", false}, {"true", true},
                              {"false", false}, {"on", true}, {"off", false}, {"y", true}, {"n", false}};

}  // namespace

Status read_bool(std::string_view value, bool& out) {
  for (const Word& word : kBooleans) {
    if (!text::iequals(word.text, value)) continue;
    out = word.means;
    return {};
  }
  return unreadable();
}

Status read_count(std::string_view value, std::uint32_t& out) {
  const auto count = text::parse_u32(value);
  if (!count) return unreadable();
  out = *count;
  return {};
}

Status read_count(std::string_view value, std::optional<std::uint32_t>& out) {
  if (value.empty()) {
    out.reset();
    return {};
  }
  return read_count(value, out.emplace());
}

Status read_limit(std::string_view value, std::uint32_t& out) {
  if (!means_no_limit(value)) return read_count(value, out);
  out = 0;
  return {};
}

Status read_memory(std::string_view value, std::optional<Mebibytes>& out) {
  if (value.empty() || means_no_limit(value)) {
    out.reset();
    return {};
  }
  const auto size = text::parse_memory(value);
  if (!size) return unreadable();
  out = *size;
  return {};
}

Status read_minutes(std::string_view value, Minutes& out) {
  const auto limit = text::parse_time_limit(value);
  if (!limit) return unreadable();
  out = *limit;
  return {};
}

Status read_time(std::string_view value, Instant now, Instant& out) {
  if (value.empty()) {
    out = kNever;
    return {};
  }
  const auto point = text::parse_time_point(value, now);
  if (!point) return unreadable();
  out = *point;
  return {};
}

Status read_names(std::string_view value, std::vector<std::string>& out) {
  out.clear();
  if (text::iequals(value, "ALL") || value == "(null)") return {};
  for (const std::string_view name : text::split_list(value)) out.emplace_back(name);
  return {};
}

Status read_range(std::string_view value, std::optional<std::uint32_t>& low, std::optional<std::uint32_t>& high) {
  const auto count = text::parse_node_count(value);
  if (!count) return unreadable();
  low = count->min;
  high = count->max;
  return {};
}

void keep(std::vector<std::pair<std::string, std::string>>& kept, std::string_view name, std::string_view value) {
  const auto found = std::find_if(kept.begin(), kept.end(), [name](const auto& pair) { return text::iequals(pair.first, name); });
  if (found != kept.end()) kept.erase(found);
  if (!value.empty()) kept.emplace_back(std::string{name}, std::string{value});
}

std::pair<std::string_view, char> split_key(std::string_view key) {
  if (!key.empty() && (key.back() == '+' || key.back() == '-')) return {key.substr(0, key.size() - 1), key.back()};
  return {key, '='};
}

}  // namespace minislurm::requests
