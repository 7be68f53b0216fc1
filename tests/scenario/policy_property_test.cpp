// Random workloads through the whole core, in virtual time: reservations keep foreign jobs out, arrays keep to their
// throttles, nobody starts before what he waits for, and limits hold. Each case is a cluster with a life of its own.
#include <algorithm>
#include <random>

#include "libcommon/text/time_point.h"
#include "libcommon/wire/accounting_messages.h"
#include "slurmctld/core/reservations.h"
#include "slurmctld/sched/priority.h"
#include "slurmctld/sched/reservation_rules.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/core_harness.h"

namespace minislurm::test {
namespace {

using Keys = std::vector<std::pair<std::string, std::string>>;

constexpr std::uint32_t kCases = 10000, kSteps = 7;

struct Limited {
  std::uint32_t cpus = 0, jobs = 0;  // of the account; 0: no limit
};

class Life {
 public:
  explicit Life(std::uint32_t seed) : random_(seed), h_(cluster()) {
    h_.as.user_name = h_.as.group_name = "root";
    h_.as.is_operator = true;
    if (chance(2)) limit_account();
  }

  void step() {
    switch (pick(10)) {
      case 0: reserve(); break;
      case 1: submit_array(); break;
      case 2: submit_dependent(); break;
      case 3: case 4: submit(); break;
      case 5: change_throttle(); break;
      case 6: h_.later(Seconds{pick(1200)}); break;
      case 7: cancel(); break;
      default: end_one(); break;
    }
    look();
  }

 private:
  static Cluster cluster() {
    Cluster made = plain_cluster(4, 2, 4000);
    made.settings.job_submit_default_account = "acct";
    made.settings.accounting_enforce = kEnforceAssociations | kEnforceLimits;
    return made;
  }
  std::uint32_t pick(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }
  bool chance(std::uint32_t one_in) { return pick(one_in) == 0; }

  void limit_account() {
    limit_ = {2 + pick(5), 1 + pick(4)};
    wire::ChangeAccountingRequest request;
    request.verb = wire::AccountingVerb::Modify;
    request.entity = wire::AccountingEntity::Account;
    request.where = {{"name", "acct"}};
    request.set = {{"grptres", "cpu=" + std::to_string(limit_.cpus)}, {"grpjobs", std::to_string(limit_.jobs)}};
    request.commit = true;
    ASSERT_EQ(h_.code(wire::RequestKind::ChangeAccounting, request), Code::Success);
  }

  void reserve() {
    const std::string flags[] = {"", "DAILY", "HOURLY", "MAGNETIC", "FLEX", "NO_HOLD_JOBS_AFTER_END"};
    const std::string flag = flags[pick(6)];
    Keys keys{{"StartTime", text::format_time_point(h_.now + Minutes{pick(20)})},
              {"Duration", std::to_string(1 + pick(30))},
              {"Nodes", "n" + std::to_string(1 + pick(4))},
              {"Users", chance(2) ? "root" : "other"}};
    if (!flag.empty()) keys.emplace_back("Flags", flag);
    h_.update(wire::Entity::Reservation, keys, wire::UpdateVerb::Create);
  }

