#include "libcommon/text/array_ids.h"

#include <algorithm>
#include <optional>

#include "libcommon/text/count.h"
#include "libcommon/text/ranges.h"
#include "libcommon/text/words.h"

namespace minislurm::text {
namespace {

// Ids that a text may name, counting those named twice: keeps "0-9999,0-9999,..." from costing minutes.
constexpr std::uint64_t kMaxNamed = 4ULL * kMaxArraySize;
// Evenly spread ids are written first-last:step only where they span more than this, as Slurm does.
constexpr std::uint32_t kStepSpan = 10;

struct IdRange {
  std::uint32_t first = 0, last = 0, step = 1;
};

// "7", "1-4", "0-6:3".
std::optional<IdRange> read_range(std::string_view item, std::uint32_t bound) {
  const std::size_t dash = item.find('-');
  const std::size_t colon = dash == std::string_view::npos ? dash : item.find(':', dash);
  const auto first = parse_u32(item.substr(0, dash), bound - 1);
  if (!first) return std::nullopt;
  if (dash == std::string_view::npos) return IdRange{*first, *first, 1};
  const auto last = parse_u32(item.substr(dash + 1, colon == std::string_view::npos ? colon : colon - dash - 1),
                              bound - 1);
  const auto step = colon == std::string_view::npos ? Result<std::uint32_t>{1U} : parse_u32(item.substr(colon + 1));
  if (!last || !step || *step == 0 || *last < *first) return std::nullopt;
  return IdRange{*first, *last, *step};
}

// The step between evenly spread ids; 0: write them one by one.
std::uint32_t common_step(std::span<const std::uint32_t> ids) {
  if (ids.size() < 2 || ids.back() - ids.front() <= kStepSpan) return 0;
  const std::uint32_t step = ids[1] - ids[0];
  if (step == 1) return 0;
  for (std::size_t i = 2; i < ids.size(); ++i)
    if (ids[i] - ids[i - 1] != step) return 0;
  return step;
}

}  // namespace

Result<ArrayIds> parse_array_ids(std::string_view text, std::uint32_t max_array_size) {
  const Error failure{Code::InvalidArray};
  const std::uint32_t bound = std::min(max_array_size, kMaxArraySize);
  if (bound == 0) return failure;
  ArrayIds out;
  std::string_view list = trim(text);
  const bool brackets = !list.empty() && list.front() == '[' && list.back() == ']';
  if (brackets) list = list.substr(1, list.size() - 2);
  std::string ids(list);
  if (const std::size_t percent = list.find('%'); percent != std::string_view::npos) {
    // What is no number is as none; ids may follow behind a comma.
    const std::string_view behind = list.substr(percent + 1);
    const std::size_t digits = std::min(behind.find_first_not_of("0123456789"), behind.size());
    out.throttle = parse_u32(behind.substr(0, digits)).value_or(0);
    ids = std::string(list.substr(0, percent));
    if (const std::string_view more = behind.substr(digits); more.starts_with(',')) ids += more;
  }
  std::vector<bool> named;
  std::uint64_t count = 0;
  for (const std::string_view item : split(ids, ',')) {
    const auto range = read_range(item, bound);
    if (!range) return failure;
    count += (range->last - range->first) / range->step + 1;
    if (count > kMaxNamed) return failure;
    if (named.size() <= range->last) named.resize(range->last + std::size_t{1});
    for (std::uint64_t id = range->first; id <= range->last; id += range->step) named[id] = true;
  }
  for (std::uint32_t id = 0; id < named.size(); ++id)
    if (named[id]) out.ids.push_back(id);
  return out;
}

std::string compress_array_ids(std::span<const std::uint32_t> ids, std::uint32_t throttle) {
  const std::uint32_t step = common_step(ids);
  std::string out = step == 0 ? format_ranges(ids)
                              : std::to_string(ids.front()) + '-' + std::to_string(ids.back()) + ':' +
                                    std::to_string(step);
  if (throttle > 0) out += '%' + std::to_string(throttle);
  return out;
}

std::string abbreviate_array_ids(std::string_view compressed, std::size_t limit) {
  constexpr std::string_view kDots = "...";
  const std::size_t percent = std::min(compressed.find('%'), compressed.size());
  const std::string_view list = compressed.substr(0, percent);
  if (limit == 0 || list.size() < limit) return std::string{compressed};
  const std::size_t room = limit > kDots.size() + 1 ? limit - kDots.size() - 1 : 0;
  const std::size_t comma = list.substr(0, room).rfind(',');
  std::string out{list.substr(0, comma == std::string_view::npos ? 0 : comma + 1)};
  out += kDots;
  out += compressed.substr(percent);
  return out;
}

}  // namespace minislurm::text
