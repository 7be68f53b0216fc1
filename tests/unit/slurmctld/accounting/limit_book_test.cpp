#include "slurmctld/accounting/limit_book.h"

#include <memory>
#include <random>

#include "slurmctld/accounting/limit_reasons.h"
#include "tests/unit/slurmctld/accounting/changer.h"

namespace minislurm::test {
namespace {

using accounting::CountedJob;
using accounting::LimitBook;

class LimitsOf : public Changer {
 protected:
  CountedJob job(std::uint64_t cpus = 1, std::uint64_t nodes = 1, std::int64_t minutes = 10,
                 std::uint64_t memory = 100) {
    CountedJob made;
    made.association = of("root", "acct").id;
    made.qos = 1;
    made.user = "root";
    made.account = "acct";
    made.tres = {{"cpu", cpus}, {"mem", memory}, {"node", nodes}, {"billing", cpus}};
    made.nodes = static_cast<std::uint32_t>(nodes);
    made.time_limit = Minutes{minutes};
    made.left = Seconds{minutes * 60};
    return made;
  }
  std::string waits(const CountedJob& one, std::vector<CountedJob> running = {}) {
    LimitBook limits(book, safe);
    for (const CountedJob& other : running) limits.count_running(other);
    return std::string(name_of(limits.why_not_start(one)));
  }
  std::string refused(const CountedJob& one, std::vector<CountedJob> submitted = {}) {
    LimitBook limits(book, safe);
    for (const CountedJob& other : submitted) limits.count_submitted(other);
    return std::string(name_of(limits.why_not_submit(one)));
  }
  void on_account(Keys keys) { change(Verb::Modify, Entity::Account, {{"name", "acct"}}, std::move(keys)); }
  void on_user(Keys keys) {
    change(Verb::Modify, Entity::User, {{"name", "root"}, {"account", "acct"}}, std::move(keys));
  }
  void on_qos(Keys keys) { change(Verb::Modify, Entity::Qos, {{"name", "normal"}}, std::move(keys)); }
  bool safe = false;
};

struct Row {
  const char *key, *value, *association, *qos;
};

// What real Slurm says to a job of 4 CPUs, 2 nodes, 10 minutes and 400 MB.
constexpr Row kRows[] = {
    {"grptres", "cpu=2", "AssocGrpCpuLimit", "QOSGrpCpuLimit"},
    {"grptres", "mem=100", "AssocGrpMemLimit", "QOSGrpMemLimit"},
    {"grptres", "node=1", "AssocGrpNodeLimit", "QOSGrpNodeLimit"},
    {"grptres", "billing=2", "AssocGrpBilling", "QOSGrpBilling"},
    {"maxtresperjob", "cpu=2", "AssocMaxCpuPerJobLimit", "QOSMaxCpuPerJobLimit"},
    {"maxtresperjob", "mem=100", "AssocMaxMemPerJob", "QOSMaxMemoryPerJob"},
    {"maxtresperjob", "node=1", "AssocMaxNodePerJobLimit", "QOSMaxNodePerJobLimit"},
    {"maxtrespernode", "cpu=2", "None", "None"},
    {"maxtrespernode", "cpu=1", "AssocMaxCpuPerNode", "QOSMaxCpuPerNode"},
    {"maxtresminsperjob", "cpu=20", "AssocMaxCpuMinutesPerJobLimit", "QOSMaxCpuMinutesPerJobLimit"},
    {"maxtresminsperjob", "mem=20", "AssocMaxMemMinutesPerJob", "QOSMaxMemoryMinutesPerJob"},
    {"maxtresminsperjob", "node=1", "AssocMaxNodeMinutesPerJob", "QOSMaxNodeMinutesPerJob"},
    {"grptresrunmins", "cpu=20", "AssocGrpCPURunMinutesLimit", "QOSGrpCPURunMinutesLimit"},
    {"grptresrunmins", "node=2", "AssocGrpNodeRunMinutes", "QOSGrpNodeRunMinutes"},
    {"grptresrunmins", "mem=20", "AssocGrpMemRunMinutes", "QOSGrpMemoryRunMinutes"},
    {"grptresmins", "cpu=20", "None", "None"},
    {"grpwall", "1", "None", "None"},
    {"maxwall", "5", "AssocMaxWallDurationPerJobLimit", "QOSMaxWallDurationPerJobLimit"},
    {"maxtresperuser", "cpu=2", nullptr, "QOSMaxCpuPerUserLimit"},
    {"maxtresperuser", "node=1", nullptr, "QOSMaxNodePerUserLimit"},
    {"maxtresperaccount", "mem=100", nullptr, "MaxMemoryPerAccount"},
    {"maxtresrunminsperuser", "cpu=20", nullptr, "MaxCpuRunMinsPerUser"},
    {"maxtresrunminsperaccount", "cpu=20", nullptr, "MaxCpuRunMinsPerAccount"},
    {"mintresperjob", "cpu=6", nullptr, "QOSMinCpuNotSatisfied"},
    {"mintresperjob", "node=3", nullptr, "QOSMinNode"},
    {"mintresperjob", "mem=1000", nullptr, "QOSMinMemory"},
};

TEST_F(LimitsOf, EachKeepsATooLargeJobWaitingForAReasonOfItsOwn) {
  for (const Row& row : kRows) {
    if (row.association) {
      on_account({{row.key, row.value}});
      EXPECT_EQ(waits(job(4, 2, 10, 400)), row.association) << row.key << "=" << row.value;
      on_account({{row.key, ""}});
    }
    on_qos({{row.key, row.value}});
    EXPECT_EQ(waits(job(4, 2, 10, 400)), row.qos) << row.key << "=" << row.value;
    on_qos({{row.key, ""}});
    EXPECT_EQ(waits(job(4, 2, 10, 400)), "None");
  }
}

TEST_F(LimitsOf, OnlyAStrictQosRefusesWhatCouldNeverStart) {
  on_qos({{"maxtresperjob", "cpu=2"}});
  EXPECT_EQ(refused(job(4)), "None");
  on_qos({{"flags", "denyonlimit"}});
  EXPECT_EQ(refused(job(4)), "QOSMaxCpuPerJobLimit");
  EXPECT_EQ(refused(job(2)), "None");
  on_qos({{"maxtresperjob", ""}, {"grptresmins", "cpu=20"}});
  EXPECT_EQ(refused(job(4)), "QOSGrpCPUMinutesLimit");
  on_qos({{"grptresmins", ""}, {"grpwall", "1"}});
  EXPECT_EQ(refused(job(4)), "QOSGrpWallLimit");
}

TEST_F(LimitsOf, JobsAreCountedWhereTheyBelong) {
  on_user({{"maxjobs", "1"}});
  EXPECT_EQ(waits(job(), {job()}), "AssocMaxJobsLimit");
  CountedJob elsewhere = job();
  elsewhere.association = of("root", "other").id;
  EXPECT_EQ(waits(job(), {elsewhere}), "None");
  on_user({{"maxjobs", "-1"}});
  change(Verb::Modify, Entity::Cluster, {}, {{"grpjobs", "1"}});
  EXPECT_EQ(waits(job(), {elsewhere}), "AssocGrpJobsLimit") << "the root counts everything";
}

TEST_F(LimitsOf, SubmissionsAreCountedBeforeTheyRun) {
  on_user({{"maxsubmit", "3"}});
  CountedJob array = job();
  array.tasks = 3;
  EXPECT_EQ(refused(array), "None");
  EXPECT_EQ(refused(array, {job()}), "AssocMaxSubmitJobLimit");
  on_user({{"maxsubmit", "-1"}});
  on_account({{"grpsubmit", "1"}});
  EXPECT_EQ(refused(job(), {job()}), "AssocGrpSubmitJobsLimit");
  on_account({{"grpsubmit", "-1"}});
  on_qos({{"maxsubmitjobsperuser", "0"}});
  EXPECT_EQ(refused(job()), "QOSMaxSubmitJobPerUserLimit");
  on_qos({{"maxsubmitjobsperuser", "-1"}, {"maxsubmitjobsperaccount", "0"}});
  EXPECT_EQ(refused(job()), "MaxSubmitJobsPerAccount");
}

TEST_F(LimitsOf, AQosDecidesOverAssociationsAndThePartitionsQosOverIt) {
  on_account({{"maxtresperjob", "cpu=2,node=1"}, {"maxjobs", "0"}});
  EXPECT_EQ(waits(job(4)), "AssocMaxJobsLimit");
  on_qos({{"maxtresperjob", "cpu=8"}, {"maxjobspu", "9"}});
  EXPECT_EQ(waits(job(4)), "None");
  EXPECT_EQ(waits(job(4, 2)), "AssocMaxNodePerJobLimit") << "of which the QOS says nothing";
  change(Verb::Add, Entity::Qos, {{"name", "part"}}, {{"maxtresperjob", "cpu=3"}});
  CountedJob in_partition = job(4);
  in_partition.partition_qos = accounting::find_qos(book, "part")->id;
  EXPECT_EQ(waits(in_partition), "QOSMaxCpuPerJobLimit");
  on_qos({{"flags", "OverPartQOS"}});
  EXPECT_EQ(waits(in_partition), "None");
}

TEST_F(LimitsOf, UsedMinutesCountAndWithSafeTheWholeOfTheJobToo) {
  on_account({{"grptresmins", "cpu=20"}});
  LimitBook limits(book, false);
  EXPECT_EQ(limits.why_not_start(job(4)), Reason::None);
  accounting::PastUse past;
  past.tres_seconds = {{"cpu", 20 * 60}};
  limits.set_past_of_association(of("", "acct").id, past);
  EXPECT_EQ(limits.why_not_start(job(4)), Reason::AssocGrpCPUMinutesLimit);
  safe = true;
  EXPECT_EQ(waits(job(4)), "AssocGrpCPUMinutesLimit");
  EXPECT_EQ(waits(job(2)), "None");
  EXPECT_EQ(waits(job(1), {job(2)}), "AssocGrpCPUMinutesLimit");
}

TEST_F(LimitsOf, AFactorStretchesThoseOfAssociations) {
  on_account({{"grptres", "cpu=4"}});
  EXPECT_EQ(waits(job(8)), "AssocGrpCpuLimit");
  on_qos({{"limitfactor", "2"}});
  EXPECT_EQ(waits(job(8)), "None");
}

TEST_F(LimitsOf, TheLongestTimeIsTheFirstThatIsSaid) {
  EXPECT_EQ(LimitBook(book, false).longest(job()), kUnlimited);
  on_account({{"maxwall", "7"}});
  EXPECT_EQ(LimitBook(book, false).longest(job()), Minutes{7});
  on_qos({{"maxwall", "20"}});
  EXPECT_EQ(LimitBook(book, false).longest(job()), Minutes{20});
}

TEST(LimitReasons, MinutesPassWithTimeAndCountsDoNot) {
  EXPECT_TRUE(accounting::passes_with_time(Reason::AssocGrpCPURunMinutesLimit));
  EXPECT_TRUE(accounting::passes_with_time(Reason::QosGrpWallLimit));
  EXPECT_FALSE(accounting::passes_with_time(Reason::AssocGrpCpuLimit));
  EXPECT_FALSE(accounting::passes_with_time(Reason::Resources));
}

// Jobs of random size come and go under random limits; what runs is summed up another way, and never is too much.
class RandomQueue : public LimitsOf {
 protected:
  std::uint64_t below(std::uint64_t end) { return std::uniform_int_distribution<std::uint64_t>(0, end - 1)(random); }
  void random_limits() {
    on_account({{"grpjobs", std::to_string(2 + below(6))}, {"grptres", "cpu=" + std::to_string(4 + below(20))}});
    on_user({{"maxjobs", std::to_string(1 + below(6))}, {"grptresrunmins", "cpu=" + std::to_string(50 + below(500))}});
    on_qos({{"maxtresperuser", "node=" + std::to_string(1 + below(8))},
            {"maxtresperjob", "mem=" + std::to_string(100 + below(900))}});
  }
  struct Sum {
    std::uint64_t jobs = 0, cpus = 0, nodes = 0, cpu_minutes = 0, memory = 0;
  };
  static Sum sum(const std::vector<CountedJob>& jobs, std::uint32_t association) {
    Sum total;
    for (const CountedJob& one : jobs) {
      if (association != 0 && one.association != association) continue;
      ++total.jobs;
      total.cpus += one.tres[0].second;
      total.nodes += one.tres[2].second;
      total.cpu_minutes += one.tres[0].second * static_cast<std::uint64_t>(one.time_limit.count());
      total.memory = std::max(total.memory, one.tres[1].second);
    }
    return total;
  }
  std::mt19937 random{20251123};
};

TEST_F(RandomQueue, NeverExceedsALimit) {
  change(Verb::Add, Entity::User, {{"name", "bob"}, {"account", "acct"}});
  const std::uint32_t own = of("root", "acct").id, bob = of("bob", "acct").id;
  std::size_t started = 0, refused_starts = 0;
  for (int round = 0; round < 60; ++round) {
    random_limits();
    const Limits account = of("", "acct").limits, user = of("root", "acct").limits, qos = book.qos[0].limits;
    std::vector<CountedJob> running;
    for (int turn = 0; turn < 60; ++turn) {
      if (!running.empty() && below(3) == 0)
        running.erase(running.begin() + static_cast<std::ptrdiff_t>(below(running.size())));
      CountedJob wants = job(1 + below(8), 1 + below(4), static_cast<std::int64_t>(1 + below(60)), 50 + below(1000));
      if (below(2) == 0) wants.association = bob, wants.user = "bob";
      const bool starts = waits(wants, running) == "None";
      ++(starts ? started : refused_starts);
      if (starts) running.push_back(wants);
      const Sum all = sum(running, 0), roots = sum(running, own), bobs = sum(running, bob);
      ASSERT_LE(all.jobs, *account.count_of(Limit::GrpJobs));
      ASSERT_LE(all.cpus, (*account.tres_of(Limit::GrpTres))[0].second);
      ASSERT_LE(roots.jobs, *user.count_of(Limit::MaxJobs));
      ASSERT_LE(roots.cpu_minutes, (*user.tres_of(Limit::GrpTresRunMins))[0].second);
      for (const Sum& one : {roots, bobs}) ASSERT_LE(one.nodes, (*qos.tres_of(Limit::MaxTresPerUser))[0].second);
      ASSERT_LE(all.memory, (*qos.tres_of(Limit::MaxTresPerJob))[0].second);
    }
  }
  EXPECT_GT(started, 300U);
  EXPECT_GT(refused_starts, 300U);
}

}  // namespace
}  // namespace minislurm::test
