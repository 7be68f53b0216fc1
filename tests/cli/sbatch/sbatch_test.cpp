#include "commands/sbatch/run.h"

#include <gmock/gmock.h>

#include "commands/sbatch/options.h"
#include "tests/support/fake_context.h"
#include "tests/support/option_names.h"

namespace minislurm::sbatch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using wire::RequestKind;

class Sbatch : public ::testing::Test {
 protected:
  Sbatch() {
    wire::SubmitReply reply;
    reply.id = JobId{7};
    context.controller.reply(RequestKind::Submit, reply);
    context.files["/home/alice/ok.sh"] =
        "#!/bin/bash\n#SBATCH -J named\n#SBATCH --time=2 --ntasks=2\n#  SBATCH -N 99\necho \"args: $*\"\n"
        "#SBATCH -J toolate\n";
  }

  int sbatch(const std::vector<std::string>& arguments) { return run(arguments, context); }
  wire::SubmitRequest sent() { return context.controller.last<wire::SubmitRequest>(RequestKind::Submit); }
  // Names in the environment sent, with their values.
  std::string variable(const std::string& name) {
    const std::string block = std::string(1, '\0') + sent().environment;
    const std::size_t at = block.find('\0' + name + "=");
    if (at == block.npos) return "(unset)";
    const std::size_t begin = at + name.size() + 2;
    return block.substr(begin, block.find('\0', begin) - begin);
  }

  fakes::FakeContext context{"sbatch"};
};

TEST_F(Sbatch, SubmitsAScriptWithItsArguments) {
  EXPECT_EQ(sbatch({"ok.sh", "one", "--two three"}), 0);
  EXPECT_EQ(context.printed(), "Submitted batch job 7\n");
  EXPECT_EQ(context.complaints(), "");
  const wire::SubmitRequest request = sent();
  EXPECT_EQ(request.spec.name, "named");
  EXPECT_EQ(request.spec.ntasks, 2U);
  EXPECT_EQ(request.spec.time_limit, Minutes{2});
  EXPECT_EQ(request.spec.min_nodes, std::nullopt);
  EXPECT_EQ(request.spec.command, "/home/alice/ok.sh");
  EXPECT_EQ(request.spec.submit_line, "sbatch ok.sh one --two three");
  EXPECT_EQ(request.spec.work_dir, "/home/alice");
  EXPECT_EQ(request.spec.alloc_node, "host1");
  EXPECT_THAT(request.spec.script_arguments, ElementsAre("one", "--two three"));
  EXPECT_THAT(request.script, StartsWith("#!/bin/bash\n"));
}

TEST_F(Sbatch, WrapsACommand) {
  EXPECT_EQ(sbatch({"--parsable", "--wrap=echo wrapped"}), 0);
  EXPECT_EQ(context.printed(), "7\n");
  EXPECT_EQ(sent().spec.name, "wrap");
  EXPECT_EQ(sent().spec.command, "");
  EXPECT_THAT(sent().script, StartsWith("#!/bin/sh\n"));
  EXPECT_THAT(sent().script, HasSubstr("\necho wrapped\n"));
}

TEST_F(Sbatch, ReadsStandardInput) {
  context.set_input("#!/bin/sh\n#SBATCH -n3\necho\n");
  EXPECT_EQ(sbatch({}), 0);
  EXPECT_EQ(sent().spec.name, "sbatch");
  EXPECT_EQ(sent().spec.ntasks, 3U);
}

TEST_F(Sbatch, SaysNothingWhenQuiet) {
  EXPECT_EQ(sbatch({"-Q", "-N9", "ok.sh"}), 0);
  EXPECT_EQ(context.printed() + context.complaints(), "");
}

TEST_F(Sbatch, LetsTheEnvironmentOverrideTheScriptAndTheLineOverrideBoth) {
  context.files["/home/alice/d.sh"] = "#!/bin/bash\n#SBATCH -J script -p short -t 3\n";
  context.variables["SBATCH_PARTITION"] = "debug";
  context.variables["SBATCH_JOB_NAME"] = "fromenv";
  context.variables["SLURM_TIMELIMIT"] = "9";  // srun's, not sbatch's
  EXPECT_EQ(sbatch({"-J", "cli", "d.sh"}), 0);
  EXPECT_EQ(sent().spec.name, "cli");
  EXPECT_EQ(sent().spec.partition, "debug");
  EXPECT_EQ(sent().spec.time_limit, Minutes{3});
}

TEST(SbatchOptionTable, HasNoNameOrLetterTwice) {
  EXPECT_THAT(test::repeated_options(option_set().rows()), testing::IsEmpty());
}

struct Refusal {
  std::vector<std::string> arguments;
  int code;
  std::string text;
};

