#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>

#include "libcommon/text/count.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/words.h"
#include "slurmctld/accounting/changing.h"
#include "slurmctld/accounting/lookup.h"

namespace minislurm::accounting {
namespace {

constexpr SelectionKey kKeys[] = {
    {"Names", 1, &Selection::names}, {"QOSLevel", 1, &Selection::names}, {"Descriptions", 1, &Selection::descriptions}};
constexpr SelectionKey kTargets[] = {{"Names", 1, &Selection::names}, {"Clusters", 1, &Selection::clusters}};

// In the order in which sacctmgr lists them.
constexpr std::string_view kFlags[] = {
    "DenyOnLimit",         "EnforceUsageThreshold", "PartitionMinNodes", "PartitionMaxNodes", "PartitionTimeLimit",
    "RequiresReservation", "OverPartQOS",           "NoReserve",         "NoDecay",           "Relative",
    "UsageFactorSafe"};
constexpr std::string_view kPreemptModes[] = {"cluster", "off",  "cancel", "requeue",
                                              "suspend", "gang", "within", "priority"};
constexpr std::uint32_t kMillion = 1000000;

struct Written {
  Changing& change;
  const Pair& pair;
  std::string_view name, value;
  char how = '=';
};

bool clears(std::string_view value) { return value.empty() || value == "-1"; }

Error invalid(const Written& written) {
  return Error{Code::InvalidValue,
               "Invalid value for " + std::string(written.name) + " (" + std::string(written.value) + ")"};
}

// "0.5" -> 500000. Not more than 4294.
std::optional<std::uint32_t> read_millionths(std::string_view text) {
  const std::string copy(text);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (copy.empty() || *end != '\0' || !std::isfinite(value) || value < 0 || value > 4294) return std::nullopt;
  return static_cast<std::uint32_t>(std::llround(value * kMillion));
}

Status set_description(Qos& qos, const Written& written) {
  qos.description = written.value;
  return {};
}

Status set_flags(Qos& qos, const Written& written) {
  if (clears(written.value)) {
    if (written.how == '=') qos.flags.clear();
    return {};
  }
  std::vector<std::string> words = words_of(written.value);
  for (std::string& word : words) {
    const auto* flag =
        std::find_if(std::begin(kFlags), std::end(kFlags), [&](std::string_view one) { return names(word, one, 2); });
    if (flag != std::end(kFlags)) {
      word = *flag;
      continue;
    }
    std::string valid;
    for (const std::string_view one : kFlags) valid += (valid.empty() ? "" : ",") + std::string(one);
    return Error::generic(" Unknown QOS flag used in:\n  '" + std::string(written.value) +
                          "'\n Valid QOS flags are\n  '" + valid + "'");
  }
  edit_list(qos.flags, written.how, words);
  std::vector<std::string> ordered;
  for (const std::string_view one : kFlags)
    if (listed(qos.flags, one)) ordered.emplace_back(one);
  qos.flags = std::move(ordered);
  return {};
}

Status set_grace(Qos& qos, const Written& written) {
  if (clears(written.value)) {
    qos.grace_time = Seconds{0};
    return {};
  }
  const auto time = text::parse_seconds(written.value);
  if (!time) return invalid(written);
  qos.grace_time = *time;
  return {};
}

Status set_exempt_time(Qos& qos, const Written& written) {
  if (clears(written.value)) {
    qos.preempt_exempt_time.reset();
    return {};
  }
  const auto time = text::parse_duration(written.value);
  if (!time) return invalid(written);
  qos.preempt_exempt_time = *time;
  return {};
}

Status set_preempt(Qos& qos, const Written& written) {
  if (clears(written.value)) {
    if (written.how == '=') qos.preempt.clear();
    return {};
  }
  auto list = edited_qos_list(written.change.draft, qos.preempt, written.how, written.value);
  if (!list) return list.error();
  qos.preempt = std::move(*list);
  return {};
}

Status set_preempt_mode(Qos& qos, const Written& written) {
  std::string modes;
  for (const std::string& word : words_of(written.value)) {
    const std::string mode = text::lower(word);
    if (std::find(std::begin(kPreemptModes), std::end(kPreemptModes), mode) == std::end(kPreemptModes))
      return Error::generic(" Bad Preempt Mode given: " + written.pair.first + "=" + written.pair.second);
    if (mode != "cluster") modes += (modes.empty() ? "" : ",") + mode;
  }
  qos.preempt_mode = modes;
  return {};
}

Status set_priority(Qos& qos, const Written& written) {
  if (clears(written.value)) {
    qos.priority = 0;
    return {};
  }
  const auto priority = text::parse_u32(written.value);
  if (!priority) return invalid(written);
  qos.priority = *priority;
  return {};
}

Status set_usage_factor(Qos& qos, const Written& written) {
  const auto value = clears(written.value) ? std::optional(kMillion) : read_millionths(written.value);
  if (!value) return invalid(written);
  qos.usage_factor_millionths = *value;
  return {};
}

Status set_limit_factor(Qos& qos, const Written& written) {
  const auto value = clears(written.value) ? std::optional<std::uint32_t>(0) : read_millionths(written.value);
  if (!value) return invalid(written);
  qos.limit_factor_millionths = *value;
  return {};
}

Status set_usage_threshold(Qos& qos, const Written& written) {
  if (clears(written.value)) {
    qos.usage_threshold_millionths.reset();
    return {};
  }
  const auto value = read_millionths(written.value);
  if (!value) return invalid(written);
  qos.usage_threshold_millionths = *value;
  return {};
}

Status set_raw_usage(Qos& qos, const Written& written) {
  if (written.value != "0") return Error{Code::InvalidValue, "The value for RawUsage can only be 0"};
  if (qos.id != 0) written.change.result.forget_qos_usage.push_back(qos.id);
  return {};
}

struct Row {
  std::string_view name;
  std::size_t shortest;
  Status (*set)(Qos&, const Written&);
};

constexpr Row kRows[] = {
    {"Description", 1, &set_description},
    {"Flags", 2, &set_flags},
    {"GraceTime", 3, &set_grace},
    {"LimitFactor", 6, &set_limit_factor},
    {"Preempt", 7, &set_preempt},
    {"PreemptMode", 8, &set_preempt_mode},
    {"PreemptExemptTime", 8, &set_exempt_time},
    {"Priority", 3, &set_priority},
    {"RawUsage", 7, &set_raw_usage},
    {"UsageFactor", 6, &set_usage_factor},
    {"UsageThreshold", 6, &set_usage_threshold},
};

Status set_qos(Changing& change, Qos& qos, const Pairs& pairs, Pairs& unknown) {
  for (const Pair& pair : pairs) {
    const auto [key, how] = split_operator(pair.first);
    if (const LimitKey* limit = find_limit_key(kOfQos, key)) {
      if (Status set = set_limit(qos.limits, *limit, pair.second, change.facts.tres); !set) return set;
    } else if (const Row* row = find_key(std::span<const Row>(kRows), key)) {
      if (Status set = row->set(qos, Written{change, pair, row->name, pair.second, how}); !set) return set;
    } else {
      unknown.push_back(pair);
    }
  }
  return {};
}

// Whether a QOS could preempt, by way of others, itself.
bool has_preemption_loop(const Accounting& accounting) {
  const auto reaches = [&](const std::string& from, const std::string& to) {
    std::vector<std::string> seen, open{from};
    while (!open.empty()) {
      const Qos* qos = find_qos(accounting, open.back());
      open.pop_back();
      if (!qos) continue;
      for (const std::string& next : qos->preempt) {
        if (text::iequals(next, to)) return true;
        if (listed(seen, next)) continue;
        seen.push_back(next);
        open.push_back(next);
      }
    }
    return false;
  };
  return std::any_of(accounting.qos.begin(), accounting.qos.end(),
                     [&](const Qos& qos) { return reaches(qos.name, qos.name); });
}

bool is_meant(const Selection& selection, const Qos& qos) {
  const bool by_id = std::any_of(selection.names.begin(), selection.names.end(),
                                 [&](const std::string& name) { return name == std::to_string(qos.id); });
  return (by_id || meant(selection.names, qos.name)) && meant(selection.descriptions, qos.description);
}

}  // namespace

Status add_qos(Changing& change) {
  if (!change.is_operator()) return Error{Code::AccessDenied};
  Selection selection;
  Pairs pairs = change.request.where, unknown;
  pairs.insert(pairs.end(), change.request.set.begin(), change.request.set.end());
  pairs = take_selection(kTargets, pairs, selection);
  Qos wanted;
  if (Status set = set_qos(change, wanted, pairs, unknown); !set) return set;
  if (Status known = all_known(unknown); !known) return known;
  if (selection.names.empty()) return Error::generic(" Need name of qos to add.");
  for (const std::string& given : selection.names) {
    const std::string name = text::lower(given);
    if (name.size() > 255 || name.find_first_of(" '\"`;/+-") == 0)
      return Error::generic(" Bad qos name '" + given + "'");
    if (find_qos(change.draft, name)) continue;
    wanted.name = name;
    wanted.id = change.draft.next_qos++;
    Qos added = wanted;
    if (added.description.empty()) added.description = name;
    change.draft.qos.push_back(std::move(added));
    change.result.reply.objects.push_back(name);
  }
  if (has_preemption_loop(change.draft)) return Error{Code::QosPreemptionLoop};
  return {};
}

Status modify_qos(Changing& change) {
  if (!change.is_operator()) return Error{Code::AccessDenied};
  Selection selection;
  if (Status known = all_known(take_selection(kKeys, change.request.where, selection)); !known) return known;
  Qos nobody;
  Pairs unknown;
  if (Status valid = set_qos(change, nobody, change.request.set, unknown); !valid) return valid;
  if (Status known = all_known(unknown); !known) return known;
  if (change.request.set.empty()) return Error::generic(" You didn't give me anything to set");
  for (Qos& qos : change.draft.qos) {
    if (!is_meant(selection, qos)) continue;
    if (Status set = set_qos(change, qos, change.request.set, unknown); !set) return set;
    change.result.reply.objects.push_back(qos.name);
  }
  if (has_preemption_loop(change.draft)) return Error{Code::QosPreemptionLoop};
  return {};
}

Status delete_qos(Changing& change) {
  if (!change.is_operator()) return Error{Code::AccessDenied};
  Selection selection;
  if (Status known = all_known(take_selection(kKeys, change.request.where, selection)); !known) return known;
  if (change.request.where.empty()) return Error::generic(" No conditions given to remove, not executing.");
  std::vector<std::string> gone;
  for (const Qos& qos : change.draft.qos)
    if (is_meant(selection, qos)) gone.push_back(qos.name);
  for (const LiveJob& job : change.facts.jobs)
    if (listed(gone, job.qos)) change.result.reply.in_the_way.push_back(job_line(change, job));
  if (!change.result.reply.in_the_way.empty() || gone.empty()) return {};
  const auto is_gone = [&](const std::string& name) { return listed(gone, name); };
  std::erase_if(change.draft.qos, [&](const Qos& qos) { return is_gone(qos.name); });
  for (Qos& qos : change.draft.qos) std::erase_if(qos.preempt, is_gone);
  for (Association& one : change.draft.associations) {
    std::erase_if(one.qos, is_gone);
    if (is_gone(one.default_qos)) one.default_qos.clear();
  }
  change.result.reply.objects = gone;
  return {};
}

}  // namespace minislurm::accounting