  JobSpec spec() {
    JobSpec made = batch(1 + pick(3), 1 + pick(30));
    if (chance(4)) made.min_nodes = made.max_nodes = 1 + pick(2);
    const auto& all = h_.state->inside().reservations;
    if (!all.empty() && chance(3)) made.reservation = all[pick(static_cast<std::uint32_t>(all.size()))].name;
    return made;
  }
  void remember(const wire::Reply& reply) {
    if (reply.code != Code::Success) return;
    known_.push_back(wire::decode<wire::SubmitReply>(reply.payload)->id);
  }
  wire::Reply send(const JobSpec& asked) {
    wire::SubmitRequest request;
    request.spec = asked;
    request.script = "#!/bin/sh\n";
    return h_.ask(wire::RequestKind::Submit, wire::encode(request));
  }
  void submit() { remember(send(spec())); }
  void submit_array() {
    JobSpec made = spec();
    made.array = "0-" + std::to_string(1 + pick(5)) + "%" + std::to_string(1 + pick(3));
    remember(send(made));
  }
  void submit_dependent() {
    if (known_.empty()) return submit();
    const char* kinds[] = {"after", "afterany", "afterok", "afternotok", "singleton"};
    const std::string kind = kinds[pick(5)];
    const JobId target = known_[pick(static_cast<std::uint32_t>(known_.size()))];
    JobSpec made = spec();
    made.name = "s";
    made.dependency = kind == "singleton" ? kind : kind + ":" + to_string(target);
    const wire::Reply reply = send(made);
    if (reply.code != Code::Success) return;
    remember(reply);
    waits_[number(known_.back())] = {kind, target};
  }
  void change_throttle() {
    if (known_.empty()) return;
    h_.update_job(to_string(known_[pick(static_cast<std::uint32_t>(known_.size()))]), "ArrayTaskThrottle",
                  std::to_string(1 + pick(3)));
  }
  void cancel() {
    if (!known_.empty()) h_.cancel(to_string(known_[pick(static_cast<std::uint32_t>(known_.size()))]));
  }
  void end_one() {
    std::vector<JobId> running;
    for (const JobId id : h_.state->inside().jobs.active())
      if (h_.runs(id)) running.push_back(id);
    if (running.empty()) return;
    h_.end_batch(running[pick(static_cast<std::uint32_t>(running.size()))], ExitCode{chance(3) ? 1U : 0U, 0});
  }

  void look() {
    std::map<std::uint32_t, std::uint32_t> tasks;
    std::uint32_t cpus = 0, jobs = 0;
    for (const JobId id : h_.state->inside().jobs.active()) {
      const Job& job = h_.job(id);
      ++jobs;
      cpus += job.allocation.cpu_count();
      if (number(job.array_job) != 0) ++tasks[number(job.array_job)];
    }
    if (limit_.cpus != 0) {
      EXPECT_LE(cpus, limit_.cpus);
      EXPECT_LE(jobs, limit_.jobs);
    }
    for (const JobId id : h_.state->inside().jobs.active())
      if (started_.insert(number(id)).second) look_at_start(h_.job(id), tasks);
  }

  void look_at_start(const Job& job, const std::map<std::uint32_t, std::uint32_t>& tasks) {
    if (number(job.array_job) != 0 && job.array_throttle != 0) {
      EXPECT_LE(tasks.at(number(job.array_job)), job.array_throttle) << "of array " << number(job.array_job);
    }
    // One that runs in a reservation ends with it, unless that comes back or is flexible.
    Instant end = job.started + *job.time_limit;
    const Reservation* own = h_.state->inside().find_reservation(core::reservation_of(job));
    if (own != nullptr && !sched::is_flexible(*own) && !sched::comes_back(*own)) end = std::min(end, own->end);
    for (const Reservation& one : h_.state->inside().reservations) {
      const bool there = std::any_of(job.allocation.nodes.begin(), job.allocation.nodes.end(), [&](const auto& part) {
        return std::find(one.nodes.begin(), one.nodes.end(), part.node) != one.nodes.end();
      });
      if (there && one.start < end && job.started < one.end) {
        EXPECT_EQ(core::reservation_of(job), one.name) << "a foreign job, " << number(job.id);
      }
    }
    const auto found = waits_.find(number(job.id));
    if (found == waits_.end()) return;
    const auto& [kind, target] = found->second;
    if (kind == "singleton") {
      for (const JobId other : h_.state->inside().jobs.active())
        EXPECT_FALSE(other < job.id && h_.job(other).spec.name == "s") << number(other) << " runs under that name";
      return;
    }
    for (const JobId member : h_.members(target)) {
      const Job& before = h_.job(member);
      EXPECT_TRUE(is_finished(before.state) || (kind == "after" && before.started != kNever)) << kind;
      EXPECT_TRUE(kind != "afterok" || before.state == JobState::Completed);
    }
  }

