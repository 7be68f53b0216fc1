#include <gmock/gmock.h>

#include "commands/squeue/run.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

using testing::HasSubstr;

constexpr Instant kNow{Seconds{1800000000}};

NodeAllocation on(const std::string& node, std::vector<std::uint32_t> cpus, std::uint64_t memory) {
  NodeAllocation at;
  at.node = node;
  at.cpus = std::move(cpus);
  at.memory = Mebibytes{memory};
  return at;
}

Job job(std::uint32_t id, const std::string& name) {
  Job made;
  made.id = JobId{id};
  made.user_name = made.group_name = "root";
  made.spec.name = name;
  made.spec.account = "acct";
  made.spec.qos = "normal";
  made.partition = "debug";
  made.time_limit = Minutes{60};
  made.priority = 100;
  made.spec.memory_per_cpu = Mebibytes{100};
  made.tres_request = "cpu=1,mem=100M,node=1,billing=1";
  return made;
}

// The queue of the recorded session: held, running on two nodes, a waiting array, a dependent job.
wire::JobsReply queue() {
  Job alpha = job(70001, "alpha");
  alpha.spec.hold = true;
  alpha.priority = 0;
  alpha.reason = Reason::JobHeldUser;
  alpha.num_cpus = alpha.num_tasks = 2;
  alpha.time_limit = Minutes{5};
  Job beta = job(70002, "beta");
  beta.state = JobState::Running;
  beta.started = kNow - Seconds{65};
  beta.submitted = beta.started - Seconds{3};
  beta.time_limit = Minutes{90};
  beta.num_tasks = 2;
  beta.spec.cpus_per_task = 2;
  beta.spec.memory_per_cpu.reset();
  beta.spec.memory_per_node = Mebibytes{64};
  beta.allocation.nodes = {on("node1", {0, 1}, 64), on("node2", {0, 1}, 64)};
  beta.batch_host = "node1";
  beta.tres_allocated = "cpu=4,mem=128M,node=2,billing=4";
  Job gamma = job(70003, "gamma");
  gamma.partition = "short";
  gamma.array_job = gamma.id;
  gamma.array_pending = {1, 2, 3, 4, 5};
  gamma.array_throttle = 2;
  gamma.reason = Reason::BeginTime;
  gamma.time_limit = Minutes{30};
  gamma.priority = 1000;
  Job delta = job(70004, "delta");
  delta.reason = Reason::Dependency;
  delta.dependency_left = "afterok:70002(unfulfilled)";
  delta.spec.nice = 10;
  delta.spec.comment = "some words";
  return {{alpha, beta, gamma, delta}, kNow, kNever, "reference"};
}

class Squeue : public testing::Test {
 protected:
  Squeue() { context.controller.reply(wire::RequestKind::QueryJobs, queue()); }
  int run(std::vector<std::string> arguments) { return squeue::run(arguments, context); }
  fakes::FakeContext context{"squeue"};
};

TEST_F(Squeue, PrintsTheDefaultColumns) {
  EXPECT_EQ(run({"-S", "i"}), 0);
  EXPECT_EQ(context.printed(),
            "             JOBID PARTITION     NAME     USER ST       TIME  NODES NODELIST(REASON)\n"
            "             70001     debug    alpha     root PD       0:00      1 (JobHeldUser)\n"
            "             70002     debug     beta     root  R       1:05      2 node[1-2]\n"
            "     70003_[1-5%2]     short    gamma     root PD       0:00      1 (BeginTime)\n"
            "             70004     debug    delta     root PD       0:00      1 (Dependency)\n");
}

TEST_F(Squeue, SortsByPartitionStateAndPriorityByDefault) {
  run({"-h", "-o", "%A"});
  EXPECT_EQ(context.printed(), "70004\n70001\n70002\n70003\n");
}