TEST_F(Sbatch, RefusesBadInputInSlurmsWords) {
  context.files["/home/alice/bare.sh"] = "echo no shebang\n";
  context.files["/home/alice/empty.sh"] = "";
  context.files["/home/alice/bad.sh"] = "#!/bin/bash\n#SBATCH --bogus-option=1\ntrue\n";
  context.files["/home/alice/bad2.sh"] = "#!/bin/bash\n#SBATCH -t\ntrue\n";
  context.files["/home/alice/dos.sh"] = "#!/bin/bash\r\n#SBATCH -n1\r\ntrue\r\n";
  const std::string more = "Try \"sbatch --help\" for more information\n";
  const Refusal refusals[] = {
      {{"nosuch.sh"}, 1, "sbatch: error: Unable to open file nosuch.sh\n"},
      {{"bare.sh"}, 1,
       "sbatch: error: This does not look like a batch script.  The first\n"
       "sbatch: error: line must start with #! followed by the path to an interpreter.\n"
       "sbatch: error: For instance: #!/bin/sh\n"},
      {{"empty.sh"}, 1, "sbatch: error: Batch script is empty!\n"},
      {{"--wrap=true", "ok.sh"}, 1, "sbatch: error: Script arguments not permitted with --wrap option\n"},
      {{"-t", "nonsense", "ok.sh"}, 255, "sbatch: error: Invalid --time specification\n"},
      {{"--mem=12Q", "ok.sh"}, 255, "sbatch: error: Invalid --mem specification\n"},
      {{"--begin=yesterdayish", "ok.sh"}, 255,
       "Invalid time specification (pos=0): yesterdayish\nsbatch: error: Invalid --begin specification\n"},
      {{"--no-such-option", "ok.sh"}, 255, "sbatch: unrecognized option '--no-such-option'\n" + more},
      {{"--nodes=", "ok.sh"}, 255, "sbatch: error: \"\" is not a valid node count\n"},
      {{"-n", "-1", "ok.sh"}, 1, "sbatch: error: Invalid numeric value \"-1\" for --ntasks.\n"},
      {{"--mem=1", "--mem-per-cpu=1", "ok.sh"}, 1,
       "sbatch: fatal: --mem, --mem-per-cpu, and --mem-per-gpu are mutually exclusive.\n"},
      {{"bad.sh"}, 255, "sbatch: unrecognized option '--bogus-option=1'\n" + more},
      {{"bad2.sh"}, 255, "sbatch: option requires an argument -- 't'\n" + more},
      {{"dos.sh"}, 1,
       "sbatch: error: Batch script contains DOS line breaks (\\r\\n)\n"
       "sbatch: error: instead of expected UNIX line breaks (\\n).\n"},
  };
  for (const Refusal& refusal : refusals) {
    context.errors_seen();
    EXPECT_EQ(sbatch(refusal.arguments), refusal.code) << refusal.text;
    EXPECT_EQ(context.errors_seen(), refusal.text);
  }
  EXPECT_THAT(context.controller.sent(), IsEmpty());
}

TEST_F(Sbatch, PrintsWhatTheControllerRefuses) {
  context.controller.fail_once(RequestKind::Submit,
                               Error{Code::InvalidPartitionName, "invalid partition specified: nosuch"});
  EXPECT_EQ(sbatch({"-p", "nosuch", "ok.sh"}), 1);
  EXPECT_EQ(context.errors_seen(),
            "sbatch: error: invalid partition specified: nosuch\n"
            "sbatch: error: Batch job submission failed: Invalid partition name specified\n");
  context.controller.fail_once(RequestKind::Submit, Error{Code::InvalidGres});
  EXPECT_EQ(sbatch({"--gres=fpga:1", "ok.sh"}), 1);
  EXPECT_EQ(context.errors_seen(), "sbatch: error: Invalid generic resource (gres) specification\n");
  context.variables["SLURM_EXIT_ERROR"] = "42";
  context.controller.fail_once(RequestKind::Submit, Error{Code::InvalidNodeCount});
  EXPECT_EQ(sbatch({"-N0", "ok.sh"}), 42);
}

TEST_F(Sbatch, ShowsTheOptionsThatWereGivenWithV) {
  EXPECT_EQ(sbatch({"-v", "-t5", "--wrap=true"}), 0);
  EXPECT_EQ(context.complaints(),
            "sbatch: defined options\n"
            "sbatch: -------------------- --------------------\n"
            "sbatch: time                : 00:05:00\n"
            "sbatch: verbose             : 1\n"
            "sbatch: wrap                : true\n"
            "sbatch: -------------------- --------------------\n"
            "sbatch: end of defined options\n");
}

TEST_F(Sbatch, WarnsOfNodesThatTasksCannotUse) {
  EXPECT_EQ(sbatch({"-N", "9", "ok.sh"}), 0);
  EXPECT_EQ(context.complaints(), "sbatch: warning: can't run 2 processes on 9 nodes, setting nnodes to 2\n");
  EXPECT_EQ(sent().spec.max_nodes, 2U);
}

TEST_F(Sbatch, TellsWhenAJobWouldStart) {
  wire::SubmitReply reply;
  reply.id = JobId{10};
  reply.start = context.time;
  reply.cpus = 2;
  reply.nodes = "node1";
  reply.partition = "debug";
  context.controller.reply(RequestKind::Submit, reply);
  EXPECT_EQ(sbatch({"--test-only", "ok.sh"}), 0);
  EXPECT_THAT(context.complaints(), StartsWith("sbatch: Job 10 to start at 2027-01-"));
  EXPECT_THAT(context.complaints(), HasSubstr(" a using 2 processors on nodes node1 in partition debug\n"));
  EXPECT_TRUE(sent().test_only);
  EXPECT_EQ(context.printed(), "");
}

