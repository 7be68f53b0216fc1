#include "slurmctld/fairshare/usage.h"

#include <algorithm>
#include <cmath>
#include <ctime>

namespace minislurm::fairshare {
namespace {

using Rows = std::vector<UsageRow>;

// Less than this is nothing: rows that have faded so far go.
constexpr double kNothing = 1e-6;

UsageRow& row_of(Rows& rows, std::uint32_t id) {
  const auto at = std::lower_bound(rows.begin(), rows.end(), id,
                                   [](const UsageRow& row, std::uint32_t wanted) { return row.id < wanted; });
  if (at != rows.end() && at->id == id) return *at;
  UsageRow fresh;
  fresh.id = id;
  return *rows.insert(at, std::move(fresh));
}

void add(TresAmounts& to, const std::string& name, double amount) {
  const auto same = std::find_if(to.begin(), to.end(), [&](const auto& one) { return one.first == name; });
  if (same == to.end()) {
    to.emplace_back(name, amount);
  } else {
    same->second += amount;
  }
}

void add(Rows& rows, std::uint32_t id, const Consumer& job, double seconds) {
  if (id == 0) return;
  UsageRow& row = row_of(rows, id);
  row.raw += job.billing * seconds;
  row.wall += seconds;
  for (const auto& one : job.tres) add(row.tres, one.first, one.second * seconds);
}

void add(Rows& to, const Rows& from) {
  for (const UsageRow& one : from) {
    UsageRow& row = row_of(to, one.id);
    row.raw += one.raw;
    row.wall += one.wall;
    for (const auto& amount : one.tres) add(row.tres, amount.first, amount.second);
  }
}

void fade(Rows& rows, double left) {
  for (UsageRow& row : rows) {
    row.raw *= left;
    row.wall *= left;
    for (auto& one : row.tres) one.second *= left;
  }
  std::erase_if(rows, [](const UsageRow& row) { return row.raw < kNothing && row.wall < kNothing; });
}

// So many seconds in one period, as what they count for at its end.
double faded(Seconds span, Seconds half_life) {
  return span.count() <= 0 ? 0 : static_cast<double>(span.count()) * fading(span, half_life);
}

// What a job used in `count` periods from as_of on, as what it counts for at the end of the last. After the first one
// it takes part in, each whole period is worth `whole`, and `left` of what is there remains.
double used_in_periods(const Usage& usage, const Consumer& job, std::int64_t count, Seconds length, Seconds half_life) {
  const Instant from = std::max(usage.as_of, job.since);
  const std::int64_t before = (from - usage.as_of) / length, after = count - before - 1;
  if (after < 0) return 0;
  const double left = fading(length, half_life), whole = faded(length, half_life);
  const double remains = std::pow(left, static_cast<double>(after));
  const double periods = left < 1 ? (1 - remains) / (1 - left) : static_cast<double>(after);
  return faded(usage.as_of + length * (before + 1) - from, half_life) * remains + whole * periods;
}

// The last instant before or at `now` at which a period of that kind begins, in local time.
Instant beginning(Instant now, UsageReset period) {
  const std::time_t seconds = now.time_since_epoch().count();
  std::tm when{};
  if (localtime_r(&seconds, &when) == nullptr) return kNever;
  when.tm_sec = when.tm_min = when.tm_hour = 0;
  when.tm_isdst = -1;
  switch (period) {
    case UsageReset::Weekly: when.tm_mday -= when.tm_wday; break;
    case UsageReset::Monthly: when.tm_mday = 1; break;
    case UsageReset::Quarterly:
      when.tm_mday = 1;
      when.tm_mon -= when.tm_mon % 3;
      break;
    case UsageReset::Yearly:
      when.tm_mday = 1;
      when.tm_mon = 0;
      break;
    default: break;
  }
  return Instant{Seconds{std::mktime(&when)}};
}

}  // namespace

double fading(Seconds elapsed, Seconds half_life) {
  if (half_life.count() <= 0 || elapsed.count() <= 0) return 1;
  return std::exp2(-static_cast<double>(elapsed.count()) / static_cast<double>(half_life.count()));
}

void charge_end(Usage& usage, const Consumer& job, Instant end, Seconds half_life) {
  const double seconds = faded(end - std::max(usage.as_of, job.since), half_life) * job.factor;
  if (seconds <= 0) return;
  add(usage.fresh.associations, job.association, job, seconds);
  add(usage.fresh.qos, job.qos, job, seconds);
}

std::int64_t periods_over(const Usage& usage, Instant now, Seconds length) {
  return now <= usage.as_of || length.count() <= 0 ? 0 : (now - usage.as_of) / length;
}

void end_periods(Usage& usage, std::int64_t count, Seconds length, std::span<const Consumer> running,
                 Seconds half_life) {
  if (count <= 0 || length.count() <= 0) return;
  const double left = fading(length, half_life);
  // What is new counts from the end of the first period on.
  fade(usage.associations, left);
  fade(usage.qos, left);
  add(usage.associations, usage.fresh.associations);
  add(usage.qos, usage.fresh.qos);
  const double later = std::pow(left, static_cast<double>(count - 1));
  fade(usage.associations, later);
  fade(usage.qos, later);
  for (const Consumer& job : running) {
    const double seconds = used_in_periods(usage, job, count, length, half_life) * job.factor;
    if (seconds <= 0) continue;
    add(usage.associations, job.association, job, seconds);
    add(usage.qos, job.qos, job, seconds);
  }
  usage.as_of += length * count;
  usage.fresh = NewUsage{usage.as_of, {}, {}};
}

void forget_all(Usage& usage, Instant now) {
  usage = Usage{};
  usage.as_of = usage.last_reset = usage.fresh.since = now;
}

bool reset_if_due(Usage& usage, Instant now, UsageReset period) {
  if (period == UsageReset::None || period == UsageReset::Now) return false;
  if (usage.last_reset == kNever) usage.last_reset = usage.as_of;
  if (usage.last_reset >= beginning(now, period)) return false;
  forget_all(usage, now);
  return true;
}

const UsageRow* find_row(std::span<const UsageRow> rows, std::uint32_t id) {
  const auto at = std::lower_bound(rows.begin(), rows.end(), id,
                                   [](const UsageRow& row, std::uint32_t wanted) { return row.id < wanted; });
  return at != rows.end() && at->id == id ? &*at : nullptr;
}

}  // namespace minislurm::fairshare
