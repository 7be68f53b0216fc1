#include <algorithm>
#include <unordered_map>

#include "libcommon/text/tres.h"
#include "slurmctld/core/accounts.h"
#include "slurmctld/core/priorities.h"
#include "slurmctld/requests/context.h"

namespace minislurm::requests {
namespace {

using Inside = core::ClusterState::Inside;
using Rows = std::vector<wire::ShareRow>;

template <class List, class Amount>
void add(List& to, const std::string& name, Amount amount) {
  const auto same = std::find_if(to.begin(), to.end(), [&](const auto& one) { return one.first == name; });
  if (same == to.end()) {
    to.emplace_back(name, amount);
  } else {
    same->second += amount;
  }
}

// What the running jobs may still use by their limits, as of the last period's end or their start.
void add_running(const Inside& state, const std::unordered_map<std::uint32_t, std::size_t>& places, Rows& rows) {
  for (const JobId id : state.jobs.active()) {
    const Job& job = *state.jobs.find(id);
    const auto place = places.find(job.association);
    if (job.state != JobState::Running || place == places.end() || !job.time_limit || *job.time_limit == kUnlimited)
      continue;
    const Seconds used = std::max(state.usage.as_of, job.started) - job.started;
    const Seconds left = std::max(Seconds{0}, Seconds{*job.time_limit} - used);
    const auto list = text::parse_tres(job.tres_allocated);
    if (!list) continue;
    for (const text::Tres& one : *list)
      add(rows[place->second].run_seconds, one.name, one.count * static_cast<std::uint64_t>(left.count()));
  }
}

// Slurm keeps account of trackable resources only where it has limits to hold against them.
void add_resources(const Inside& state, const fairshare::ShareTree& tree, Rows& rows) {
  if ((state.cluster.settings.accounting_enforce & kEnforceLimits) == 0) return;
  std::unordered_map<std::uint32_t, std::size_t> places;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    places.emplace(rows[at].association, at);
    if (const auto* used = fairshare::find_row(state.usage.associations, rows[at].association))
      rows[at].used_seconds = used->tres;
  }
  add_running(state, places, rows);
  for (std::size_t at = rows.size(); at-- > 1;) {
    wire::ShareRow& above = rows[tree.nodes[at].parent];
    for (const auto& one : rows[at].used_seconds) add(above.used_seconds, one.first, one.second);
    for (const auto& one : rows[at].run_seconds) add(above.run_seconds, one.first, one.second);
  }
}

wire::ShareRow row_of(const fairshare::ShareNode& node) {
  const Association& association = *node.association;
  wire::ShareRow row;
  row.association = association.id;
  row.parent = association.parent;
  row.account = association.account;
  row.user = association.user;
  row.partition = association.partition;
  row.shares = association.shares;
  row.norm_shares = node.norm_shares;
  row.raw_usage = node.raw_usage;
  row.norm_usage = node.norm_usage;
  row.effective_usage = node.effective_usage;
  row.level_fs = node.level;
  row.fair_share = node.fair_share;
  if (const TresCounts* limit = association.limits.tres_of(Limit::GrpTresMins)) row.group_minutes_limit = *limit;
  return row;
}

}  // namespace

Outcome query_shares(Context context, wire::Empty) {
  core::end_periods(context.turn);
  const Inside& state = context.state();
  const fairshare::ShareTree tree = core::share_tree(state);
  wire::SharesReply reply;
  reply.rows.reserve(tree.nodes.size());
  for (const fairshare::ShareNode& node : tree.nodes) reply.rows.push_back(row_of(node));
  add_resources(state, tree, reply.rows);
  keep_visible(state, context.caller, reply);
  reply.cluster_name = state.cluster.settings.cluster_name;
  reply.tres = core::tracked_resources(state);
  reply.fair_tree = !has(state.cluster.settings.priority.flags, PriorityFlag::NoFairTree);
  reply.now = context.now();
  return good(reply);
}

}  // namespace minislurm::requests
