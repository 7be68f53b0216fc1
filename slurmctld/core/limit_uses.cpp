#include <cmath>

#include "slurmctld/accounting/lookup.h"
#include "slurmctld/core/start_limits.h"

namespace minislurm::core {
namespace {

TresCounts in_minutes(const TresCounts& seconds) {
  TresCounts minutes = seconds;
  for (auto& pair : minutes) pair.second /= 60;
  return minutes;
}

void add_past(wire::LimitUse& use, const accounting::PastUse* past) {
  if (!past) return;
  use.wall_minutes = past->wall_seconds / 60;
  for (const auto& [name, seconds] : past->tres_seconds)
    use.minutes.emplace_back(name, static_cast<std::uint64_t>(std::max(0.0, std::floor(seconds / 60))));
}

wire::LimitUse use_of(std::uint32_t id, const accounting::Counted& counted) {
  wire::LimitUse use;
  use.id = id;
  use.jobs = counted.jobs;
  use.submitted = counted.submitted;
  use.tres = counted.tres;
  use.run_minutes = in_minutes(counted.run_seconds);
  return use;
}

}  // namespace

LimitUses limit_uses(const ClusterState::Inside& state, Instant now) {
  const accounting::LimitBook book = submission_book(state, now);
  const accounting::Counted nothing;
  LimitUses uses;
  for (const Association& one : state.accounting.associations) {
    const accounting::Counted* counted = book.of_association(one.id);
    const accounting::PastUse* past = book.past_of_association(one.id);
    if (!counted && !past) continue;
    uses.associations.push_back(use_of(one.id, counted ? *counted : nothing));
    add_past(uses.associations.back(), past);
  }
  for (const Qos& qos : state.accounting.qos) {
    const accounting::Counted* counted = book.of_qos(qos.id);
    const accounting::PastUse* past = book.past_of_qos(qos.id);
    if (!counted && !past) continue;
    uses.qos.push_back(use_of(qos.id, counted ? *counted : nothing));
    add_past(uses.qos.back(), past);
  }
  for (const auto& [key, counted] : book.by_user()) {
    uses.qos.push_back(use_of(key.first, counted));
    uses.qos.back().user = key.second;
  }
  for (const auto& [key, counted] : book.by_account()) {
    uses.qos.push_back(use_of(key.first, counted));
    uses.qos.back().account = key.second;
  }
  return uses;
}

}  // namespace minislurm::core