TEST_F(Squeue, PrintsEveryLetterLikeSlurm) {
  run({"-h", "-S", "i", "-o", "%A|%a|%B|%C|%c|%D|%d|%E|%F|%f|%G|%g|%H|%h|%I|%i|%J|%j|%K|%k"});
  EXPECT_EQ(
      context.printed(),
      "70001|acct|n/a|2|1|1|0|(null)|70001|(null)|0|root|*|OK|*|70001|*|alpha|N/A|(null)\n"
      "70002|acct|node1|4|2|2|0|(null)|70002|(null)|0|root|*|OK|*|70002|*|beta|N/A|(null)\n"
      "70003|acct|n/a|1|1|1|0|(null)|70003|(null)|0|root|*|OK|*|70003_[1-5%2]|*|gamma|1-5%2|(null)\n"
      "70004|acct|n/a|1|1|1|0|afterok:70002(unfulfilled)|70004|(null)|0|root|*|OK|*|70004|*|delta|N/A|some words\n");
}

TEST_F(Squeue, PrintsTheLettersOfARunningJob) {
  run({"-h", "-j", "70002", "-o", "%l|%m|%N|%n|%O|%o|%P|%q|%R|%r|%T|%t|%U|%u|%v|%W|%w|%X|%x|%Y|%y|%z"});
  EXPECT_EQ(context.printed(),
            "1:30:00|64M|node[1-2]||0|(null)|debug|normal|node[1-2]|None|RUNNING|R|0|root|(null)|(null)|(null)|N/A||"
            "(null)|0|*:*:*\n");
}

TEST_F(Squeue, PrintsColumnsByName) {
  run({"-h", "-S", "i", "-O", "jobid:10,name:8,partition:8,statecompact:4,state:10,numnodes:4,numcpus:5,numtasks:6,"
                              "username:8", "-j", "70001,70002"});
  EXPECT_EQ(context.printed(), "70001     alpha   debug   PD  PENDING   1   2    2     root    \n"
                               "70002     beta    debug   R   RUNNING   2   4    2     root    \n");
}

TEST_F(Squeue, TellsOfNamesItDoesNotKnowAndGoesOn) {
  run({"-h", "-j", "70002", "-O", "tres-alloc:40,tres-per-node:12,exclusive:6,licenses:8"});
  EXPECT_EQ(context.complaints(), "squeue: error: Invalid job format specification: exclusive\n");
  EXPECT_EQ(context.printed(), "cpu=4,mem=128M,node=2,billing=4         N/A         (null)  \n");
}

TEST_F(Squeue, LeavesUnknownLettersInTheLine) {
  EXPECT_EQ(run({"-S", "i", "-o", "%Q%!"}), 0);
  EXPECT_EQ(context.complaints(), "squeue: error: Invalid job format specification: !\n");
  EXPECT_EQ(context.printed(), "PRIORITY%!\n0%!\n100%!\n1000%!\n100%!\n");
}

TEST_F(Squeue, TakesNoFormatBesideLong) {
  EXPECT_EQ(run({"-l", "-h", "-o", "%i"}), 1);
  EXPECT_EQ(context.complaints(), "squeue: fatal: Options -o(--format) and -l(--long) are mutually exclusive. "
                                  "Please remove one and retry.\n");
}

TEST_F(Squeue, BeginsTheLongListWithTheDate) {
  run({"-l"});
  EXPECT_THAT(context.printed(), testing::MatchesRegex("... ... .. ..:..:.. 2027\n  +JOBID.*"));
}

TEST_F(Squeue, ExpandsArraysTaskByTask) {
  run({"-h", "-p", "short", "-r", "-S", "i", "-o", "%i %P"});
  EXPECT_EQ(context.printed(), "70003_1 short\n70003_2 short\n70003_3 short\n70003_4 short\n70003_5 short\n");
}

