#include "slurmctld/core/accounts.h"

#include <algorithm>

#include "libcommon/text/words.h"
#include "libcommon/wire/codec.h"
#include "slurmctld/accounting/lookup.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/core/start_limits.h"
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

void forget_usage(Turn& turn, const std::vector<std::uint32_t>& associations, const std::vector<std::uint32_t>& qos) {
  ClusterState::Inside& state = turn.state;
  if (associations.empty() && qos.empty()) return;
  const auto is_named = [](const std::vector<std::uint32_t>& ids, std::uint32_t id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  const auto goes = [&](const fairshare::UsageRow& row) {
    const Association* own = accounting::find_association(state.accounting, row.id);
    if (!own) return is_named(associations, row.id);
    const auto line = accounting::lineage_of(state.accounting, *own);
    return std::any_of(line.begin(), line.end(), [&](const Association* one) { return is_named(associations, one->id); });
  };
  for (auto* rows : {&state.usage.associations, &state.usage.fresh.associations}) std::erase_if(*rows, goes);
  for (auto* rows : {&state.usage.qos, &state.usage.fresh.qos})
    std::erase_if(*rows, [&](const fairshare::UsageRow& row) { return is_named(qos, row.id); });
  turn.emit(SaveUsage{wire::encode(state.usage)});
  turn.emit(SaveNewUsage{wire::encode(state.usage.fresh)});
  forget_rules(state);
}

Result<accounting::Assignment> assignment_of(const ClusterState::Inside& state, const Job& job, bool any_qos) {
  const Settings& settings = state.cluster.settings;
  accounting::Wish wish;
  wish.user = job.user_name;
  wish.account = job.spec.account;
  wish.qos = job.spec.qos;
  wish.wckey = job.spec.wckey.substr(0, 1) == "*" ? std::string{} : job.spec.wckey;
  wish.partition = job.spec.partition.substr(0, job.spec.partition.find(','));
  wish.has_reservation = !job.spec.reservation.empty();
  const std::uint32_t left_out = any_qos ? std::uint32_t{kEnforceQos} : 0;
  const std::uint32_t enforce = settings.accounting_enforce & ~left_out;
  return accounting::assign(state.accounting, wish, {enforce, settings.track_wckey});
}

void put_under(Job& job, accounting::Assignment assignment) {
  job.association = assignment.association;
  job.qos_id = assignment.qos_id;
  job.spec.account = std::move(assignment.account);
  job.spec.qos = std::move(assignment.qos);
  job.spec.wckey = std::move(assignment.wckey);
}

Status assign_job(Turn& turn, Job& job) {
  ClusterState::Inside& state = turn.state;
  const std::string& account = state.cluster.settings.job_submit_default_account;
  if (!enforces(state, kEnforceAssociations) &&
      accounting::enrol(state.accounting, job.user_name, account, text::lower(job.spec.account)))
    accounting_changed(turn);
  Result<accounting::Assignment> assignment = assignment_of(state, job);
  if (!assignment) return assignment.error();
  put_under(job, std::move(*assignment));
  return {};
}

Status check_submission(const ClusterState::Inside& state, Job& job, const Partition& first, Instant now) {
  if (!enforces(state, kEnforceLimits)) return {};
  const accounting::LimitBook book = submission_book(state, now);
  accounting::CountedJob counts = counted(state, job, &first, job.tres_request);
  if (!job.spec.time_limit && !first.default_time) job.time_limit = std::min(book.longest(counts), first.max_time);
  counts.time_limit = job.time_limit.value_or(kUnlimited);
  const Reason why = book.why_not_submit(counts);
  if (why != Reason::None) return Error{Code::AccountingPolicy, std::string(name_of(why))};
  return {};
}

void accounting_changed(Turn& turn) {
  forget_rules(turn.state);
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
  // Slurm knows of a GPU's memory and use wherever it counts GPUs.
  if (std::find(names.begin(), names.end(), "gres/gpu") != names.end())
    for (const std::string_view name : {"gres/gpumem", "gres/gpuutil"})
      if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  return names;
}

}  // namespace minislurm::core
