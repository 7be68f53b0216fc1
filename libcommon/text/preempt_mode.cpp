#include "libcommon/text/preempt_mode.h"

#include "libcommon/text/words.h"

namespace minislurm::text {
namespace {

constexpr std::uint32_t bit(PreemptBit one) { return static_cast<std::uint32_t>(one); }
constexpr std::uint32_t kOutcomes = bit(PreemptBit::Suspend) | bit(PreemptBit::Requeue) | bit(PreemptBit::Cancel);

struct Word {
  std::string_view name;
  std::uint32_t bits;
};

constexpr Word kWords[] = {
    {"GANG", bit(PreemptBit::Gang)},         {"PRIORITY", bit(PreemptBit::Priority)},
    {"WITHIN", bit(PreemptBit::Within)},     {"CANCEL", bit(PreemptBit::Cancel)},
    {"REQUEUE", bit(PreemptBit::Requeue)},   {"SUSPEND", bit(PreemptBit::Suspend)},
    {"OFF", 0},                              {"CLUSTER", 0},
};

}  // namespace

std::optional<std::uint32_t> parse_preempt_mode(std::string_view words) {
  std::uint32_t mode = 0;
  for (const std::string_view piece : split_list(words)) {
    const Word* found = nullptr;
    for (const Word& word : kWords)
      if (iequals(word.name, piece)) found = &word;
    if (found == nullptr) return std::nullopt;
    const std::uint32_t outcomes = (mode | found->bits) & kOutcomes;
    if ((outcomes & (outcomes - 1)) != 0) return std::nullopt;
    mode |= found->bits;
  }
  return mode;
}

std::string format_preempt_mode(std::uint32_t mode) {
  std::string out;
  for (const Word& word : kWords)
    if (word.bits != 0 && (mode & word.bits) != 0) out += (out.empty() ? "" : ",") + std::string{word.name};
  return out.empty() ? "OFF" : out;
}

}  // namespace minislurm::text