TEST_F(Sbatch, WaitsForTheHighestExitCodeOfAnArray) {
  Job good, bad;
  good.state = JobState::Completed;
  bad.state = JobState::Failed;
  bad.exit_code.status = 3;
  wire::JobsReply ended;
  ended.jobs = {good, bad};
  context.controller.reply(RequestKind::AwaitJob, ended);
  EXPECT_EQ(sbatch({"-W", "-a", "0-1", "ok.sh"}), 3);
  EXPECT_EQ(context.controller.last<wire::AwaitJobRequest>(RequestKind::AwaitJob).until, wire::Until::Ended);
  bad.exit_code = {0, 9};
  ended.jobs = {good, bad};
  context.controller.reply(RequestKind::AwaitJob, ended);
  EXPECT_EQ(sbatch({"-W", "ok.sh"}), 1);
}

TEST_F(Sbatch, WaitsOnWhereTheControllerIsRestarted) {
  Job job;
  job.state = JobState::Failed;
  job.exit_code.status = 3;
  wire::JobsReply ended;
  ended.jobs = {job};
  context.controller.reply(RequestKind::AwaitJob, ended);
  context.controller.fail_once(RequestKind::AwaitJob, Error{Code::CommunicationsReceive});
  context.controller.fail_once(RequestKind::AwaitJob, Error{Code::ControllerConnect});
  context.pauses = 5;
  EXPECT_EQ(sbatch({"-W", "ok.sh"}), 3);
  EXPECT_EQ(context.pauses, 3U);
  context.controller.fail_once(RequestKind::AwaitJob, Error{Code::InvalidJobId});
  EXPECT_EQ(sbatch({"-W", "ok.sh"}), 1);
  EXPECT_EQ(context.pauses, 3U);
}

TEST_F(Sbatch, NamesTheClusterThatWasAskedFor) {
  wire::PingReply ping;
  ping.cluster_name = "reference";
  context.controller.reply(RequestKind::Ping, ping);
  EXPECT_EQ(sbatch({"-M", "reference", "ok.sh"}), 0);
  EXPECT_EQ(context.printed(), "Submitted batch job 7 on cluster reference\n");
  EXPECT_EQ(sbatch({"-M", "elsewhere", "ok.sh"}), 1);
}

TEST_F(Sbatch, HandsOnTheEnvironmentThatExportChooses) {
  context.variables = {{"A", "alpha"}, {"B", "beta"}, {"SLURM_X", "kept"}};
  sbatch({"--wrap=true"});
  EXPECT_EQ(variable("A"), "alpha");
  EXPECT_EQ(variable("SLURM_SUBMIT_DIR"), "/home/alice");
  EXPECT_EQ(variable("SLURM_UMASK"), "0022");
  EXPECT_EQ(variable("SLURM_GET_USER_ENV"), "(unset)");
  sbatch({"--export=NONE", "--wrap=true"});
  EXPECT_EQ(variable("A"), "(unset)");
  EXPECT_EQ(variable("SLURM_X"), "kept");
  EXPECT_EQ(variable("SLURM_GET_USER_ENV"), "1");
  EXPECT_EQ(variable("SLURM_EXPORT_ENV"), "NONE");
  sbatch({"--export=A,C=gamma", "--wrap=true"});
  EXPECT_EQ(variable("A"), "alpha");
  EXPECT_EQ(variable("B"), "(unset)");
  EXPECT_EQ(variable("C"), "gamma");
  sbatch({"--export=ALL,A=over", "--wrap=true"});
  EXPECT_EQ(variable("A"), "over");
  EXPECT_EQ(variable("B"), "beta");
  sbatch({"--export=NIL", "--wrap=true"});
  EXPECT_EQ(variable("A"), "(unset)");
  EXPECT_EQ(variable("SLURM_GET_USER_ENV"), "(unset)");
}

TEST_F(Sbatch, ResolvesTheWorkingDirectoryAgainstItsOwn) {
  sbatch({"-D", "sub", "--wrap=true"});
  EXPECT_EQ(sent().spec.work_dir, "/home/alice/sub");
  sbatch({"--chdir=/abs", "--wrap=true"});
  EXPECT_EQ(sent().spec.work_dir, "/abs");
}

TEST_F(Sbatch, ShowsHelpUsageAndVersion) {
  EXPECT_EQ(sbatch({"--help"}), 0);
  EXPECT_THAT(context.printed(), HasSubstr("--ntasks=N"));
  EXPECT_THAT(context.printed(), HasSubstr("--wrap=COMMAND"));
  EXPECT_EQ(sbatch({"-V"}), 0);
  EXPECT_THAT(context.printed(), HasSubstr("\nslurm 25.11"));
  EXPECT_THAT(context.controller.sent(), IsEmpty());
}

}  // namespace
}  // namespace minislurm::sbatch
