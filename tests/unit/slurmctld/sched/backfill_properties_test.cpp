// What every schedule must keep, over random clusters and workloads played to their end in virtual time. Each property
// holds for at least 10,000 of them, of fixed seeds; a failure names the seed and the shortest workload that still fails.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "tests/support/cluster_builder.h"

namespace minislurm {
namespace {

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t roll(std::uint32_t below) { return static_cast<std::uint32_t>(engine_() % below); }
  bool chance(std::uint32_t one_in) { return roll(one_in) == 0; }

 private:
  std::mt19937 engine_;
};

struct Work {
  JobSpec spec;
  std::uint32_t priority = 0, minutes = 1;
  Seconds arrives{0}, runs{60};
};

struct Scenario {
  Cluster cluster;
  sched::Policy policy;
  std::vector<Work> work;  // by arrival
  std::vector<Reservation> reservations;
};

std::string describe(const Work& work) {
  const JobSpec& spec = work.spec;
  std::ostringstream out;
  out << "priority " << work.priority << " at " << work.arrives.count() << " s for " << work.runs.count() << " s of "
      << work.minutes << " min:";
  if (spec.min_nodes) out << " -N" << *spec.min_nodes;
  if (spec.ntasks) out << " -n" << *spec.ntasks;
  if (spec.exclusive == Exclusive::Node) out << " --exclusive";
  if (spec.memory_per_node) out << " --mem=" << spec.memory_per_node->count;
  if (!spec.gres_per_node.empty()) out << " --gres=" << spec.gres_per_node;
  if (!spec.licenses.empty()) out << " -L " << spec.licenses;
  if (spec.time_min) out << " --time-min=" << spec.time_min->count();
  if (!spec.partition.empty()) out << " -p " << spec.partition;
  return out.str();
}

// The seconds of its life at which something happens to a world: jobs arrive, end, and passes are made.
class Play {
 public:
  explicit Play(const Scenario& scenario) : scenario_(scenario), world_(scenario.cluster) {
    world_.policy = scenario.policy;
    world_.reservations = scenario.reservations;
    for (Reservation& one : world_.reservations) {
      one.start += world_.now.time_since_epoch();
      one.end += world_.now.time_since_epoch();
    }
    begin_ = world_.now;
  }

  test::World& world() { return world_; }
  Instant begin() const { return begin_; }
  const std::vector<JobId>& ids() const { return ids_; }
  const Work& work_of(JobId id) const { return scenario_.work[number(id) - 1]; }

  // Calls `look` after every pass with what it has decided; ends when it says false, or when nothing happens any more.
  using Look = std::function<bool(bool backfill, const std::vector<sched::Decision>& decisions)>;
  void run(const Look& look) {
    const bool backfill = scenario_.policy.backfill;
    for (;;) {
      arrive();
      end_what_is_due();
      for (const bool kind : {false, true}) {
        if (kind && !backfill) continue;
        world_.policy.backfill = kind;
        if (!look(kind, world_.pass())) return;
      }
      const Instant next = next_event();
      if (next == Instant::max()) return;
      world_.now = next;
    }
  }

 private:
  void arrive() {
    while (ids_.size() < scenario_.work.size() && begin_ + scenario_.work[ids_.size()].arrives <= world_.now) {
      const Work& work = scenario_.work[ids_.size()];
      ids_.push_back(world_.submit(work.spec, work.minutes));
      world_.job(ids_.back()).priority = work.priority;
    }
  }
  Instant end_of(const Job& job) const { return job.started + std::min<Seconds>(work_of(job.id).runs, *job.time_limit); }
  void end_what_is_due() {
    std::vector<JobId> over;
    for (const Job* job : world_.running_jobs())
      if (end_of(*job) <= world_.now) over.push_back(job->id);
    for (const JobId id : over) world_.end(id);
  }
  Instant next_event() const {
    Instant next = Instant::max();
    if (ids_.size() < scenario_.work.size()) next = begin_ + scenario_.work[ids_.size()].arrives;
    for (const Job* job : world_.running_jobs()) next = std::min(next, end_of(*job));
    for (const Reservation& one : world_.reservations)
      for (const Instant at : {one.start, one.end})
        if (at > world_.now) next = std::min(next, at);
    return next;
  }

