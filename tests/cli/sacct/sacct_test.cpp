#include <gmock/gmock.h>

#include "commands/sacct/query.h"
#include "commands/sacct/run.h"
#include "commands/sacct/view.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

using testing::HasSubstr;

constexpr Instant kNow{Seconds{1800000000}};

Allocation on_node1(std::vector<std::uint32_t> cpus) {
  Allocation made;
  made.nodes.emplace_back();
  made.nodes[0].node = "node1";
  made.nodes[0].cpus = std::move(cpus);
  made.nodes[0].memory = Mebibytes{40};
  return made;
}

Job job(std::uint32_t id, const std::string& name, JobState state) {
  Job made;
  made.id = JobId{id};
  made.spec.name = name;
  made.spec.account = "acct";
  made.user_name = made.group_name = "root";
  made.partition = "debug";
  made.state = state;
  made.submitted = made.eligible = made.started = kNow - Seconds{20};
  made.ended = kNow - Seconds{10};
  made.allocation = on_node1({0});
  return made;
}

Step step(std::uint32_t id, StepNumber number, const std::string& name, JobState state, ExitCode code) {
  Step made;
  made.id = {JobId{id}, number};
  made.name = name;
  made.state = state;
  made.exit_code = code;
  made.started = kNow - Seconds{20};
  made.ended = kNow - Seconds{10};
  made.allocation = on_node1({0, 1});
  made.tres_allocated = "cpu=2,mem=40M,node=1";
  return made;
}

// The recorded session: a failed job with steps, a failed one, a cancelled one, two tasks of an array.
wire::HistoryReply history() {
  wire::HistoryReply reply;
  reply.now = kNow;
  reply.cluster_name = "reference";
  Job ok = job(70001, "okjob", JobState::Failed);
  ok.exit_code = {1, 0};
  ok.num_cpus = ok.num_tasks = 2;
  ok.allocation = on_node1({0, 1});
  ok.spec.memory_per_node = Mebibytes{40};
  ok.tres_request = ok.tres_allocated = "cpu=2,mem=40M,node=1,billing=2";
  Job bad = job(70002, "badjob", JobState::Failed);
  bad.spec.account = "other";
  bad.spec.comment = "a note";
  bad.exit_code = {9, 0};
  bad.priority = 100;
  bad.time_limit = Minutes{60};
  Job gone = job(70003, "gone", JobState::Cancelled);
  gone.exit_code = {0, 15};
  Job first = job(70005, "hetarr", JobState::Completed), last = job(70004, "hetarr", JobState::Completed);
  first.array_job = last.array_job = JobId{70004};
  first.array_task = 1;
  last.array_task = 2;
  reply.jobs = {ok, bad, gone, first, last};
  reply.steps = {step(70001, StepNumber::Batch, "batch", JobState::Failed, {1, 0}),
                 step(70001, StepNumber{0}, "true", JobState::Completed, {0, 0}),
                 step(70001, StepNumber{1}, "false", JobState::Failed, {1, 0}),
                 step(70003, StepNumber::Batch, "batch", JobState::Cancelled, {0, 15})};
  reply.steps[1].num_tasks = 2;
  reply.steps[2].allocation = on_node1({0});
  reply.steps[2].tres_allocated = "cpu=1,mem=40M,node=1";
  return reply;
}

class Sacct : public testing::Test {
 protected:
  Sacct() {
    context.controller.reply(wire::RequestKind::QueryHistory, history());
    context.controller.reply(wire::RequestKind::QueryCluster, wire::ClusterReply{});
    context.time = kNow;
  }
  int run(std::vector<std::string> arguments) { return sacct::run(arguments, context); }
  fakes::FakeContext context{"sacct"};
};

TEST_F(Sacct, PrintsJobsAndSteps) {
  EXPECT_EQ(run({"-j", "70001"}), 0);
  EXPECT_EQ(context.printed(),
            "JobID           JobName  Partition    Account  AllocCPUS      State ExitCode \n"
            "------------ ---------- ---------- ---------- ---------- ---------- -------- \n"
            "70001             okjob      debug       acct          2     FAILED      1:0 \n"
            "70001.batch       batch                  acct          2     FAILED      1:0 \n"
            "70001.0            true                  acct          2  COMPLETED      0:0 \n"
            "70001.1           false                  acct          1     FAILED      1:0 \n");
}

