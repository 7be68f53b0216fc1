// What scontrol prints and asks for, against a controller of canned replies. Layouts are those recorded on Slurm 25.11.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commands/scontrol/run.h"
#include "tests/support/fake_context.h"

namespace minislurm {
namespace {

using testing::HasSubstr;
using wire::RequestKind;

class Scontrol : public testing::Test {
 protected:
  int run(const std::vector<std::string>& words) { return scontrol::run(words, context); }
  fakes::FakeContext context{"scontrol"};
};

Job held_job() {
  Job job;
  job.id = JobId{12};
  job.user_name = job.group_name = "root";
  job.spec.name = "first";
  job.spec.account = "other";
  job.spec.qos = "normal";
  job.spec.nice = 5;
  job.spec.cpus_per_task = 2;
  job.spec.memory_per_cpu = Mebibytes{70};
  job.spec.constraint = "fast";
  job.spec.excluded_nodes = "node3";
  job.spec.comment = "note";
  job.spec.work_dir = "/tmp/w";
  job.spec.submit_line = "sbatch -H";
  job.reason = Reason::JobHeldUser;
  job.partition = "debug";
  job.time_limit = Minutes{10};
  job.num_tasks = 2;
  job.num_cpus = 4;
  job.max_nodes = 2;
  job.tres_request = "cpu=4,mem=280M,node=1,billing=4";
  job.submitted = Instant{Seconds{1800000000}};
  return job;
}

TEST_F(Scontrol, ShowsAHeldJobLineByLine) {
  wire::JobsReply reply;
  reply.jobs = {held_job()};
  context.controller.reply(RequestKind::QueryJobs, reply);
  ASSERT_EQ(run({"show", "job", "12"}), 0);
  const std::string text = context.printed();
  EXPECT_THAT(text, testing::StartsWith("JobId=12 JobName=first\n   UserId=root(0) GroupId=root(0) MCS_label=N/A\n"));
  EXPECT_THAT(text, HasSubstr("\n   JobState=PENDING Reason=JobHeldUser Dependency=(null)\n"));
  EXPECT_THAT(text, HasSubstr("\n   RunTime=00:00:00 TimeLimit=00:10:00 TimeMin=N/A\n"));
  EXPECT_THAT(text, HasSubstr("\n   NodeList=\n   NumNodes=1-2 NumCPUs=4 NumTasks=2 CPUs/Task=2 ReqB:S:C:T=0:0:*:*\n"
                              "   ReqTRES=cpu=4,mem=280M,node=1,billing=4\n   AllocTRES=(null)\n"
                              "   Socks/Node=* NtasksPerN:B:S:C=0:0:*:* CoreSpec=*\n"
                              "   MinCPUsNode=2 MinMemoryCPU=70M MinTmpDiskNode=0\n"
                              "   Features=fast DelayBoot=00:00:00\n"
                              "   OverSubscribe=OK Contiguous=0 Licenses=(null) LicensesAlloc=(null) Network=(null)\n"
                              "   Command=(null)\n   SubmitLine=sbatch -H\n   WorkDir=/tmp/w\n   Comment=note\n"
                              "   StdErr=\n   StdIn=/dev/null\n   StdOut=/tmp/w/slurm-12.out\n   TresPerTask=cpu=2\n\n"));
}

TEST_F(Scontrol, OneLinerJoinsTheSameFields) {
  wire::JobsReply reply;
  reply.jobs = {held_job()};
  context.controller.reply(RequestKind::QueryJobs, reply);
  ASSERT_EQ(run({"-o", "show", "job", "12"}), 0);
  EXPECT_THAT(context.printed(), HasSubstr("JobName=first UserId=root(0)"));
  EXPECT_EQ(context.printed().find('\n'), context.printed().size() - 1);
}

TEST_F(Scontrol, ATaskOfAWaitingArrayIsShownAlone) {
  wire::JobsReply reply;
  reply.jobs = {held_job()};
  reply.jobs[0].array_job = JobId{12};
  reply.jobs[0].array_pending = {1, 2, 3};
  context.controller.reply(RequestKind::QueryJobs, reply);
  ASSERT_EQ(run({"show", "job", "12_2"}), 0);
  EXPECT_THAT(context.printed(), testing::StartsWith("JobId=12 ArrayJobId=12 ArrayTaskId=2 JobName=first\n"));
  EXPECT_THAT(context.printed(), HasSubstr("StdOut=/tmp/w/slurm-12_2.out\n"));
}

TEST_F(Scontrol, UnknownWordsAndJobsFailInSlurmsWords) {
  context.controller.fail(RequestKind::QueryJobs, Error{Code::InvalidJobId});
  EXPECT_EQ(run({"show", "job", "99999"}), 1);
  EXPECT_EQ(run({"nosuch"}), 1);
  EXPECT_EQ(run({"show", "nosuch"}), 1);
  EXPECT_EQ(context.complaints(),
            "slurm_load_jobs error: Invalid job id specified\ninvalid keyword: nosuch\n"
            "invalid entity:nosuch for keyword:show\n");
}

TEST_F(Scontrol, UpdatesSendTheKeysAsWrittenWithTheIdFirst) {
  context.controller.reply(RequestKind::Update, wire::UpdateReply{});
  ASSERT_EQ(run({"update", "TimeLimit=20", "jobid=12", "Name=renamed", "Comment=two words"}), 0);
  const auto sent = context.controller.last<wire::UpdateRequest>(RequestKind::Update);
  EXPECT_EQ(sent.entity, wire::Entity::Job);
  const std::vector<std::pair<std::string, std::string>> expected{
      {"JobId", "12"}, {"TimeLimit", "20"}, {"Name", "renamed"}, {"Comment", "two words"}};
  EXPECT_EQ(sent.keys, expected);
}

TEST_F(Scontrol, AShortenedKeyNamesTheEntityWhereNoWholeOneDoes) {
  const auto sent = [this](std::vector<std::string> words) {
    context.controller.reply(RequestKind::Update, wire::UpdateReply{});
    words.insert(words.begin(), "update");
    EXPECT_EQ(run(words), 0);
    const auto request = context.controller.last<wire::UpdateRequest>(RequestKind::Update);
    return std::pair{request.entity, request.keys.front()};
  };
  using Named = std::pair<wire::Entity, std::pair<std::string, std::string>>;
  EXPECT_EQ(sent({"job=12", "Nice=1"}), (Named{wire::Entity::Job, {"JobId", "12"}}));
  EXPECT_EQ(sent({"node=n1", "State=RESUME"}), (Named{wire::Entity::Node, {"NodeName", "n1"}}));
  EXPECT_EQ(sent({"partition=p", "State=UP"}), (Named{wire::Entity::Partition, {"PartitionName", "p"}}));
  EXPECT_EQ(sent({"partition=p", "JobId=12"}), (Named{wire::Entity::Job, {"JobId", "12"}}));
}

TEST_F(Scontrol, RefusedUpdatesAreExplained) {
  context.controller.fail_once(RequestKind::Update, Error{Code::InvalidPartitionName});
  context.controller.fail_once(RequestKind::Update, Error{Code::InvalidNodeName});
  EXPECT_EQ(run({"update", "JobId=12", "NoSuch=1"}), 1);
  EXPECT_EQ(run({"update", "JobId=12", "TimeLimit=bogus"}), 1);
  EXPECT_EQ(run({"update", "JobId=12", "Partition=nosuch"}), 1);
  EXPECT_EQ(run({"update", "NodeName=nosuch", "State=RESUME"}), 1);
  EXPECT_EQ(context.complaints(),
            "Update of this parameter is not supported: NoSuch=1\nRequest aborted\n"
            "scontrol: error: Invalid TimeLimit value\nInvalid partition name specified for job 12\n"
            "slurm_update error: Invalid node name specified\n");
}

TEST_F(Scontrol, DrainingANodeNeedsAReason) {
  EXPECT_EQ(run({"update", "NodeName=node6", "State=DRAIN"}), 1);
  EXPECT_EQ(run({"update", "NodeName=node6", "State=NOSUCH", "Reason=x"}), 1);
  EXPECT_THAT(context.complaints(),
              testing::StartsWith("You must specify a reason when DOWNING or DRAINING a node. Request denied\n"
                                  "Invalid input: State=NOSUCH\nRequest aborted\n"));
  EXPECT_EQ(context.controller.count(RequestKind::Update), 0U);
}

TEST_F(Scontrol, HoldingAnUnknownJobSaysItTwice) {
  wire::OutcomeList unknown;
  unknown.codes = {Code::InvalidJobId};
  context.controller.reply(RequestKind::ActOnJobs, unknown);
  EXPECT_EQ(run({"hold", "99999"}), 1);
  EXPECT_EQ(context.complaints(),
            "Invalid job id specified for job 99999\nslurm_suspend error:Invalid job id specified\n");
}

TEST_F(Scontrol, HostListsAreWrittenAndRead) {
  EXPECT_EQ(run({"show", "hostnames", "n[01-03,7],m5"}), 0);
  EXPECT_EQ(run({"show", "hostlist", "n01,n02,n03,n7,m5"}), 0);
  EXPECT_EQ(run({"show", "hostlistsorted", "n3,n1,n2"}), 0);
  EXPECT_EQ(context.printed(), "n01\nn02\nn03\nn7\nm5\nn[01-03,7],m5\nn[1-3]\n");
}

TEST_F(Scontrol, ThePromptRunsLinesUntilQuitAndRepeatsTheLast) {
  context.controller.reply(RequestKind::Ping, wire::PingReply{"host1", "c", "1", 1});
  context.set_input("ping\n!!\nnosuch\nquit\nping\n");
  EXPECT_EQ(run({}), 1);  // one of the lines failed
  EXPECT_EQ(context.printed(),
            "scontrol: ping\nSlurmctld(primary) at host1 is UP\nscontrol: !!\nSlurmctld(primary) at host1 is UP\n"
            "scontrol: nosuch\nscontrol: quit\n");
  EXPECT_EQ(context.complaints(), "invalid keyword: nosuch\n");
}

TEST_F(Scontrol, QuotesAtThePromptKeepAValueInOnePieceAndStayInIt) {
  context.controller.reply(RequestKind::Update, wire::UpdateReply{});
  context.set_input("update jobid=12 comment=\"a b\"\n");
  EXPECT_EQ(run({}), 0);
  const auto sent = context.controller.last<wire::UpdateRequest>(RequestKind::Update);
  const std::vector<std::pair<std::string, std::string>> expected{{"JobId", "12"}, {"Comment", "\"a b\""}};
  EXPECT_EQ(sent.keys, expected);
}

TEST_F(Scontrol, TooFewAndTooManyWordsAreSaidInTheWordsOfEachVerb) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"hold"}, {"update"}, {"pidinfo"}, {"getaddrs"}, {"errnumstr", "1", "2"}, {"ping", "x"}})
    EXPECT_EQ(run(words), 1);
  EXPECT_EQ(context.complaints(),
            "too few arguments for keyword:hold\ntoo few arguments for update keyword\nmissing argument for keyword:pidinfo\n"
            "one argument required for keyword:getaddrs\none arguments required for keyword:errnumstr\n"
            "too many arguments for keyword:ping\n");
}

