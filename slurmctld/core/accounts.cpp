#include "slurmctld/core/accounts.h"

#include <algorithm>

#include "libcommon/text/words.h"
#include "libcommon/wire/codec.h"
#include "slurmctld/core/priorities.h"

namespace minislurm::core {
namespace {

constexpr std::string_view kAlwaysTracked = "cpu,mem,energy,node,billing,fs/disk,vmem,pages";

}  // namespace

void restore_accounting(Turn& turn, const std::string& record) {
  if (record.empty()) return;
  Result<Accounting> saved = wire::decode<Accounting>(record);
  if (saved && !saved->accounts.empty() && !saved->associations.empty() && !saved->qos.empty()) {
    turn.state.accounting = std::move(*saved);
  } else {
    turn.emit(Note{"store", "the accounting's record cannot be read: it begins anew"});
  }
}

void save_accounting(Turn& turn) {
  forget_rules(turn.state);
  turn.emit(SaveAccounting{wire::encode(turn.state.accounting)});
}

void accounting_changed(Turn& turn) {
  save_accounting(turn);
  want_pass(turn);
}

std::vector<std::string> tracked_resources(const ClusterState::Inside& state) {
  const auto& config = state.cluster.shown_config;
  const auto given = std::find_if(config.begin(), config.end(),
                                  [](const auto& pair) { return pair.first == "AccountingStorageTRES"; });
  std::vector<std::string> names;
  for (const std::string_view list :
       {kAlwaysTracked, given == config.end() ? std::string_view{} : std::string_view(given->second)}) {
    for (const std::string_view name : text::split_list(list))
      if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  }
  return names;
}

}  // namespace minislurm::core
