#include "libcommon/config/preempt_keys.h"

#include <iterator>

#include "libcommon/text/count.h"
#include "libcommon/text/preempt_mode.h"
#include "libcommon/text/words.h"

namespace minislurm::config {
namespace {

constexpr std::string_view kOlder = "preempt_";  // stood before the words among SchedulerParameters

struct Word {
  std::string_view name;
  void (*set)(PreemptSettings& settings, std::uint32_t value);
};

constexpr Word kFlags[] = {
    {"strict_order", [](PreemptSettings& s, std::uint32_t) { s.strict_order = true; }},
    {"youngest_first", [](PreemptSettings& s, std::uint32_t) { s.youngest_first = true; }},
    {"send_user_signal", [](PreemptSettings& s, std::uint32_t) { s.send_user_signal = true; }},
    {"reclaim_licenses", [](PreemptSettings& s, std::uint32_t) { s.reclaim_licenses = true; }},
};

constexpr Word kNumbers[] = {
    {"reorder_count", [](PreemptSettings& s, std::uint32_t value) { s.reorder_count = value; }},
    {"min_exempt_priority", [](PreemptSettings& s, std::uint32_t value) { s.min_exempt_priority = value; }},
    {"suspend_grace_time", [](PreemptSettings& s, std::uint32_t value) { s.suspend_grace = Seconds{value}; }},
};

const Word* find(const Word* first, const Word* last, std::string_view name) {
  for (; first != last; ++first)
    if (text::iequals(first->name, name)) return first;
  return nullptr;
}

}  // namespace

PreemptType parse_preempt_type(std::string_view text) {
  const std::string_view plugin = text.substr(text.find('/') == text.npos ? 0 : text.find('/') + 1);
  if (text::iequals(plugin, "qos")) return PreemptType::Qos;
  return text::iequals(plugin, "partition_prio") ? PreemptType::PartitionPrio : PreemptType::None;
}

void read_preempt_parameters(PreemptSettings& settings, std::string_view text) {
  for (std::string_view piece : text::split_list(text)) {
    if (text::istarts_with(piece, kOlder)) piece.remove_prefix(kOlder.size());
    const std::size_t mark = piece.find('=');
    if (mark == piece.npos) {
      if (const Word* word = find(std::begin(kFlags), std::end(kFlags), piece)) word->set(settings, 0);
      continue;
    }
    const Word* word = find(std::begin(kNumbers), std::end(kNumbers), piece.substr(0, mark));
    const auto value = text::parse_u32(piece.substr(mark + 1));
    if (word != nullptr && value) word->set(settings, *value);
  }
}

Status check_preemption(const Cluster& cluster, std::string_view given_mode) {
  const PreemptSettings& settings = cluster.settings.preempt;
  if (!text::parse_preempt_mode(given_mode))
    return Error::generic("PreemptMode=" + std::string{given_mode} +
                          " invalid: expected OFF, or one of CANCEL, REQUEUE and SUSPEND, with GANG, PRIORITY and "
                          "WITHIN beside it");
  const bool preempts = has(settings.mode, PreemptBit::Suspend) || has(settings.mode, PreemptBit::Requeue) ||
                        has(settings.mode, PreemptBit::Cancel);
  if (has(settings.mode, PreemptBit::Suspend) && !has(settings.mode, PreemptBit::Gang))
    return Error::generic("PreemptMode=SUSPEND requires GANG too: write PreemptMode=SUSPEND,GANG");
  if (settings.type != PreemptType::None && !preempts)
    return Error::generic("PreemptType and PreemptMode values incompatible: PreemptMode has to say what becomes of "
                          "preempted jobs (CANCEL, REQUEUE or SUSPEND)");
  if (settings.type == PreemptType::None && preempts)
    return Error::generic("PreemptType and PreemptMode values incompatible: PreemptMode needs a PreemptType "
                          "(preempt/partition_prio or preempt/qos)");
  for (const Partition& partition : cluster.partitions) {
    const auto mode = text::parse_preempt_mode(partition.preempt_mode);
    if (!mode)
      return Error::generic("bad value '" + partition.preempt_mode + "' of PreemptMode of partition " + partition.name);
    if (has(*mode, PreemptBit::Suspend) && !has(settings.mode, PreemptBit::Gang))
      return Error::generic("PreemptMode=SUSPEND of partition " + partition.name +
                            " needs GANG among the cluster's PreemptMode");
  }
  return {};
}

}  // namespace minislurm::config
