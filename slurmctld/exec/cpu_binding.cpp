#include "slurmctld/exec/cpu_binding.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"

namespace minislurm::exec {
namespace {

using Kind = CpuBinding::Kind;
constexpr std::uint32_t kMostSets = 4096;

struct KindName {
  std::string_view name;
  Kind kind;
  bool lists;  // "name:LIST"
};
constexpr KindName kKinds[] = {
    {"none", Kind::None, false},          {"no", Kind::None, false},
    {"threads", Kind::Tasks, false},      {"cores", Kind::Cores, false},
    {"sockets", Kind::Sockets, false},    {"ldoms", Kind::Sockets, false},
    {"boards", Kind::Sockets, false},     {"rank_ldom", Kind::RankSocket, false},
    {"map_cpu", Kind::Map, true},         {"mask_cpu", Kind::Mask, true},
    {"map_ldom", Kind::MapSocket, true},  {"mask_ldom", Kind::MaskSocket, true},
};

// Bits of a hexadecimal number of any length, the lowest first.
std::vector<std::uint32_t> bits_of(std::string_view digits) {
  if (text::istarts_with(digits, "0x")) digits.remove_prefix(2);
  std::vector<std::uint32_t> bits;
  for (std::size_t at = 0; at < digits.size() && at < kMostSets; ++at) {
    const char letter = digits[digits.size() - 1 - at];
    const unsigned value = letter >= '0' && letter <= '9'   ? static_cast<unsigned>(letter - '0')
                           : letter >= 'a' && letter <= 'f' ? static_cast<unsigned>(letter - 'a') + 10
                           : letter >= 'A' && letter <= 'F' ? static_cast<unsigned>(letter - 'A') + 10
                                                            : 0;
    for (unsigned bit = 0; bit < 4; ++bit)
      if ((value >> bit & 1U) != 0) bits.push_back(static_cast<std::uint32_t>(4 * at + bit));
  }
  return bits;
}

// "3*2,0" is 3 3 0; a number with 0x is hexadecimal.
std::vector<std::vector<std::uint32_t>> sets_of(std::string_view list, bool masks) {
  std::vector<std::vector<std::uint32_t>> sets;
  for (std::string_view part : text::split(list, ',')) {
    const std::size_t star = part.find('*');
    const std::uint32_t times =
        star == std::string_view::npos ? 1 : text::parse_u32(part.substr(star + 1), kMostSets).value_or(1);
    part = part.substr(0, star);
    std::vector<std::uint32_t> set;
    if (masks) {
      set = bits_of(part);
    } else if (const auto number = text::parse_u32(part)) {
      set = {*number};
    } else {
      std::uint32_t value = 0;
      for (const std::uint32_t bit : bits_of(part)) value |= bit < 32 ? 1U << bit : 0;
      set = {value};
    }
    sets.insert(sets.end(), times, set);
    if (sets.size() > kMostSets) break;
  }
  return sets;
}

// All of the held CPUs that share a group (a core, a socket) with the wanted ones; a group is so many CPUs in a row.
std::vector<std::uint32_t> whole_groups(const std::vector<std::uint32_t>& wanted, const std::vector<std::uint32_t>& held,
                                        std::uint32_t size) {
  std::set<std::uint32_t> groups;
  for (const std::uint32_t cpu : wanted) groups.insert(cpu / size);
  std::vector<std::uint32_t> cpus;
  for (const std::uint32_t cpu : held)
    if (groups.count(cpu / size) != 0) cpus.push_back(cpu);
  return cpus;
}

}  // namespace

CpuBinding read_cpu_binding(std::string_view text) {
  CpuBinding binding;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(','));
    const std::size_t colon = word.find(':');
    const auto row = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const KindName& one) {
      return text::iequals(word.substr(0, colon), one.name) && one.lists == (colon != std::string_view::npos);
    });
    if (row != std::end(kKinds)) {
      binding.kind = row->kind;
      if (row->lists) {  // what follows is the list's, commas and all
        binding.sets = sets_of(text.substr(colon + 1), row->kind == Kind::Mask || row->kind == Kind::MaskSocket);
        return binding;
      }
    }
    if (text::iequals(word, "verbose") || text::iequals(word, "v")) binding.verbose = true;
    if (text::iequals(word, "quiet") || text::iequals(word, "q")) binding.verbose = false;
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return binding;
}

std::optional<std::vector<std::uint32_t>> bound_cpus(const CpuBinding& binding, const TaskPlace& place,
                                                     const Node& node, const std::vector<std::uint32_t>& held) {
  const std::uint32_t core = std::max(node.threads_per_core, 1U);
  const std::uint32_t socket = core * std::max(node.cores_per_socket, 1U);
  const auto all_if_none = [&held](std::vector<std::uint32_t> cpus) { return cpus.empty() ? held : cpus; };
  const auto of_sockets = [&](const std::vector<std::uint32_t>& sockets) {
    std::vector<std::uint32_t> first;
    for (const std::uint32_t one : sockets) first.push_back(one * socket);
    return all_if_none(whole_groups(first, held, socket));
  };
  const std::vector<std::uint32_t> set =
      binding.sets.empty() ? std::vector<std::uint32_t>{} : binding.sets[place.local_rank % binding.sets.size()];
  switch (binding.kind) {
    case Kind::None: return std::nullopt;
    case Kind::Tasks: return place.cpus;
    case Kind::Cores: return whole_groups(place.cpus, held, core);
    case Kind::Sockets: return whole_groups(place.cpus, held, socket);
    case Kind::RankSocket: return of_sockets({place.local_rank % std::max(node.sockets, 1U)});
    case Kind::MapSocket:
    case Kind::MaskSocket: return of_sockets(set);
    case Kind::Map:
    case Kind::Mask: break;
  }
  std::vector<std::uint32_t> named;
  for (const std::uint32_t cpu : held)
    if (std::find(set.begin(), set.end(), cpu) != set.end()) named.push_back(cpu);
  return all_if_none(std::move(named));
}

BindingLine binding_line(const CpuBinding& binding, const TaskPlace& place,
                         const std::vector<std::uint32_t>& machine_cpus) {
  std::string digits = "0";
  for (const std::uint32_t cpu : machine_cpus) {
    const std::size_t at = cpu / 4;
    if (digits.size() <= at) digits.insert(0, at + 1 - digits.size(), '0');
    char& digit = digits[digits.size() - 1 - at];
    const unsigned value = (digit <= '9' ? static_cast<unsigned>(digit - '0') : static_cast<unsigned>(digit - 'A') + 10) |
                           1U << (cpu % 4);
    digit = "0123456789ABCDEF"[value & 15U];
  }
  char ranks[64];
  std::snprintf(ranks, sizeof ranks, ", task %2u %2u [", place.rank, place.local_rank);
  const bool none = binding.kind == Kind::None;
  return {std::string(none ? "cpu-bind=NONE - " : "cpu-bind=MASK - ") + place.node + ranks,
          "]: mask 0x" + digits + (none ? "" : " set")};
}

}  // namespace minislurm::exec
