#include "commands/srun/parts.h"

#include <algorithm>
#include <set>

#include "commands/support/het_line.h"
#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::srun {
namespace {

constexpr std::uint32_t kMostComponents = 128;

// "0,2-3". None: it is no such list.
std::optional<std::set<std::uint32_t>> read_offsets(std::string_view list) {
  std::set<std::uint32_t> offsets;
  for (const std::string_view range : text::split(list, ',')) {
    const std::size_t dash = std::min(range.find('-'), range.size());
    const auto first = text::parse_u32(range.substr(0, dash), kMostComponents);
    const auto last = dash == range.size() ? first : text::parse_u32(range.substr(dash + 1), kMostComponents);
    if (!first || !last || *last < *first) return std::nullopt;
    for (std::uint32_t offset = *first; offset <= *last; ++offset) offsets.insert(offset);
  }
  return offsets;
}

// Where the part of the line that stands at `position` runs.
Result<std::set<std::uint32_t>> components_of(const Options& options, std::uint32_t position,
                                              std::optional<std::uint32_t> size) {
  if (!options.het_group) {
    if (size && position >= *size)
      return Error::generic("Attempt to run a job step with het group value of " + std::to_string(position) +
                            ", but the job allocation has maximum value of " + std::to_string(*size - 1));
    return std::set<std::uint32_t>{position};
  }
  if (!size) return Error::generic("--het-group expected to be used within an HetJob allocation");
  const auto offsets = read_offsets(*options.het_group);
  if (!offsets)
    return Error::generic("_parse_single_range: Invalid range: `" + *options.het_group + "'\nInvalid --het-group value: " +
                          *options.het_group);
  if (*offsets->rbegin() >= *size)
    return Error::generic("Requested het-group offset exceeds highest hetjob index (" +
                          std::to_string(*offsets->rbegin()) + " > " + std::to_string(*size - 1) + ")");
  return *offsets;
}

}  // namespace

std::optional<std::uint32_t> het_size(const Context& context) {
  const auto size = text::parse_u32(context.env("SLURM_HET_SIZE").value_or(""), kMostComponents);
  return size && *size > 0 && context.env("SLURM_JOB_ID") ? std::optional(*size) : std::nullopt;
}

Status read_parts(const Context& context, const options::OptionSet<Options>& set,
                  const std::vector<std::string>& arguments, std::vector<Part>& parts) {
  Result<std::vector<options::Scanned>> line = scan_components(set, arguments, Operands::OfEach);
  if (!line) {
    parts.resize(1);
    static_cast<void>(read_options(context, set, {}, std::nullopt, parts.front().options));
    return line.error();
  }
  const std::optional<std::uint32_t> size = het_size(context);
  for (std::uint32_t at = 0; at < line->size(); ++at) {
    LinePart part{inherited(set.rows(), *line, at), (*line)[at]};
    // Where no command is given the last one's is run.
    if (part.own.operands.empty()) part.own.operands = line->back().operands;
    Part& first = parts.emplace_back();
    if (Status read = read_options(context, set, part, std::nullopt, first.options); !read) return read;
    if (first.options.help || first.options.usage || first.options.version) return {};
    const bool within = size && first.options.job == context.env("SLURM_JOB_ID");
    const auto components = components_of(first.options, at, within ? size : std::nullopt);
    if (!components) return Error{kRefusedGroup, components.error().detail};
    parts.pop_back();
    for (const std::uint32_t component : *components) {
      Part& one = parts.emplace_back();
      one.component = component;
      const auto own = within ? std::optional(component) : std::nullopt;
      if (Status read = read_options(context, set, part, own, one.options); !read) return read;
    }
  }
  std::stable_sort(parts.begin(), parts.end(), [](const Part& left, const Part& right) { return left.component < right.component; });
  return {};
}

}  // namespace minislurm::srun