  const Scenario& scenario_;
  test::World world_;
  Instant begin_{};
  std::vector<JobId> ids_;
};

struct Wishes {
  bool same_shape = false, whole_nodes = false, to_the_end = false, at_once = false, reservation = false, flexible = true;
};

JobSpec random_spec(Dice& dice, const Wishes& wishes, std::uint32_t nodes, std::uint32_t cpus) {
  JobSpec spec;
  if (wishes.same_shape) {
    spec.ntasks = cpus;
    return spec;
  }
  if (wishes.whole_nodes || dice.chance(3)) {
    spec.min_nodes = spec.max_nodes = 1 + dice.roll(nodes);
    if (wishes.whole_nodes || dice.chance(2)) spec.exclusive = Exclusive::Node;
  } else {
    spec.ntasks = 1 + dice.roll(nodes * cpus);
  }
  if (wishes.whole_nodes) return spec;
  if (dice.chance(4)) spec.memory_per_node = Mebibytes{1 + dice.roll(1000)};
  if (dice.chance(5)) spec.gres_per_node = "gres/gpu:" + std::to_string(1 + dice.roll(2));
  if (dice.chance(4)) spec.licenses = "matlab:" + std::to_string(1 + dice.roll(3));
  return spec;
}

Scenario random_scenario(std::uint32_t seed, const Wishes& wishes) {
  Dice dice{seed};
  Scenario scenario;
  const std::uint32_t nodes = 1 + dice.roll(6), cpus = 1 + dice.roll(4);
  scenario.cluster = test::plain_cluster(nodes, cpus, 1000, dice.roll(4), 2);
  scenario.cluster.licenses = {License{"matlab", 3, 0, 0}};
  scenario.policy.licenses = true;
  const std::uint32_t jobs = 4 + dice.roll(6);
  for (std::uint32_t at = 0; at < jobs; ++at) {
    Work work;
    work.spec = random_spec(dice, wishes, nodes, cpus);
    work.priority = 1 + dice.roll(1000);
    work.minutes = 1 + dice.roll(30);
    if (wishes.flexible && dice.chance(5)) work.spec.time_min = Minutes{1 + dice.roll(work.minutes)};
    work.arrives = wishes.at_once ? Seconds{0} : Seconds{dice.roll(1200)};
    work.runs = wishes.to_the_end ? Seconds{86400} : Seconds{1 + dice.roll(work.minutes * 60)};
    scenario.work.push_back(work);
  }
  std::stable_sort(scenario.work.begin(), scenario.work.end(),
                   [](const Work& left, const Work& right) { return left.arrives < right.arrives; });
  if (wishes.reservation && dice.chance(2)) {
    Reservation maintenance;
    maintenance.name = "maint";
    for (std::uint32_t node = 0; node <= dice.roll(nodes); ++node) maintenance.nodes.push_back("n" + std::to_string(node + 1));
    maintenance.start = Instant{Seconds{dice.roll(1800)}};
    maintenance.end = maintenance.start + Seconds{60 + dice.roll(1800)};
    scenario.reservations.push_back(maintenance);
  }
  return scenario;
}

// Takes a scenario; what is wrong with how it plays, or nothing.
using Property = std::function<std::string(const Scenario& scenario)>;

void hold_for_all(std::uint32_t count, const Wishes& wishes, const Property& property,
                  const std::function<void(Dice&, Scenario&)>& change = {}) {
  for (std::uint32_t seed = 1; seed <= count; ++seed) {
    Scenario scenario = random_scenario(seed, wishes);
    Dice dice{seed + 1'000'000};
    if (change) change(dice, scenario);
    std::string problem = property(scenario);
    if (problem.empty()) continue;
    for (std::size_t at = scenario.work.size(); at-- > 0;) {  // without each job in turn: does it fail still?
      Scenario fewer = scenario;
      fewer.work.erase(fewer.work.begin() + static_cast<std::ptrdiff_t>(at));
      const std::string same = property(fewer);
      if (same.empty()) continue;
      scenario = std::move(fewer);
      problem = same;
    }
    std::string text;
    for (std::size_t at = 0; at < scenario.work.size(); ++at)
      text += "\n  job " + std::to_string(at + 1) + ", " + describe(scenario.work[at]);
    FAIL() << "seed " << seed << ": " << problem << "\n"
           << scenario.cluster.nodes.size() << " nodes of " << scenario.cluster.nodes.front().cpus << " CPUs" << text;
  }
}

bool started_now(const std::vector<sched::Decision>& decisions, JobId id) {
  return std::any_of(decisions.begin(), decisions.end(), [&](const sched::Decision& one) {
    const auto* start = std::get_if<sched::StartJob>(&one);
    return start != nullptr && start->job == id;
  });
}

// The expected starts of those who wait, the first of the queue first.
std::vector<std::pair<JobId, Instant>> expected(const std::vector<sched::Decision>& decisions) {
  std::vector<std::pair<JobId, Instant>> starts;
  for (const sched::Decision& one : decisions)
    if (const auto* keep = std::get_if<sched::KeepWaiting>(&one))
      starts.emplace_back(keep->job, keep->expected_start.value_or(Instant::max()));
  return starts;
}

void easy(Dice&, Scenario& scenario) { scenario.policy.places_in_partition = 1; }

// The first who waits is looked at with and without those who were let pass.
std::string first_is_not_delayed(const Scenario& scenario) {
  Play play(scenario);
  std::string problem;
  play.run([&](bool backfill, const std::vector<sched::Decision>& decisions) {
    std::vector<JobId> passed;
    for (const sched::Decision& one : decisions) {
      const auto* start = std::get_if<sched::StartJob>(&one);
      if (start != nullptr && start->backfilled) passed.push_back(start->job);
    }
    if (!backfill || passed.empty()) return true;
    test::World& world = play.world();
    const auto with = expected(world.pass());
    for (const JobId id : passed) world.end(id);
    for (const JobId id : passed) world.job(id).state = JobState::Completed;
    const auto without = expected(world.pass());
    if (with.empty() || without.empty() || with.front().first != without.front().first) return false;
    if (with.front().second > without.front().second) problem = "job " + to_string(with.front().first) + " is delayed";
    return false;  // what has been taken away cannot be put back
  });
  return problem;
}

TEST(BackfillProperties, NobodyWhoPassesDelaysTheFirstWithEasyBackfilling) {
  hold_for_all(10'000, {.flexible = false}, first_is_not_delayed, easy);
}

TEST(BackfillProperties, NobodyWhoPassesDelaysTheFirstWithConservativeBackfilling) {
  hold_for_all(10'000, {}, first_is_not_delayed);
}

TEST(BackfillProperties, NothingIsGivenTwice) {
  hold_for_all(10'000, {.reservation = true}, [](const Scenario& scenario) {
    Play play(scenario);
    std::string problem;
    play.run([&](bool, const std::vector<sched::Decision>&) {
      std::set<std::pair<std::string, std::uint32_t>> cpus, gpus;
      std::map<std::string, std::uint64_t> memory;
      std::uint32_t licenses = 0;
      for (const Job* job : play.world().running_jobs()) {
        for (const NodeAllocation& node : job->allocation.nodes) {
          for (const std::uint32_t cpu : node.cpus)
            if (!cpus.emplace(node.node, cpu).second) problem = "a CPU of " + node.node + " twice";
          for (const GresAllocation& gres : node.gres)
            for (const std::uint32_t index : gres.indexes)
              if (!gpus.emplace(node.node, index).second) problem = "a GPU of " + node.node + " twice";
          if ((memory[node.node] += node.memory.count) > 1000) problem = "too much memory of " + node.node;
          for (const Reservation& one : play.world().reservations) {
            const bool kept = std::find(one.nodes.begin(), one.nodes.end(), node.node) != one.nodes.end();
            const bool at_once = job->started < one.end && job->started + *job->time_limit > one.start;
            if (kept && at_once) problem = node.node + " is reserved for others";
          }
        }
        if (!job->spec.licenses.empty()) licenses += static_cast<std::uint32_t>(job->spec.licenses.back() - '0');
      }
      if (licenses > 3) problem = "too many licences";
      return problem.empty();
    });
    return problem;
  });
}

TEST(BackfillProperties, EqualJobsStartInOrder) {
  hold_for_all(10'000, {.same_shape = true, .flexible = false}, [](const Scenario& given) {
    Scenario scenario = given;
    for (Work& work : scenario.work) work.minutes = 10;
    Play play(scenario);
    std::string problem;
    play.run([&](bool, const std::vector<sched::Decision>& decisions) {
      std::uint32_t lowest = 0xffffffff;
      for (const sched::Decision& one : decisions)
        if (const auto* start = std::get_if<sched::StartJob>(&one)) lowest = std::min(lowest, play.work_of(start->job).priority);
      for (const sched::Decision& one : decisions) {
        const auto* keep = std::get_if<sched::KeepWaiting>(&one);
        if (keep != nullptr && play.work_of(keep->job).priority > lowest) problem = "job " + to_string(keep->job) + " was passed";
      }
      return problem.empty();
    });
    return problem;
  });
}

TEST(BackfillProperties, WithoutBackfillingTheOrderIsStrict) {
  Wishes wishes{.flexible = false};
  hold_for_all(10'000, wishes, [](const Scenario& given) {
    Scenario scenario = given;
    scenario.policy.backfill = false;
    for (Work& work : scenario.work) work.spec.licenses.clear();  // who waits for a licence keeps no nodes
    Play play(scenario);
    std::string problem;
    play.run([&](bool, const std::vector<sched::Decision>& decisions) {
      std::uint32_t highest = 0;
      for (const JobId id : play.ids()) {
        const Job& job = play.world().job(id);
        // One that could not even start in an empty cluster keeps nobody.
        if (job.state == JobState::Pending && job.reason != Reason::PartitionNodeLimit && job.reason != Reason::BadConstraints)
          highest = std::max(highest, job.priority);
      }
      for (const JobId id : play.ids()) {
        const bool passes = play.work_of(id).priority < highest && started_now(decisions, id);
        if (passes) problem = "job " + to_string(id) + " has passed another";
      }
      return problem.empty();
    });
    return problem;
  });
}