TEST_F(Scontrol, ValuesThatCannotBeMeantAreRefusedBeforeTheControllerIsAsked) {
  for (const char* word : {"MinMemoryNode=1G", "Contiguous=maybe", "NumNodes=x", "Deadline=bogus", "Requeue=x"})
    run({"update", "JobId=12", word});
  EXPECT_EQ(context.complaints(),
            "scontrol: error: Invalid MinMemoryNode value: 1G\nscontrol: error: Invalid Contiguous value: maybe\n"
            "scontrol: error: \"x\" is not a valid node count\nInvalid time specification (pos=0): bogus\n"
            "No changes specified\nscontrol: error: Invalid Requeue value: x\n");
  EXPECT_EQ(context.controller.count(RequestKind::Update), 0U);
}

TEST_F(Scontrol, TheTasksOfAnArrayThatRefuseAreNamedTogether) {
  wire::OutcomeList outcome;
  outcome.codes = {Code::Success};
  outcome.refused = {{"12_[1-4]", Code::Success}, {"12_[5-9]", Code::InvalidJobId}};
  context.controller.reply(RequestKind::ActOnJobs, outcome);
  EXPECT_EQ(run({"release", "12_[1-9]"}), 1);
  EXPECT_EQ(context.complaints(), "12_[1-4]: No error\n12_[5-9]: Invalid job id specified\n");
}

TEST_F(Scontrol, ListsTheProcessesOfAStepWithTheirRanks) {
  wire::ProcessesReply reply;
  wire::ListedProcess task, child;
  task.pid = 15976;
  task.step = child.step = StepId{JobId{12}, StepNumber{0}};
  task.rank = task.local_rank = 1;
  child.pid = 15990;
  reply.processes = {task, child};
  context.controller.reply(RequestKind::ListProcesses, reply);
  EXPECT_EQ(run({"listpids", "12.0"}), 0);
  EXPECT_EQ(context.printed(),
            "PID      JOBID    STEPID   LOCALID GLOBALID\n15976    12       0        1       1       \n"
            "15990    12       0        -       -       \n");
}

TEST_F(Scontrol, EveryErrorNumberHasItsText) {
  EXPECT_EQ(run({"errnumstr", "2017"}), 0);
  EXPECT_EQ(run({"errnumstr", "2"}), 0);
  EXPECT_EQ(run({"errnumstr", "x"}), 1);
  EXPECT_EQ(context.printed(), "Invalid job id specified\nNo such file or directory\n");
}

}  // namespace
}  // namespace minislurm
