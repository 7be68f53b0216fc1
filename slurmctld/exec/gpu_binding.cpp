#include "slurmctld/exec/gpu_binding.h"

#include <algorithm>
#include <charconv>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::exec {
namespace {

using Kind = GpuBinding::Kind;

struct KindName {
  std::string_view name;
  Kind kind;
};
constexpr KindName kKinds[] = {
    {"single", Kind::Single}, {"per_task", Kind::PerTask}, {"map_gpu", Kind::Map},
    {"map", Kind::Map},       {"mask_gpu", Kind::Mask},    {"mask", Kind::Mask},
};

std::string_view behind(std::string_view text, std::string_view prefix) {
  return text::istarts_with(text, prefix) ? text.substr(prefix.size()) : text;
}

std::uint64_t number_of(std::string_view text) {
  const bool hexadecimal = text::istarts_with(text, "0x");
  if (hexadecimal) text.remove_prefix(2);
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, hexadecimal ? 16 : 10);
  return value;
}

// "0x3*2,1" is 3 3 1. A mask is hexadecimal with or without its prefix.
std::vector<std::uint64_t> list_of(std::string_view text, bool masks) {
  constexpr std::uint32_t kMost = 4096;
  std::vector<std::uint64_t> values;
  for (std::string_view part : text::split(text, ',')) {
    const std::size_t star = part.find('*');
    const std::uint32_t times =
        star == std::string_view::npos ? 1 : text::parse_u32(part.substr(star + 1), kMost).value_or(1);
    std::string one(part.substr(0, star));
    if (masks && !text::istarts_with(one, "0x")) one.insert(0, "0x");
    values.insert(values.end(), times, number_of(one));
    if (values.size() > kMost) break;
  }
  return values;
}

}  // namespace

GpuBinding read_gpu_binding(std::string_view tres_bind, std::uint32_t per_task) {
  if (tres_bind.empty()) return per_task > 0 ? GpuBinding{Kind::PerTask, per_task, {}} : GpuBinding{};
  const std::string_view text = behind(behind(tres_bind.substr(0, tres_bind.find('+')), "gres/gpu:"), "verbose,");
  const std::size_t colon = text.find(':');
  for (const KindName& row : kKinds) {
    if (colon == std::string_view::npos || !text::iequals(text.substr(0, colon), row.name)) continue;
    GpuBinding binding{row.kind, 1, {}};
    if (row.kind == Kind::Map || row.kind == Kind::Mask) {
      binding.values = list_of(text.substr(colon + 1), row.kind == Kind::Mask);
    } else {
      binding.count = std::max(text::parse_u32(text.substr(colon + 1)).value_or(1), 1U);
    }
    return binding;
  }
  return {};
}

std::vector<std::uint32_t> bound_gpus(const GpuBinding& binding, const std::vector<std::uint32_t>& held,
                                      std::uint32_t local_rank) {
  std::vector<std::uint32_t> bound;
  if (held.empty()) return bound;
  switch (binding.kind) {
    case Kind::None: break;
    case Kind::Single: bound.push_back(held[local_rank / binding.count % held.size()]); break;
    case Kind::PerTask:
      for (std::uint32_t at = 0; at < std::min<std::size_t>(binding.count, held.size()); ++at)
        bound.push_back(held[(std::size_t{local_rank} * binding.count + at) % held.size()]);
      break;
    case Kind::Map:
    case Kind::Mask: {
      if (binding.values.empty()) break;
      const std::uint64_t value = binding.values[local_rank % binding.values.size()];
      for (const std::uint32_t index : held) {
        const bool named = binding.kind == Kind::Map ? index == value : index < 64 && (value >> index & 1U) != 0;
        if (named) bound.push_back(index);
      }
      break;
    }
  }
  std::sort(bound.begin(), bound.end());
  return bound.empty() ? held : bound;
}

}  // namespace minislurm::exec
