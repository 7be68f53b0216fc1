#include "libcommon/options/job_options.h"

#include <gmock/gmock.h>

#include <set>

#include "libcommon/options/help.h"
#include "libcommon/text/words.h"

namespace minislurm::options {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Words = std::vector<std::string>;

OptionSet<JobOptions> rows_of(Command command) {
  OptionSet<JobOptions> set(command);
  add_job_options(set);
  return set;
}

struct Outcome {
  JobOptions options;
  Words warnings;
  Error error;
};

Outcome parse(const Words& words, Command command = kSbatch) {
  Outcome outcome;
  Result<Words> operands = rows_of(command).parse(words, outcome.options);
  if (!operands) {
    outcome.error = operands.error();
  } else if (Status done = finish_job_options(outcome.options, outcome.warnings); !done) {
    outcome.error = done.error();
  }
  return outcome;
}

JobSpec spec_of(const Words& words) {
  Outcome outcome = parse(words);
  EXPECT_EQ(outcome.error, Error()) << outcome.error.detail;
  return outcome.options.spec;
}

std::string complaint(const Words& words) { return parse(words).error.detail; }

TEST(JobOptionTable, HasNoNameOrLetterTwiceInOneCommand) {
  for (const Command command : {kSbatch, kSalloc, kSrun}) {
    std::set<std::string> names;
    std::set<char> letters;
    const OptionSet<JobOptions> set = rows_of(command);
    for (const OptionText& row : set.rows()) {
      EXPECT_TRUE(row.name.empty() || names.insert(std::string(row.name)).second) << row.name;
      EXPECT_TRUE(row.letter == 0 || letters.insert(row.letter).second) << row.letter;
    }
  }
}

TEST(JobOptionTable, NamesArgumentsExactlyWhereThereAreSome) {
  const OptionSet<JobOptions> set = rows_of(kSbatch);
  for (const OptionText& row : set.rows()) {
    if (row.name.empty()) continue;
    EXPECT_EQ(row.argument == Argument::None, row.metavar.empty()) << row.name;
    EXPECT_FALSE(row.help.empty()) << row.name;
  }
}

TEST(JobOptionTable, HelpFitsTheScreen) {
  for (const Command command : {kSbatch, kSalloc, kSrun}) {
    const OptionSet<JobOptions> set = rows_of(command);
    const std::string text = help({"sbatch", "[OPTION...]", ""}, set.rows(), set.sections());
    for (const std::string_view line : text::split(text, '\n')) EXPECT_LT(line.size(), 80U) << line;
  }
}

TEST(JobOptions, FillTheSizeOfAJob) {
  const JobSpec spec = spec_of({"-N2-4", "-n8", "-c", "2", "--mem=8GB", "--ntasks-per-node=4", "-B", "2:*:1"});
  EXPECT_EQ(spec.min_nodes, 2U);
  EXPECT_EQ(spec.max_nodes, 4U);
  EXPECT_EQ(spec.ntasks, 8U);
  EXPECT_EQ(spec.cpus_per_task, 2U);
  EXPECT_EQ(spec.memory_per_node, Mebibytes{8192});
  EXPECT_EQ(spec.ntasks_per_node, 4U);
  EXPECT_EQ(spec.sockets_per_node, 2U);
  EXPECT_EQ(spec.cores_per_socket, std::nullopt);
  EXPECT_EQ(spec.threads_per_core, 1U);
}

TEST(JobOptions, BringGenericResourcesToOneForm) {
  EXPECT_EQ(spec_of({"--gres=gpu:2"}).gres_per_node, "gres/gpu:2");
  EXPECT_EQ(spec_of({"--gpus=3"}).gres_per_job, "gres/gpu:3");
  EXPECT_EQ(spec_of({"-G", "a100:2"}).gres_per_job, "gres/gpu:a100:2");
  EXPECT_EQ(spec_of({"--gpus-per-task=1", "-n2"}).gres_per_task, "gres/gpu=1");
  EXPECT_EQ(spec_of({"--gpus-per-node=1", "--gres=fpga:2"}).gres_per_node, "gres/fpga:2,gres/gpu:1");
}

TEST(JobOptions, ReadTresPerTaskForCpusAndGres) {
  const JobSpec spec = spec_of({"--tres-per-task=cpu=4,gres/gpu=1", "-n1"});
  EXPECT_EQ(spec.cpus_per_task, 4U);
  EXPECT_EQ(spec.gres_per_task, "gres/gpu=1");
  EXPECT_EQ(spec.tres_bind, "gres/gpu:per_task:1");
  EXPECT_EQ(spec_of({"--tres-per-task=cpu:2"}).cpus_per_task, 2U);
  EXPECT_EQ(complaint({"--tres-per-task=node=1"}), "Invalid TRES for --tres-per-task: node");
  EXPECT_EQ(parse({"--tres-per-task=cpu=x"}).error, Error(kFatalMix, "Invalid --tres-per-task=cpu=0"));
}

TEST(JobOptions, ReadSignalsSwitchesAndOtherStructuredValues) {
  const JobSpec spec = spec_of({"--signal=B:USR1@120", "--switches=2@1:05", "--nice", "--mail-type=end,fail", "-k",
                                "--exclusive=user", "--open-mode=append", "-m", "cyclic:block", "--no-requeue"});
  EXPECT_EQ(spec.warn_signal.signal, 10U);
  EXPECT_EQ(spec.warn_signal.before, Seconds{120});
  EXPECT_TRUE(spec.warn_signal.batch_shell_only);
  EXPECT_EQ(spec.switches, 2U);
  EXPECT_EQ(spec.switch_wait, Seconds{65});
  EXPECT_EQ(spec.nice, 100);
  EXPECT_EQ(spec.mail_type, "END,FAIL");
  EXPECT_TRUE(spec.no_kill);
  EXPECT_EQ(spec.exclusive, Exclusive::User);
  EXPECT_EQ(spec.open_mode, OpenMode::Append);
  EXPECT_EQ(spec.distribution, "cyclic:block");
  EXPECT_EQ(spec.requeue, Tristate::No);
}

TEST(JobOptions, KeepWhatMeansNothingHere) {
  const JobSpec spec = spec_of({"--profile=task", "--reboot", "--profile=all"});
  EXPECT_THAT(spec.kept, ElementsAre(std::pair<std::string, std::string>("reboot", ""),
                                     std::pair<std::string, std::string>("profile", "all")));
}

TEST(JobOptions, ComplainInSlurmsWords) {
  EXPECT_EQ(complaint({"-t", "nonsense"}), "Invalid --time specification");
  EXPECT_EQ(complaint({"-t", "1-2:3:4:5"}), "Invalid --time specification");
  EXPECT_EQ(complaint({"--mem=12Q"}), "Invalid --mem specification");
  EXPECT_EQ(complaint({"--nodes="}), "\"\" is not a valid node count");
  EXPECT_EQ(complaint({"-n", "-1"}), "Invalid numeric value \"-1\" for --ntasks.");
  EXPECT_EQ(parse({"-n", "-1"}).error.code, kFatalValue);
  EXPECT_EQ(complaint({"--begin=yesterdayish"}),
            "Invalid time specification (pos=0): yesterdayish\nInvalid --begin specification");
  EXPECT_EQ(complaint({"-N0"}), "");
  EXPECT_EQ(complaint({"-N4-2"}), "Maximum node count 2 is less than minimum node count 4");
  EXPECT_EQ(complaint({"--switches=x"}), "Invalid numeric value \"x\" for --switches.");
  EXPECT_EQ(complaint({"-m", "plane"}), "Invalid --distribution specification");
  EXPECT_EQ(complaint({"-m", "plane=4"}), "");
  EXPECT_EQ(complaint({"--hint=foo"}), "unrecognized --hint argument \"foo\", see --hint=help");
}

TEST(JobOptions, SetTheNodeCountToTheTasksThatThereAre) {
  const Outcome outcome = parse({"-n2", "-N9"});
  EXPECT_THAT(outcome.warnings, ElementsAre("can't run 2 processes on 9 nodes, setting nnodes to 2"));
  EXPECT_EQ(outcome.options.spec.min_nodes, 2U);
  EXPECT_THAT(parse({"-n9", "-N2"}).warnings, IsEmpty());
}

TEST(JobOptions, RefuseWhatExcludesEachOther) {
  EXPECT_EQ(complaint({"--mem=1", "--mem-per-cpu=1"}),
            "--mem, --mem-per-cpu, and --mem-per-gpu are mutually exclusive.");
  const std::pair<Words, std::string> rows[] = {
      {{"--exclusive", "-s"}, "--exclusive and --oversubscribe options are mutually exclusive"},
      {{"--tres-per-task=cpu=2", "-c2"},
       "You can not have --tres-per-task=cpu= and --cpus-per-task please use one or the other"},
      {{"--cpus-per-gpu=1", "-c2"},
       "--cpus-per-task, --tres-per-task=cpu:#, and --cpus-per-gpu are mutually exclusive"},
      {{"--ntasks-per-gpu=2", "--ntasks-per-node=2"},
       "--ntasks-per-node is mutually exclusive with --ntasks-per-gpu and SLURM_NTASKS_PER_GPU"},
      {{"--segment=2", "-N3"},
       "--segment=2 does not fit the job size (3): node count must be evenly divisible by segment size"},
  };
  for (const auto& [words, text] : rows) EXPECT_EQ(parse(words).error, Error(kFatalMix, text));
  EXPECT_EQ(parse({"-m", "arbitrary"}).error.code, kFatalValue);
  EXPECT_EQ(parse({"-v", "-Q"}).error.code, kFatalValue);
}

TEST(JobOptions, RefuseGpusThatContradictEachOther) {
  const std::pair<Words, std::string> rows[] = {
      {{"--cpus-per-gpu=2"}, "Requested cpus_per_tres=gres/gpu:2 but did not request any GPU."},
      {{"--mem-per-gpu=5"}, "Requested mem_per_tres=gres/gpu:5 but did not request any GPU."},
      {{"--gpus-per-socket=1"}, "--gpus-per-socket option requires --sockets-per-node specification"},
      {{"--gpus=1", "-N2"}, "Failed to validate job spec, --gpus < -N"},
      {{"--gpus=3", "--gpus-per-task=1", "-n2"},
       "Failed to validate job spec. Based on --gpus and --gpus-per-task number of requested tasks differ from "
       "-n/--ntasks."},
  };
  for (const auto& [words, text] : rows) {
    const Outcome outcome = parse(words);
    EXPECT_THAT(outcome.options.complaints, ElementsAre(text));
    EXPECT_EQ(outcome.error, Error(kFatalValue, std::string(text_of(Code::InvalidGres))));
  }
}

TEST(JobOptions, CheckTheValuesThatAreOnlyKept) {
  EXPECT_EQ(complaint({"--profile=x"}), "invalid --profile=x option");
  EXPECT_EQ(complaint({"--acctg-freq=x"}), "Invalid --acctg-freq specification: x");
  EXPECT_EQ(complaint({"--gpu-freq=x"}), "Invalid --gpu-freq argument: gpu:x");
  EXPECT_EQ(complaint({"--gpu-bind=x"}), "Invalid --gpu-bind argument: x");
  EXPECT_EQ(complaint({"--mem-bind=x"}), "unrecognized --mem-bind argument \"x\"");
  EXPECT_EQ(complaint({"--gres-flags=x"}), "Invalid --gres-flags specification: x");
  EXPECT_EQ(complaint({"--propagate=x"}), "--propagate=x is not valid.");
  const Outcome frequency = parse({"--cpu-freq=low-high"});
  EXPECT_EQ(frequency.error.detail, "Invalid --cpu-freq argument");
  EXPECT_EQ(frequency.options.complaints.size(), 1U);
  EXPECT_EQ(complaint({"--cpu-freq=low-high:ondemand"}), "");
  EXPECT_EQ(parse({"--hint=help"}).error.code, kAnswered);
  EXPECT_EQ(parse({"--mem-bind=help"}).error.code, kAnsweredAsBad);
  EXPECT_THAT(parse({"-S1"}).options.complaints, testing::SizeIs(1));
}

TEST(JobOptions, ShowListsInOrderAndCountTheTasksOfAGeometry) {
  EXPECT_EQ(spec_of({"-w", "node3,node1,node2,node1"}).required_nodes, "node[1-3]");
  EXPECT_EQ(spec_of({"--nodes=4,2,2"}).node_count, "2,4");
  EXPECT_EQ(spec_of({"--nodes=1-15:4"}).node_count, "1,5,9,13");
  EXPECT_EQ(spec_of({"-C", "a,b"}).constraint, "a&b");
  EXPECT_EQ(spec_of({"-B", "2:2:2", "-N2"}).ntasks, 16U);
  EXPECT_EQ(spec_of({"--mem-per-cpu=0"}).memory_per_node, Mebibytes{0});
  EXPECT_EQ(spec_of({"--mail-type=NONE,END"}).mail_type, "");
  EXPECT_EQ(spec_of({"--mail-type=x,end,begin"}).mail_type, "BEGIN,END");
  EXPECT_EQ(spec_of({"-n4", "-N2-8"}).max_nodes, 4U);
}

TEST(JobOptions, LetALaterSourceChooseMemoryAnew) {
  JobOptions options;
  const OptionSet<JobOptions> set = rows_of(kSbatch);
  options.source = Source::Script;
  ASSERT_TRUE(set.parse({"--mem=1G"}, options));
  options.source = Source::CommandLine;
  ASSERT_TRUE(set.parse({"--mem-per-cpu=100"}, options));
  Words warnings;
  ASSERT_TRUE(finish_job_options(options, warnings));
  EXPECT_EQ(options.spec.memory_per_node, std::nullopt);
  EXPECT_EQ(options.spec.memory_per_cpu, Mebibytes{100});
}

TEST(JobOptions, DifferBetweenTheCommands) {
  EXPECT_EQ(parse({"-I"}, kSbatch).error.detail, "invalid option -- 'I'");
  EXPECT_EQ(parse({"-I"}, kSalloc).error, Error());
  EXPECT_EQ(parse({"--array=1-3"}, kSrun).error.detail, "unrecognized option '--array=1-3'");
}

}  // namespace
}  // namespace minislurm::options
