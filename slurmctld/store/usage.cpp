#include "slurmctld/store/usage.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "libcommon/text/tres.h"
#include "slurmctld/store/rows.h"

namespace minislurm::store {
namespace {

constexpr Seconds kHour{3600};

struct Span {
  Instant since{}, until{};
  // How much of [from, to) lies in it; to kNever: still so.
  double part(Instant from, Instant to) const {
    if (from == kNever) return 0;
    const Instant begin = std::max(from, since);
    const Instant end = to == kNever ? until : std::min(to, until);
    return end <= begin ? 0.0 : static_cast<double>((end - begin).count());
  }
};

Instant whole_hour(Instant when) { return when - when.time_since_epoch() % kHour; }

class Sums {
 public:
  void add(std::string_view tres, double amount) {
    if (amount <= 0) return;
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const auto& one) { return one.first == tres; });
    if (found == all_.end()) {
      all_.emplace_back(tres, amount);
    } else {
      found->second += amount;
    }
  }
  void add(const std::vector<text::Tres>& list, double seconds) {
    for (const text::Tres& one : list) add(one.name, static_cast<double>(one.count) * seconds);
  }
  double of(std::string_view tres) const {
    for (const auto& [name, amount] : all_)
      if (name == tres) return amount;
    return 0;
  }
  std::vector<std::pair<std::string, double>>& all() { return all_; }

 private:
  std::vector<std::pair<std::string, double>> all_;
};

struct Group {
  std::uint64_t jobs = 0;
  Sums used;
};

using Key = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string, std::uint32_t>;

std::vector<text::Tres> read_list(const std::string& list) {
  Result<std::vector<text::Tres>> read = text::parse_tres(list);
  return read ? std::move(*read) : std::vector<text::Tres>{};
}

class Account {
 public:
  explicit Account(Span span) : span_(span) {}

  void add(const Job& job) {
    if (job.state == JobState::Pending || job.started == kNever) {
      if (!job.is_array_master()) planned_.add(read_list(job.tres_request), waited(job, job.ended));
      return;
    }
    planned_.add(read_list(job.tres_request), waited(job, job.started));
    const double seconds =
        std::max(0.0, span_.part(job.started, job.ended) - static_cast<double>(job.suspended_for.count()));
    if (seconds <= 0) return;
    const std::vector<text::Tres> held = read_list(job.tres_allocated);
    Group& group = groups_[Key{job.spec.account, job.user_name, job.spec.wckey, job.spec.qos, job.partition,
                               job.spec.reservation, job.num_cpus}];
    ++group.jobs;
    group.used.add(held, seconds);
    allocated_.add(held, seconds);
  }

  wire::UsageReply finish() {
    wire::UsageReply reply;
    for (auto& [key, group] : groups_) {
      wire::UsageRow row;
      std::tie(row.account, row.user, row.wckey, row.qos, row.partition, row.reservation, row.cpus) = key;
      row.jobs = group.jobs;
      row.tres_seconds = std::move(group.used.all());
      reply.rows.push_back(std::move(row));
    }
    for (const auto& [name, amount] : allocated_.all()) {
      wire::ClusterUsageRow row;
      row.tres = name;
      row.allocated = amount;
      row.planned = planned_.of(name);
      reply.cluster.push_back(std::move(row));
    }
    for (const auto& [name, amount] : planned_.all()) {
      if (allocated_.of(name) > 0) continue;
      wire::ClusterUsageRow row;
      row.tres = name;
      row.planned = amount;
      reply.cluster.push_back(std::move(row));
    }
    return reply;
  }

 private:
  double waited(const Job& job, Instant until) const { return span_.part(job.eligible, until); }

  Span span_;
  std::map<Key, Group> groups_;
  Sums allocated_, planned_;
};

// When the history begins: nothing is known of the cluster before. kNever: there is none.
Instant beginning(SQLite::Database& database) {
  SQLite::Statement query(database, "SELECT min(submit_time) FROM jobs");
  return query.executeStep() ? Instant{Seconds{query.getColumn(0).getInt64()}} : kNever;
}

}  // namespace

Result<wire::UsageReply> query_usage(SQLite::Database& database, const wire::QueryUsageRequest& request, Instant now) {
  const Instant first = beginning(database);
  const Span span{std::max(request.since, first), std::min(request.until, whole_hour(now))};
  if (first == kNever || span.until <= span.since) return wire::UsageReply{};
  SQLite::Statement query(database,
                          "SELECT record, job_id FROM jobs WHERE (end_time = 0 OR end_time > ?1) AND submit_time < ?2");
  query.bind(1, std::int64_t{span.since.time_since_epoch().count()});
  query.bind(2, std::int64_t{span.until.time_since_epoch().count()});
  const Result<std::vector<Job>> jobs = read_jobs(query);
  if (!jobs) return jobs.error();
  Account account{span};
  for (const Job& job : *jobs) account.add(job);
  wire::UsageReply reply = account.finish();
  reply.seconds = static_cast<double>((span.until - span.since).count());
  return reply;
}

void settle_cluster(wire::UsageReply& usage, const std::vector<std::pair<std::string, std::uint64_t>>& resources) {
  std::vector<wire::ClusterUsageRow> rows;
  for (const auto& [name, count] : resources) {
    if (usage.seconds <= 0) break;
    wire::ClusterUsageRow row;
    for (const wire::ClusterUsageRow& known : usage.cluster)
      if (known.tres == name) row = known;
    row.tres = name;
    row.count = count;
    row.reported = static_cast<double>(count) * usage.seconds;
    row.allocated = std::min(row.allocated, row.reported);
    const double left = std::max(0.0, row.reported - row.allocated - row.down - row.planned_down);
    row.overcommitted = std::max(0.0, row.planned - left);
    row.planned -= row.overcommitted;
    row.idle = left - row.planned;
    rows.push_back(std::move(row));
  }
  usage.cluster = std::move(rows);
}

}  // namespace minislurm::store
