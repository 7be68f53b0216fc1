#include "slurmctld/core/start_limits.h"

#include <algorithm>
#include <map>

#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"
#include "slurmctld/accounting/assignment.h"
#include "slurmctld/accounting/lookup.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/sched/tres_text.h"

namespace minislurm::core {
namespace {

using Inside = ClusterState::Inside;

TresCounts counts_of(const std::string& tres) {
  TresCounts counts;
  const auto list = text::parse_tres(tres);
  if (!list) return counts;
  for (const text::Tres& one : *list) counts.emplace_back(one.name, one.count);
  return counts;
}

Seconds time_left(const Inside& state, const Job& job, Instant now) {
  const Instant end = limit_of(state, job);
  if (end == kNever) return Seconds{86400 * 365LL};
  return std::max(Seconds{0}, end - now);
}

void add_past(accounting::PastUse& past, const fairshare::UsageRow& row) {
  past.wall_seconds += row.wall;
  for (const auto& one : row.tres) {
    const auto known = std::find_if(past.tres_seconds.begin(), past.tres_seconds.end(),
                                    [&](const auto& pair) { return pair.first == one.first; });
    if (known == past.tres_seconds.end()) past.tres_seconds.push_back(one);
    else known->second += one.second;
  }
}

// What Relative limits are percentages of.
TresCounts cluster_totals(const Inside& state) {
  std::uint64_t cpus = 0, memory = 0;
  std::map<std::string, std::uint64_t> gres;
  for (const Node& node : state.cluster.nodes) {
    cpus += node.cpus;
    memory += node.memory.count;
    for (const NodeGres& one : node.gres) gres["gres/" + one.name] += one.count;
  }
  TresCounts totals{{"cpu", cpus}, {"mem", memory}, {"node", state.cluster.nodes.size()}, {"billing", cpus}};
  totals.insert(totals.end(), gres.begin(), gres.end());
  for (const License& license : state.cluster.licenses) totals.emplace_back("license/" + license.name, license.total);
  return totals;
}

// What running jobs have used since the last period was made up.
void add_running(const Inside& state, Instant now, std::unordered_map<std::uint32_t, accounting::PastUse>& associations,
                 std::unordered_map<std::uint32_t, accounting::PastUse>& qos) {
  for (const JobId id : state.jobs.active()) {
    const fairshare::UsageRow row = usage_since(state, *state.jobs.find(id), now);
    if (row.wall <= 0) continue;
    const Job& job = *state.jobs.find(id);
    if (const Association* own = accounting::find_association(state.accounting, job.association))
      for (const Association* one : accounting::lineage_of(state.accounting, *own)) add_past(associations[one->id], row);
    if (job.qos_id != 0) add_past(qos[job.qos_id], row);
  }
}

// An association's use is also that of all above it.
void set_past(const Inside& state, Instant now, accounting::LimitBook& book) {
  std::unordered_map<std::uint32_t, accounting::PastUse> associations, qos;
  add_running(state, now, associations, qos);
  for (const auto* rows : {&state.usage.associations, &state.usage.fresh.associations}) {
    for (const fairshare::UsageRow& row : *rows) {
      const Association* own = accounting::find_association(state.accounting, row.id);
      if (!own) continue;
      for (const Association* one : accounting::lineage_of(state.accounting, *own))
        add_past(associations[one->id], row);
    }
  }
  for (const auto* rows : {&state.usage.qos, &state.usage.fresh.qos})
    for (const fairshare::UsageRow& row : *rows) add_past(qos[row.id], row);
  for (auto& [id, past] : associations) book.set_past_of_association(id, std::move(past));
  for (auto& [id, past] : qos) book.set_past_of_qos(id, std::move(past));
}

}  // namespace

bool enforces(const Inside& state, AccountingEnforce what) {
  return (state.cluster.settings.accounting_enforce & what) != 0;
}

accounting::CountedJob counted(const Inside& state, const Job& job, const Partition* partition,
                               const std::string& tres) {
  accounting::CountedJob counts;
  counts.association = job.association;
  counts.qos = job.qos_id;
  if (partition && !partition->qos.empty())
    if (const Qos* qos = accounting::find_qos(state.accounting, partition->qos)) counts.partition_qos = qos->id;
  counts.user = job.user_name;
  counts.account = job.spec.account;
  counts.tres = counts_of(tres);
  counts.nodes = std::max(1U, job.min_nodes);
  counts.time_limit = job.time_limit.value_or(kUnlimited);
  counts.tasks = job.is_array_master() ? static_cast<std::uint32_t>(job.array_pending.size()) : 1;
  return counts;
}

accounting::LimitBook limit_book(const Inside& state, Instant now, JobId without) {
  accounting::LimitBook book(state.accounting, enforces(state, kEnforceSafe));
  set_past(state, now, book);
  book.set_totals(cluster_totals(state));
  for (const JobId id : state.jobs.active()) {
    if (id == without) continue;
    const Job& job = *state.jobs.find(id);
    accounting::CountedJob counts = counted(state, job, state.partition_of(job), job.tres_allocated);
    counts.node_names = job.allocation.node_names();
    counts.left = has(job.flags, JobFlag::Completing) ? Seconds{0} : time_left(state, job, now);
    book.count_running(counts);
  }
  return book;
}

accounting::LimitBook submission_book(const Inside& state, Instant now) {
  accounting::LimitBook book = limit_book(state, now);
  for (const auto& [id, job] : state.jobs.all()) {
    if (is_finished(job.state)) continue;
    book.count_submitted(counted(state, job, state.partition_of(job), {}));
  }
  return book;
}

bool takes_account(const Inside& state, const Partition& partition, std::string_view account) {
  if (!enforces(state, kEnforceAssociations)) return true;
  const auto listed = [&](const std::vector<std::string>& names) {
    const Association* node = accounting::node_of(state.accounting, account);
    if (!node) return std::find(names.begin(), names.end(), account) != names.end();
    const auto line = accounting::lineage_of(state.accounting, *node);
    return std::any_of(line.begin(), line.end(), [&](const Association* one) {
      return std::find(names.begin(), names.end(), one->account) != names.end();
    });
  };
  return partition.allow_accounts.empty() ? !listed(partition.deny_accounts) : listed(partition.allow_accounts);
}

bool takes_qos(const Partition& partition, std::string_view qos) {
  const auto listed = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), qos) != names.end();
  };
  return partition.allow_qos.empty() ? !listed(partition.deny_qos) : listed(partition.allow_qos);
}