TEST_F(Sacct, PrintsAllocationsParsably) {
  run({"-X", "-P", "-j", "70001,70002,70003,70004", "-o",
       "jobid,jobname,partition,account,alloccpus,state,exitcode"});
  EXPECT_EQ(context.printed(), "JobID|JobName|Partition|Account|AllocCPUS|State|ExitCode\n"
                               "70001|okjob|debug|acct|2|FAILED|1:0\n"
                               "70002|badjob|debug|other|1|FAILED|9:0\n"
                               "70003|gone|debug|acct|1|CANCELLED by 0|0:0\n"
                               "70004_1|hetarr|debug|acct|1|COMPLETED|0:0\n"
                               "70004_2|hetarr|debug|acct|1|COMPLETED|0:0\n");
}

TEST_F(Sacct, MarksWhatItCuts) {
  run({"-b", "-n", "-j", "70003"});
  EXPECT_EQ(context.printed(), "70003        CANCELLED+      0:0 \n70003.batch   CANCELLED     0:15 \n");
}

TEST_F(Sacct, LeavesOfStepsEmptyWhatIsOfTheJob) {
  run({"-n", "-P", "-j", "70001", "-o",
       "jobid,jobidraw,jobname,user,group,uid,gid,ntasks,nnodes,ncpus,reqcpus,reqmem,reqtres,alloctres,nodelist"});
  EXPECT_EQ(
      context.printed(),
      "70001|70001|okjob|root|root|0|0||1|2|2|40M|billing=2,cpu=2,mem=40M,node=1|billing=2,cpu=2,mem=40M,node=1|node1\n"
      "70001.batch|70001.batch|batch|||||1|1|2|2|||cpu=2,mem=40M,node=1|node1\n"
      "70001.0|70001.0|true|||||2|1|2|2|||cpu=2,mem=40M,node=1|node1\n"
      "70001.1|70001.1|false|||||1|1|1|1|||cpu=1,mem=40M,node=1|node1\n");
}

TEST_F(Sacct, TakesWidthsFromTheFormat) {
  run({"-n", "-X", "-j", "70002", "-o", "jobid%10,jobname%-12,state%6,exitcode"});
  EXPECT_EQ(context.printed(), "     70002 badjob       FAILED      9:0 \n");
}

TEST_F(Sacct, ShowsCommentsOnlyWhereTheyAreKept) {
  run({"-n", "-P", "-X", "-j", "70002", "-o", "jobid,comment,qos,priority,timelimit,derivedexitcode,cluster,reqnodes"});
  EXPECT_EQ(context.printed(), "70002||normal|100|01:00:00|0:0|reference|1\n");
}

TEST_F(Sacct, ShowsOneStepAlone) {
  run({"-n", "-P", "-j", "70001.batch", "-o", "jobid,state"});
  EXPECT_EQ(context.printed(), "70001.batch|FAILED\n");
}

TEST_F(Sacct, ShowsOneTaskOfAnArray) {
  run({"-n", "-P", "-X", "-j", "70004_2", "-o", "jobid,jobidraw"});
  EXPECT_EQ(context.printed(), "70004_2|70004\n");
}

TEST_F(Sacct, RefusesFieldsUsersAndTimesThatThereAreNot) {
  EXPECT_EQ(run({"-o", "nosuchfield"}), 1);
  EXPECT_EQ(run({"-n", "-u", "nosuchuser-"}), 1);
  EXPECT_EQ(run({"-S", "notatime"}), 1);
  EXPECT_EQ(context.complaints(), "sacct: error: Invalid field requested: \"nosuchfield\"\n"
                                  "sacct: error: Invalid user id: nosuchuser-\n"
                                  "Invalid time specification (pos=0): notatime\n");
}

