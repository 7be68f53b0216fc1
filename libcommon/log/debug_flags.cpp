#include "libcommon/log/debug_flags.h"

#include <algorithm>
#include <iterator>

#include "libcommon/log/log.h"

namespace minislurm::log {
namespace {

struct Row {
  std::string_view flag, topic;
};

// Source: DebugFlags in slurm.conf(5), with what later versions added.
constexpr Row kRows[] = {
    {"Accrue", kSched}, {"Agent", kRpc}, {"AuditRPCs", kRpc}, {"AuditTLS", ""}, {"Backfill", kSched},
    {"BackfillMap", kSched}, {"BurstBuffer", ""}, {"Cgroup", ""}, {"ConMgr", kRpc}, {"CPU_Bind", kExec},
    {"CpuFrequency", ""}, {"Data", ""}, {"DBD_Agent", kStore}, {"Dependency", kSched}, {"Elasticsearch", ""},
    {"Energy", ""}, {"Federation", ""}, {"Gang", kSched}, {"GLOB_SILENCE", ""}, {"Gres", kSched}, {"Hetjob", kSched},
    {"JobAccountGather", ""}, {"JobComp", ""}, {"License", kSched}, {"Namespace", ""}, {"Network", kRpc},
    {"NetworkRaw", kRpc}, {"NO_CONF_HASH", ""}, {"NodeFeatures", ""}, {"Power", ""}, {"Priority", kSched},
    {"Profile", ""}, {"Protocol", kRpc}, {"Reservation", kSched}, {"Route", ""}, {"Sack", ""}, {"Script", kExec},
    {"SelectType", kSched}, {"Steps", kExec}, {"Switch", ""}, {"TLS", ""}, {"TraceJobs", kJob}, {"Triggers", ""},
};

bool same(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(), [&](char a, char b) { return lower(a) == lower(b); });
}

const Row* find(std::string_view word) {
  const auto* row =
      std::find_if(std::begin(kRows), std::end(kRows), [word](const Row& one) { return same(one.flag, word); });
  return row == std::end(kRows) ? nullptr : row;
}

}  // namespace

std::string_view find_debug_flag(std::string_view word) {
  const Row* row = find(word);
  return row == nullptr ? std::string_view{} : row->flag;
}

std::string_view topic_of_debug_flag(std::string_view flag) {
  const Row* row = find(flag);
  return row == nullptr ? std::string_view{} : row->topic;
}

}  // namespace minislurm::log
