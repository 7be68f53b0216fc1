#include "libcommon/config/priority_flags.h"

#include "libcommon/model/priority_settings.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

constexpr std::uint32_t bits(PriorityFlag flag) { return static_cast<std::uint32_t>(flag); }
constexpr std::uint32_t kNoNormal = bits(PriorityFlag::NoNormalAssociation) | bits(PriorityFlag::NoNormalPartition) |
                                    bits(PriorityFlag::NoNormalQos) | bits(PriorityFlag::NoNormalTres);

struct Word {
  std::string_view name;
  std::uint32_t bits;         // set by the word
  std::uint32_t shown_by;     // shown when all of these are set,
  std::uint32_t hidden_by = 0;  // and not all of these
};

constexpr Word kWords[] = {
    {"ACCRUE_ALWAYS", bits(PriorityFlag::AccrueAlways), bits(PriorityFlag::AccrueAlways)},
    {"SMALL_RELATIVE_TO_TIME", bits(PriorityFlag::SmallRelativeToTime), bits(PriorityFlag::SmallRelativeToTime)},
    {"CALCULATE_RUNNING", bits(PriorityFlag::CalculateRunning), bits(PriorityFlag::CalculateRunning)},
    {"DEPTH_OBLIVIOUS", bits(PriorityFlag::DepthOblivious) | bits(PriorityFlag::NoFairTree),
     bits(PriorityFlag::DepthOblivious)},
    {"NO_FAIR_TREE", bits(PriorityFlag::NoFairTree), bits(PriorityFlag::NoFairTree)},
    {"INCR_ONLY", bits(PriorityFlag::IncreaseOnly), bits(PriorityFlag::IncreaseOnly)},
    {"MAX_TRES", bits(PriorityFlag::MaxTres), bits(PriorityFlag::MaxTres)},
    {"MAX_TRES_GRES", bits(PriorityFlag::MaxTresGres), bits(PriorityFlag::MaxTresGres)},
    {"NO_NORMAL_ALL", kNoNormal, kNoNormal},
    {"NO_NORMAL_ASSOC", bits(PriorityFlag::NoNormalAssociation), bits(PriorityFlag::NoNormalAssociation), kNoNormal},
    {"NO_NORMAL_PART", bits(PriorityFlag::NoNormalPartition), bits(PriorityFlag::NoNormalPartition), kNoNormal},
    {"NO_NORMAL_QOS", bits(PriorityFlag::NoNormalQos), bits(PriorityFlag::NoNormalQos), kNoNormal},
    {"NO_NORMAL_TRES", bits(PriorityFlag::NoNormalTres), bits(PriorityFlag::NoNormalTres), kNoNormal},
};

}  // namespace

std::uint32_t parse_priority_flags(std::string_view text) {
  std::uint32_t flags = 0;
  for (const std::string_view piece : text::split_list(text))
    for (const Word& word : kWords)
      if (text::iequals(word.name, piece)) flags |= word.bits;
  return flags;
}

std::string show_priority_flags(std::uint32_t flags) {
  std::string out;
  for (const Word& word : kWords)
    if ((flags & word.shown_by) == word.shown_by && (word.hidden_by == 0 || (flags & word.hidden_by) != word.hidden_by))
      out += (out.empty() ? "" : ",") + std::string{word.name};
  return out;
}

}  // namespace minislurm::config