  std::mt19937 random_;
  Harness h_;
  Limited limit_;
  std::vector<JobId> known_;
  std::map<std::uint32_t, std::pair<std::string, JobId>> waits_;
  std::set<std::uint32_t> started_;
};

TEST(PolicyProperty, NobodyStartsAgainstTheRules) {
  for (std::uint32_t seed = 1; seed <= kCases; ++seed) {
    Life life(seed);
    for (std::uint32_t step = 0; step < kSteps; ++step) {
      life.step();
      if (::testing::Test::HasFailure()) {
        FAIL() << "seed " << seed << ", step " << step;
      }
    }
  }
}

// A factor that grows, all else the same, never makes a priority less.
TEST(PolicyProperty, PrioritiesAreMonotoneInEachFactor) {
  std::mt19937 random(20261123);
  const auto pick = [&](std::uint32_t below) { return static_cast<std::uint32_t>(random() % below); };
  for (std::uint32_t round = 0; round < kCases; ++round) {
    Cluster cluster = reference_cluster();
    Settings& settings = cluster.settings;
    settings.weight_age = pick(5000);
    settings.weight_size = pick(5000);
    settings.weight_partition = pick(5000);
    settings.weight_qos = pick(5000);
    settings.weight_fair_share = pick(5000);
    settings.priority.weight_association = pick(5000);
    settings.priority.max_age = Seconds{1 + pick(100000)};
    for (Partition& partition : cluster.partitions) partition.priority_job_factor = pick(100);
    Accounting book;
    for (std::uint32_t id = 1; id <= 2; ++id) {
      Association one;
      one.id = id;
      one.account = "a" + std::to_string(id);
      one.priority = pick(100);
      book.associations.push_back(one);
      Qos qos;
      qos.id = id;
      qos.name = "q" + std::to_string(id);
      qos.priority = pick(100);
      book.qos.push_back(qos);
    }
    const double low = pick(1000) / 1000.0, high = std::min(1.0, low + pick(1000) / 1000.0);
    const sched::PriorityRules rules(cluster, book, {{1, low}, {2, high}});
    const Instant now{Seconds{1'000'000}};
    Job job;
    job.submitted = job.eligible = job.accrue = now - Seconds{pick(50000)};
    job.partition = "debug";
    job.num_cpus = 1 + pick(16);
    job.min_nodes = 1 + pick(4);
    job.association = 1;
    job.spec.qos = "q1";
    job.spec.nice = static_cast<std::int32_t>(pick(200)) - 100;
    const auto priority = [&](const auto& change) {
      Job other = job;
      change(other);
      return rules.priority(other, now);
    };
    const std::uint32_t before = rules.priority(job, now);
    EXPECT_GE(rules.priority(job, now + Seconds{pick(50000)}), before) << "older, round " << round;
    EXPECT_GE(priority([&](Job& one) { one.num_cpus += pick(16); one.min_nodes += pick(4); }), before) << "larger, round " << round;
    EXPECT_GE(priority([&](Job& one) { one.spec.nice -= static_cast<std::int32_t>(pick(50)); }), before) << "less nice, round " << round;
    EXPECT_GE(priority([&](Job& one) { one.site_factor += static_cast<std::int32_t>(pick(50)); }), before) << "site, round " << round;
    if (book.qos[1].priority >= book.qos[0].priority) {
      EXPECT_GE(priority([](Job& one) { one.spec.qos = "q2"; }), before) << "QOS, round " << round;
    }
    if (book.associations[1].priority >= book.associations[0].priority) {
      EXPECT_GE(priority([](Job& one) { one.association = 2; }), before) << "association and share, round " << round;
    }
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace minislurm::test