TEST_F(Squeue, FiltersByNameStateAndNode) {
  run({"-h", "-n", "alpha,beta", "-S", "-i", "-o", "%i %j"});
  EXPECT_EQ(context.printed(), "70002 beta\n70001 alpha\n");
  fakes::FakeContext other{"squeue"};
  wire::ClusterReply cluster;
  for (const char* name : {"node1", "node8"}) {
    cluster.nodes.emplace_back();
    cluster.nodes.back().name = name;
  }
  other.controller.reply(wire::RequestKind::QueryCluster, cluster);
  other.controller.reply(wire::RequestKind::QueryJobs, queue());
  EXPECT_EQ(squeue::run({"-h", "-w", "node1", "-o", "%i %N"}, other), 0);
  EXPECT_EQ(squeue::run({"-h", "-w", "node8", "-o", "%i %N"}, other), 0);
  EXPECT_EQ(other.printed(), "70002 node[1-2]\n");
}

TEST_F(Squeue, HidesFinishedJobsUnlessAskedForThem) {
  wire::JobsReply reply = queue();
  reply.jobs[0].state = JobState::Cancelled;
  context.controller.reply(wire::RequestKind::QueryJobs, reply);
  run({"-h", "-o", "%A", "-S", "i"});
  EXPECT_EQ(context.printed(), "70002\n70003\n70004\n");
  EXPECT_FALSE(context.controller.last<wire::QueryJobsRequest>(wire::RequestKind::QueryJobs).with_finished);
  fakes::FakeContext all{"squeue"};
  all.controller.reply(wire::RequestKind::QueryJobs, reply);
  squeue::run({"-h", "-t", "CA", "-o", "%i %T %r"}, all);
  EXPECT_EQ(all.printed(), "70001 CANCELLED JobHeldUser\n");
}

TEST_F(Squeue, SaysWhichStatesThereAre) {
  EXPECT_EQ(run({"-t", "nosuchstate"}), 1);
  EXPECT_THAT(context.complaints(),
              HasSubstr("squeue: error: Invalid job state specified: nosuchstate\n"
                        "squeue: error: Valid job states include: pending,running,suspended,completed,"));
  EXPECT_THAT(context.complaints(), testing::EndsWith("special_exit,stage_out,stopped\n\n"));
}

TEST_F(Squeue, PrintsTheHeaderForAUserThatIsNone) {
  EXPECT_EQ(run({"-u", "nosuchuser-"}), 0);
  EXPECT_EQ(context.complaints(), "squeue: error: Invalid user: nosuchuser-\n\n");
  EXPECT_EQ(context.printed(),
            "             JOBID PARTITION     NAME     USER ST       TIME  NODES NODELIST(REASON)\n");
}

TEST_F(Squeue, PassesTheControllersErrorOn) {
  context.controller.fail(wire::RequestKind::QueryJobs, Error{Code::InvalidJobId});
  EXPECT_EQ(run({"-j", "99999"}), 1);
  EXPECT_EQ(context.complaints(), "slurm_load_jobs error: Invalid job id specified\n");
}

TEST_F(Squeue, ReadsItsEnvironmentBelowTheCommandLine) {
  context.variables["SQUEUE_FORMAT"] = "%i/%j";
  context.variables["SQUEUE_PARTITION"] = "short";
  run({"-h", "-S", "i", "-p", "debug"});
  EXPECT_EQ(context.printed(), "70001/alpha\n70002/beta\n70004/delta\n");
}

TEST_F(Squeue, ShowsSteps) {
  wire::StepsReply steps;
  steps.jobs = {queue().jobs[1]};
  Step step;
  step.id = {JobId{70002}, StepNumber{0}};
  step.name = "hostname";
  step.started = kNow - Seconds{5};
  step.allocation = steps.jobs[0].allocation;
  steps.steps = {step};
  steps.now = kNow;
  context.controller.reply(wire::RequestKind::QuerySteps, steps);
  run({"-s"});
  EXPECT_EQ(context.printed(), "         STEPID     NAME PARTITION     USER      TIME NODELIST\n"
                               "        70002.0 hostname     debug     root      0:05 node[1-2]\n");
}

