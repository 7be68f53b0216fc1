#include "commands/sacctmgr/inherited.h"

#include <algorithm>
#include <utility>

#include "libcommon/text/words.h"

namespace minislurm::sacctmgr {
namespace {

// Those that begin with Grp are for the whole of a branch and are not passed on.
bool passed_on(Limit limit) {
  const auto names = limit_names();
  return std::any_of(names.begin(), names.end(), [limit](const LimitName& name) {
    return name.limit == limit && text::istarts_with(name.name, "Max");
  });
}

void take_from_above(Limits& own, const Limits& above) {
  for (const CountLimit& one : above.counts)
    if (passed_on(one.limit) && !own.count_of(one.limit)) own.set(one.limit, one.value);
  for (const TresLimit& one : above.tres) {
    if (!passed_on(one.limit)) continue;
    const TresCounts* mine = own.tres_of(one.limit);
    TresCounts merged = mine == nullptr ? TresCounts{} : *mine;
    for (const auto& count : one.counts)
      if (std::none_of(merged.begin(), merged.end(), [&](const auto& known) { return known.first == count.first; }))
        merged.push_back(count);
    own.set(one.limit, std::move(merged));
  }
}

}  // namespace

Tree::Tree(const Accounting& accounting) {
  for (const Association& one : accounting.associations) by_id_[one.id] = &one;
  std::vector<std::pair<std::string, const Association*>> keyed;
  for (const Association& one : accounting.associations) keyed.emplace_back(lineage_of(one), &one);
  std::sort(keyed.begin(), keyed.end());
  for (const auto& one : keyed) walk_.push_back(one.second);
}

const Association* Tree::parent_of(const Association& association) const {
  if (association.parent == association.id) return nullptr;
  const auto found = by_id_.find(association.parent);
  return found == by_id_.end() ? nullptr : found->second;
}

std::size_t Tree::depth_of(const Association& association) const {
  std::size_t depth = 0;
  // A tree that came over the wire may be none: no way is longer than there are nodes.
  for (const Association* one = parent_of(association); one != nullptr && depth < by_id_.size(); one = parent_of(*one))
    ++depth;
  return depth;
}

std::string Tree::lineage_of(const Association& association) const {
  std::string text = association.user.empty() ? "" : "0-" + association.user + "/";
  if (!association.partition.empty()) text += association.partition + "/";
  std::size_t steps = 0;
  for (const Association* one = association.user.empty() ? &association : parent_of(association);
       one != nullptr && one->parent != 0 && steps <= by_id_.size(); one = parent_of(*one), ++steps)
    text.insert(0, one->account + "/");
  return "/" + text;
}

bool Tree::is_below(const Association& association, const Association& ancestor) const {
  std::size_t steps = 0;
  for (const Association* one = &association; one != nullptr && steps <= by_id_.size(); one = parent_of(*one), ++steps)
    if (one->id == ancestor.id) return true;
  return false;
}

Inherited inherited(const Tree& tree, const Association& association, bool from_above) {
  Inherited result{association.limits, association.priority, association.default_qos, association.qos};
  if (!from_above) return result;
  std::size_t steps = 0;
  for (const Association* one = tree.parent_of(association); one != nullptr && steps <= tree.walk().size();
       one = tree.parent_of(*one), ++steps) {
    take_from_above(result.limits, one->limits);
    if (result.priority == 0) result.priority = one->priority;
    if (result.default_qos.empty()) result.default_qos = one->default_qos;
    if (result.qos.empty()) result.qos = one->qos;
  }
  std::sort(result.qos.begin(), result.qos.end());
  return result;
}

}  // namespace minislurm::sacctmgr