Status partition_takes(const Inside& state, const Partition& partition, std::string_view account,
                       std::string_view qos) {
  if (!takes_account(state, partition, account)) return Error{Code::InvalidAccount};
  if (!enforces(state, kEnforceQos)) return {};
  const auto list = text::split_list(qos);
  const bool all =
      std::all_of(list.begin(), list.end(), [&](std::string_view one) { return takes_qos(partition, one); });
  return all ? Status{} : Status{Error{Code::InvalidQos}};
}

std::string why_partition_refuses(const Inside& state, const Job& job, Reason why) {
  const bool qos = why == Reason::QosNotAllowed;
  const Partition* partition = state.partition_of(job);
  if (partition == nullptr || (!qos && why != Reason::AccountNotAllowed)) return {};
  const std::vector<std::string>& allowed = qos ? partition->allow_qos : partition->allow_accounts;
  const std::string& own = qos ? job.spec.qos : job.spec.account;
  const std::string word = qos ? "QOS" : "account";
  const std::string list = text::join(allowed.empty() ? (qos ? partition->deny_qos : partition->deny_accounts) : allowed, ",");
  return "Job's " + word + " not permitted to use this partition (" + partition->name +
         (allowed.empty() ? " denies " + list + " including " : " allows " + list + " not ") + own + ")";
}

StartLimits::StartLimits(const Inside& state, Instant now)
    : state_(state),
      limited_(enforces(state, kEnforceLimits)),
      book_(limited_ ? limit_book(state, now) : accounting::LimitBook(state.accounting, false)) {}