TEST_F(Squeue, WritesDocumentsOfWhatWasAskedFor) {
  context.controller.reply(wire::RequestKind::QueryCluster, wire::ClusterReply{});
  EXPECT_EQ(run({"--json", "-j", "70001"}), 0);
  EXPECT_THAT(context.printed(), HasSubstr("\"state_reason\": \"JobHeldUser\""));
  EXPECT_THAT(context.printed(), HasSubstr("\"hold\": true"));
  EXPECT_THAT(context.printed(), testing::Not(HasSubstr("\"beta\"")));
}

TEST_F(Squeue, WritesYamlWithATagBeforeEveryNode) {
  context.controller.reply(wire::RequestKind::QueryCluster, wire::ClusterReply{});
  EXPECT_EQ(run({"--yaml", "-j", "70004"}), 0);
  EXPECT_THAT(context.printed(), testing::StartsWith("%YAML 1.1\n--- !!map\n!!str jobs: !!seq\n- !!map\n  !!str account:"));
  EXPECT_THAT(context.printed(), HasSubstr("\n  !!str comment: !!str some words\n"));
  EXPECT_THAT(context.printed(), HasSubstr("\n  !!str job_resources: !!null null\n"));
}

TEST_F(Squeue, WritesPlainNumbersAndNullsWhereAskedTo) {
  context.controller.reply(wire::RequestKind::QueryCluster, wire::ClusterReply{});
  EXPECT_EQ(run({"--json=v0.0.43+complex", "-j", "70001"}), 0);
  EXPECT_THAT(context.printed(), HasSubstr("\"array_task_id\": null"));
  EXPECT_THAT(context.printed(), HasSubstr("\"tasks_per_core\": \"Infinity\""));
  EXPECT_THAT(context.printed(), HasSubstr("\"data_parser\": \"data_parser\\/v0.0.43+complex\""));
  EXPECT_THAT(context.printed(), testing::Not(HasSubstr("submit_line")));
}

TEST_F(Squeue, ListsWhatTheKeysLeaveOpenWithTheLatestStartFirst) {
  EXPECT_EQ(run({"-h", "-S", "h", "-o", "%A"}), 0);
  EXPECT_EQ(context.printed(), "70002\n70004\n70003\n70001\n");
}

TEST_F(Squeue, NamesTheLastOfTheSortKeysThatItDoesNotKnow) {
  EXPECT_EQ(run({"-S", "nosuch"}), 1);
  EXPECT_EQ(context.complaints(), "squeue: error: Invalid sort specification: s\n");
}

TEST_F(Squeue, TakesOneKindOfFormatOnly) {
  EXPECT_EQ(run({"-o", "%i", "-O", "name"}), 1);
  EXPECT_EQ(context.complaints(), "squeue: error: -O (--Format) is incompatible with -o (--format)\n");
}

TEST_F(Squeue, ShowsOnlyIdsAndStatesWhereNothingElseIsAskedFor) {
  EXPECT_EQ(run({"--only-job-state", "-h", "-j", "70003"}), 0);
  EXPECT_EQ(context.printed(), "       70003_[1-5] PD\n");
  EXPECT_EQ(run({"--only-job-state", "-p", "short"}), 1);
}

TEST_F(Squeue, FindsNothingForATaskThatThereIsNot) {
  EXPECT_EQ(run({"-h", "-j", "70003_9"}), 0);
  EXPECT_EQ(context.printed(), "");
}

TEST_F(Squeue, RefusesADataParserThatThereIsNone) {
  EXPECT_EQ(run({"--json=nosuch"}), 1);
  EXPECT_EQ(
      context.complaints(),
      "squeue: error: load_plugins: unable to find plugin: data_parser/nosuch\n"
      "squeue: error: data_parser_g_new: failure loading plugins: Plugin has invalid format or unable to be loaded\n"
      "squeue: error: application/json output not supported by data_parser/v0.0.44\n");
}

}  // namespace
}  // namespace minislurm
