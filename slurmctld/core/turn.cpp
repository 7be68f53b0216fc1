#include "slurmctld/core/turn.h"

#include <algorithm>

#include "libcommon/text/sluid.h"
#include "libcommon/text/words.h"
#include "slurmctld/core/dependents.h"
#include "slurmctld/core/partitions.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/sched/policy.h"

namespace minislurm::core {
namespace {

// Instants are whole seconds: at least one goes by.
constexpr Seconds kSoon{2};

}  // namespace

void reindex(Turn& turn, const Job& job) {
  const bool queued = is_candidate(job, turn.now) && turn.state.partition_of(job) != nullptr;
  turn.state.jobs.index(job, queued, queued ? highest_tier(turn.state, job.partition) : 0);
}

void commit(Turn& turn, const Job& job) {
  reindex(turn, job);
  turn.emit(SaveJob{job});
}

void save_next_id(Turn& turn) { turn.emit(SaveNextJobId{turn.state.next_job}); }

JobId take_next_id(Turn& turn) {
  ClusterState::Inside& state = turn.state;
  const std::uint32_t last = number(state.cluster.settings.max_job), first = std::max(1U, number(state.cluster.settings.first_job));
  std::uint32_t id = std::max(number(state.next_job), 1U);
  const auto wrapped = [&](std::uint32_t candidate) { return candidate > last ? first : candidate; };
  id = wrapped(id);
  while (state.jobs.find(JobId{id}) || state.jobs.array(JobId{id})) id = wrapped(id + 1);
  state.next_job = JobId{wrapped(id + 1)};
  save_next_id(turn);
  return JobId{id};
}

std::uint64_t take_sluid(Turn& turn) {
  ClusterState::Inside& state = turn.state;
  const auto milliseconds = static_cast<std::uint64_t>(turn.now.time_since_epoch().count()) * 1000;
  const std::uint32_t cluster = text::sluid_cluster(state.cluster.settings.cluster_name);
  // A counter that is used up goes on in the next millisecond.
  state.last_sluid = std::max(state.last_sluid + 1, text::make_sluid({cluster, milliseconds, 0}));
  return state.last_sluid;
}

void want_pass(Turn& turn, PassWish when) {
  if (when == PassWish::Now) return turn.emit(RunSchedule{});
  Instant due = turn.now + kSoon;
  if (when == PassWish::AtInterval) {
    const auto interval = sched::rhythm_of(turn.state.cluster.settings).full_pass;
    if (!interval) return;
    due = std::max(turn.now, turn.state.statistics.main.last + *interval);
  }
  turn.state.timers.arm(due, TimerKind::LatePass);
}

void answer(Turn& turn, Ticket ticket, wire::Reply reply) {
  if (static_cast<std::uint64_t>(ticket) != 0) turn.emit(Answer{ticket, std::move(reply)});
}

void answer(Turn& turn, Ticket ticket, const Error& error) {
  answer(turn, ticket, wire::Reply{error.code, error.detail, {}});
}

void mail(Turn& turn, const Job& job, std::string_view type, std::string event) {
  const auto types = text::split_list(job.spec.mail_type);
  const bool wanted = std::any_of(types.begin(), types.end(), [type](std::string_view word) {
    return text::iequals(word, type) || text::iequals(word, "ALL");
  });
  if (wanted) turn.emit(SendMail{job, std::move(event)});
}

// A loop, not a recursion: a chain of dependent jobs may be long.
Effects finish(Turn& turn) {
  while (!turn.changed.empty()) {
    const JobId job = *turn.changed.begin();
    turn.changed.erase(turn.changed.begin());
    look_at_dependents(turn, job);
  }
  return std::move(turn.effects);
}

}  // namespace minislurm::core