TEST_F(Sacct, AsksForTheDocumentedWindow) {
  const auto window = [this](std::vector<std::string> arguments) {
    arguments.push_back("-n");
    EXPECT_EQ(run(arguments), 0);
    const auto query = context.controller.last<wire::QueryHistoryRequest>(wire::RequestKind::QueryHistory);
    return std::pair{query.since, query.until};
  };
  const Instant soon = kNow + Seconds{1}, before = kNow - Seconds{600};
  EXPECT_EQ(window({"-j", "1"}), std::pair(kNever, soon));
  EXPECT_EQ(window({"-j", ""}).second, soon);
  EXPECT_EQ(window({"-s", "F"}), std::pair(kNow, soon));
  EXPECT_EQ(window({"-s", "F", "-S", "now-10minutes"}), std::pair(before, before + Seconds{1}));
  EXPECT_EQ(window({"-s", "F", "-S", "now-10minutes", "-j", "1"}), std::pair(before, before + Seconds{1}));
  EXPECT_EQ(window({"-S", "now-10minutes"}), std::pair(before, soon));
  EXPECT_EQ(window({"-S", "now-1hour", "-E", "now-10minutes"}).second, before);
  EXPECT_EQ(window({"-S", ""}), std::pair(kNever, soon));
  EXPECT_EQ(window({}).second, soon);
  EXPECT_LE(window({}).first, kNow);
}

TEST_F(Sacct, RefusesAWindowThatEndsBeforeItBegins) {
  EXPECT_EQ(run({"-E", "now-1week", "-S", "now"}), 1);
  EXPECT_THAT(context.complaints(), testing::StartsWith("sacct: error: Start time ("));
  EXPECT_THAT(context.complaints(), HasSubstr(") requested is after end time ("));
}

TEST_F(Sacct, SaysWhichWindowItAsksAbout) {
  run({"-v", "-n", "-s", "CD,F", "-j", "1"});
  EXPECT_THAT(context.complaints(), HasSubstr("sacct: Jobs COMPLETED,FAILED in the time window from Epoch 0 to "));
}

TEST_F(Sacct, RefusesWordsThatMeanNothing) {
  struct Row {
    std::vector<std::string> arguments;
    std::string complaint;
  };
  for (const Row& row : std::vector<Row>{
           {{"-s", "COMPL"}, "sacct: fatal: unrecognized job state value 'COMPL'\n"},
           {{"-s", "3"}, "sacct: fatal: unrecognized job state value '3'\n"},
           {{"-R", "foo"}, "sacct: fatal: unrecognized job reason value 'foo'\n"},
           {{"-F", "foo"}, "sacct: error: str_2_job_flags: Invalid job flag foo\n"},
           {{"-i", "x"}, "sacct: error: Invalid numeric value \"x\" for requested node range.\n"},
           {{"-I", "a"}, "sacct: error: Invalid numeric value \"a\" for requested cpu range.\n"},
           {{"-k", "x"}, "sacct: fatal: Invalid time limit specification\n"},
           {{"-j", "abc"}, "sacct: fatal: Bad job/step specified: abc\n"},
           {{"--units=Z"},
            "sacct: error: Invalid unit type 'Z'. Possible options are 'KMGTP'\nsacct: fatal: Invalid unit type\n"},
           {{"70001"}, "sacct: error: Unknown arguments:\nsacct: error:  70001\n"},
           {{"-c"}, "Slurm job completion is disabled\n"},
           {{"-f", "/dev/null"}, "/dev/null is not a valid file\n"},
           {{"-B"},
            "sacct: fatal: When requesting job scripts you must also request specific jobs with the '-j' option.\n"},
           {{"-B", "--env-vars", "-j1"},
            "sacct: fatal: Options --batch-script and --env-vars are mutually exclusive\n"},
           {{"-l", "-o", "jobid"},
            "sacct: fatal: Options -o(--format) and -l(--long) are mutually exclusive. Please remove one and retry.\n"},
       }) {
    fakes::FakeContext fresh{"sacct"};
    EXPECT_EQ(sacct::run(row.arguments, fresh), 1) << row.complaint;
    EXPECT_EQ(fresh.complaints(), row.complaint);
  }
}

TEST_F(Sacct, GathersFieldsFromAllThatAsksForSome) {
  run({"-n", "-X", "-P", "-j", "70002", "-o", "jobid", "-o", "state", "-b"});
  EXPECT_EQ(context.printed(), "70002|FAILED|70002|FAILED|9:0\n");
}