StartLimits::Choice StartLimits::choose(const Job& job, const Partition& partition,
                                        accounting::CountedJob counts) const {
  const auto list = accounting::qos_of_list(state_.accounting, job.spec.qos);
  Choice first;
  bool tried = false;
  const auto attempt = [&](const Qos* qos) {
    Choice choice{Reason::None, qos};
    if (!takes_account(state_, partition, job.spec.account)) choice.why = Reason::AccountNotAllowed;
    else if (!takes_qos(partition, qos ? qos->name : job.spec.qos)) choice.why = Reason::QosNotAllowed;
    counts.qos = qos ? qos->id : 0;
    if (choice.why == Reason::None && qos && is_below_threshold(job, *qos)) choice.why = Reason::QosUsageThreshold;
    if (choice.why == Reason::None && limited_) choice.why = book_.why_not_start(counts);
    if (!tried) first = choice;
    tried = true;
    return choice;
  };
  if (list.empty()) return attempt(nullptr);
  for (const Qos* qos : list)
    if (const Choice choice = attempt(qos); choice.why == Reason::None) return choice;
  return first;
}

accounting::CountedJob StartLimits::with(const Job& job, const Partition& partition, Minutes limit,
                                         const Allocation& where) const {
  accounting::CountedJob counts =
      counted(state_, job, &partition, billed(state_, sched::allocation_tres(where), &partition));
  counts.nodes = static_cast<std::uint32_t>(std::max<std::size_t>(1, where.nodes.size()));
  counts.node_names = where.node_names();
  counts.time_limit = limit;
  counts.left = limit == kUnlimited ? Seconds{86400 * 365LL} : Seconds{limit};
  return counts;
}

Reason StartLimits::why_not(const Job& job, const Partition& partition, Minutes limit) {
  if (is_free(job, partition)) return Reason::None;
  accounting::CountedJob counts = counted(state_, job, &partition, limited_ ? job.tres_request : std::string{});
  counts.time_limit = limit;
  return choose(job, partition, std::move(counts)).why;
}

Reason StartLimits::why_not_there(const Job& job, const Partition& partition, Minutes limit, const Allocation& where) {
  if (!limited_) return Reason::None;
  return choose(job, partition, with(job, partition, limit, where)).why;
}

std::string StartLimits::started(const Job& job, const Partition& partition, Minutes limit, const Allocation& where) {
  if (is_free(job, partition)) return {};
  accounting::CountedJob counts = with(job, partition, limit, where);
  const Choice choice = choose(job, partition, counts);
  counts.qos = choice.qos ? choice.qos->id : 0;
  if (limited_) book_.count_running(counts);
  return choice.qos ? choice.qos->name : std::string{};
}

bool StartLimits::is_free(const Job& job, const Partition& partition) const {
  return partition.allow_qos.empty() && partition.deny_qos.empty() && state_.cluster.settings.accounting_enforce == 0 &&
         job.spec.qos.find(',') == std::string::npos;
}

namespace {

bool qos_says(const Inside& state, const Job& job, std::string_view flag) {
  const auto list = accounting::qos_of_list(state.accounting, job.spec.qos);
  return !list.empty() && accounting::has_flag(*list.front(), flag);
}

}  // namespace

bool StartLimits::may_exceed_time(const Job& job) const { return qos_says(state_, job, "PartitionTimeLimit"); }
bool StartLimits::may_go_below_nodes(const Job& job) const { return qos_says(state_, job, "PartitionMinNodes"); }
bool StartLimits::may_exceed_nodes(const Job& job) const { return qos_says(state_, job, "PartitionMaxNodes"); }

bool StartLimits::may_reserve(const Job& job, const Partition& partition) const {
  if (qos_says(state_, job, "NoReserve")) return false;
  if (!limited_) return true;
  return job.priority >= book_.least_priority_to_reserve(counted(state_, job, &partition, {}));
}

bool StartLimits::is_below_threshold(const Job& job, const Qos& qos) const {
  if (!qos.usage_threshold_millionths || !accounting::has_flag(qos, "EnforceUsageThreshold")) return false;
  if (!fair_shares_) fair_shares_ = fairshare::factors(share_tree(state_));
  const auto found = fair_shares_->find(job.association);
  return found != fair_shares_->end() && found->second * 1e6 < *qos.usage_threshold_millionths;
}

}  // namespace minislurm::core