// Nobody new comes and nobody ends early: the first who waits starts when it was said, or before.
TEST(BackfillProperties, WhatWasForetoldIsKept) {
  std::size_t promises = 0;
  hold_for_all(10'000, {.to_the_end = true, .at_once = true, .reservation = true}, [&](const Scenario& scenario) {
    Play play(scenario);
    std::map<JobId, Instant> promised;
    std::string problem;
    play.run([&](bool backfill, const std::vector<sched::Decision>& decisions) {
      for (const auto& [id, when] : promised)
        if (started_now(decisions, id) && play.world().now > when) problem = "job " + to_string(id) + " starts late";
      if (!backfill) return problem.empty();
      const auto starts = expected(decisions);
      if (!starts.empty() && starts.front().second != Instant::max()) promises += promised.insert(starts.front()).second ? 1 : 0;
      return problem.empty();
    });
    return problem;
  });
  EXPECT_GT(promises, 20'000U);
}

// With whole nodes, and planned ends that are exact, every planned place is kept, not only the first. (A job that starts
// before what was foretold for it, because an end was rounded up, may take another's place.)
TEST(BackfillProperties, EveryForetoldStartOfWholeNodesIsKept) {
  hold_for_all(10'000, {.whole_nodes = true, .to_the_end = true, .at_once = true, .flexible = false}, [](const Scenario& scenario) {
    Play play(scenario);
    std::map<JobId, Instant> promised;
    std::string problem;
    play.run([&](bool backfill, const std::vector<sched::Decision>& decisions) {
      for (const auto& [id, when] : promised)
        if (started_now(decisions, id) && play.world().now > when) problem = "job " + to_string(id) + " starts late";
      if (!backfill) return problem.empty();
      for (const auto& [id, when] : expected(decisions))
        if (when != Instant::max()) promised.emplace(id, when);
      return problem.empty();
    });
    return problem;
  }, [](Dice&, Scenario& scenario) { scenario.policy.resolution = Seconds{1}; });
}

TEST(BackfillProperties, WhoCouldStartInAnEmptyClusterStarts) {
  const Property nobody_starves = [](const Scenario& scenario) {
    const auto is_hopeless = [&](const Work& work) {
      test::World empty(scenario.cluster);
      empty.submit(work.spec, work.minutes);
      empty.pass();
      return !empty.runs(JobId{1});
    };
    Play play(scenario);
    play.run([](bool, const std::vector<sched::Decision>&) { return true; });
    for (const JobId id : play.ids())
      if (play.world().job(id).state == JobState::Pending && !is_hopeless(play.work_of(id)))
        return "job " + to_string(id) + " never starts";
    return std::string{};
  };
  hold_for_all(10'000, {.reservation = true}, nobody_starves);
  hold_for_all(2'000, {.reservation = true}, nobody_starves, easy);
}

}  // namespace
}  // namespace minislurm