TEST_F(Sacct, ShowsTheLastRunOfAJobUnlessAskedForAll) {
  wire::HistoryReply reply = history();
  Job run_before = reply.jobs[1];
  run_before.flags = with(0, JobFlag::Requeued);
  run_before.started -= Seconds{60};
  run_before.ended -= Seconds{60};
  reply.jobs[1].restarts = 1;
  reply.jobs.insert(reply.jobs.begin() + 1, run_before);
  reply.steps.push_back(step(70002, StepNumber::Batch, "batch", JobState::Failed, {9, 0}));
  reply.steps.push_back(step(70002, StepNumber::Batch, "batch", JobState::Cancelled, {0, 15}));
  reply.steps.back().started -= Seconds{60};
  context.controller.reply(wire::RequestKind::QueryHistory, reply);
  run({"-n", "-P", "-j", "70002", "-o", "jobid,state"});
  EXPECT_EQ(context.printed(), "70002|FAILED\n70002.batch|FAILED\n");
  fakes::FakeContext other{"sacct"};
  other.controller.reply(wire::RequestKind::QueryHistory, reply);
  other.time = kNow;
  sacct::run({"-n", "-P", "-D", "-j", "70002", "-o", "jobid,state"}, other);
  EXPECT_EQ(other.printed(), "70002|REQUEUED\n70002.batch|CANCELLED\n70002|FAILED\n70002.batch|FAILED\n");
}

TEST_F(Sacct, SaysWhatAStepThatWasMeasuredHasUsed) {
  wire::HistoryReply reply = history();
  Usage& used = reply.steps[1].usage;
  used.tasks = 2;
  used.sum_rss_kib = 20001;
  used.max_rss_kib = 10240;
  used.max_rss_task = 1;
  used.read_bytes = used.max_read_bytes = 63779;
  used.sum_cpu_usec = 5'000'000;
  context.controller.reply(wire::RequestKind::QueryHistory, reply);
  run({"-n", "-P", "-j", "70001", "-o", "jobid,maxrss,maxrsstask,maxrssnode,averss,maxdiskread,avecpu,consumedenergy"});
  EXPECT_EQ(context.printed(), "70001|||||||0\n70001.batch|||||||0\n"
                               "70001.0|10M|1|node1|10240512|0.06M|00:00:02|0\n70001.1|||||||0\n");
}

TEST_F(Sacct, AJobThatEndedWithoutAStartHasNone) {
  wire::HistoryReply reply;
  reply.now = kNow;
  reply.jobs = {job(1, "gone", JobState::Cancelled)};
  reply.jobs[0].started = kNever;
  context.controller.reply(wire::RequestKind::QueryHistory, reply);
  run({"-n", "-P", "-j", "1", "-o", "start,flags"});
  EXPECT_EQ(context.printed(), "None|StartReceived\n");
}

TEST_F(Sacct, LooksAmongEverybodysJobsForThoseThatAreNamed) {
  const auto users = [this](std::vector<std::string> arguments) {
    run(arguments);
    return context.controller.last<wire::QueryHistoryRequest>(wire::RequestKind::QueryHistory).users;
  };
  EXPECT_EQ(users({}), std::vector<std::uint32_t>{1000});
  EXPECT_TRUE(users({"-j", "1"}).empty());
  EXPECT_TRUE(users({"-N", "node1"}).empty());
  EXPECT_TRUE(users({"-a"}).empty());
}

TEST_F(Sacct, KnowsTheFieldsOfTheRelease) {
  run({"--helpformat"});
  std::istringstream words{context.printed()};
  std::string word;
  int count = 0;
  while (words >> word) ++count;
  EXPECT_EQ(count, 120);
  for (const char* name : {"Planned", "StdOut", "QOSREQ", "Restarts", "SegmentSize", "FailedNode"})
    EXPECT_THAT(context.printed(), HasSubstr(name));
  EXPECT_THAT(context.printed(), testing::Not(HasSubstr("ResvCPU")));
}

TEST_F(Sacct, WritesADocumentWithSteps) {
  EXPECT_EQ(run({"--json", "-j", "70003"}), 0);
  EXPECT_THAT(context.printed(), HasSubstr("\"current\": [\n          \"CANCELLED\"\n        ]"));
  EXPECT_THAT(context.printed(), HasSubstr("\"name\": \"batch\""));
}

}  // namespace
}  // namespace minislurm
