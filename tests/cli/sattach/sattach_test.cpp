#include "commands/sattach/run.h"

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/support/fake_context.h"
#include "tests/support/fake_step.h"
#include "tests/support/option_names.h"

namespace minislurm::sattach {
namespace {

using fakes::FakeStep;
using wire::RequestKind;

class Sattach : public ::testing::Test {
 protected:
  Sattach() : in(::memfd_create("in", MFD_CLOEXEC)), out(::memfd_create("out", MFD_CLOEXEC)),
              err(::memfd_create("err", MFD_CLOEXEC)) {}
  // A step of four tasks on two nodes.
  wire::StepReply reply(const std::string& socket) {
    wire::StepReply reply;
    reply.step.id = {JobId{70}, StepNumber{0}};
    reply.socket_path = socket;
    for (const char* name : {"node1", "node2"}) {
      NodeAllocation node;
      node.node = name;
      reply.step.allocation.nodes.push_back(node);
    }
    reply.places = {{0, 0, 0, "node1", {}}, {1, 1, 0, "node1", {}}, {2, 2, 0, "node1", {}}, {3, 0, 1, "node2", {}}};
    return reply;
  }
  int sattach(const std::vector<std::string>& arguments, FakeStep::Script script) {
    FakeStep step(std::move(script));
    context.controller.reply(RequestKind::AttachStep, reply(step.path()));
    return run(arguments, context, {in.get(), out.get(), err.get()});
  }
  static std::string text(const Descriptor& file) {
    std::string all(static_cast<std::size_t>(::lseek(file.get(), 0, SEEK_END)), '\0');
    EXPECT_EQ(::pread(file.get(), all.data(), all.size(), 0), static_cast<ssize_t>(all.size()));
    return all;
  }

  fakes::FakeContext context{"sattach"};
  Descriptor in, out, err;
};

TEST_F(Sattach, ShowsWhatTheTasksWriteAndEndsWithTheirHighestCode) {
  EXPECT_EQ(sattach({"-l", "70.0"}, [](FakeStep::Peer& step) {
              step.output(1, "one\n");
              step.error(2, "two\n");
              step.exited(1, {3, 0});
              step.ended();
            }), 3);
  EXPECT_EQ(text(out), "1: one\n");
  EXPECT_EQ(text(err), "2: two\nsattach: error: task 1 exited with exit code 3\n");
}

TEST_F(Sattach, ShowsOnlyTheTasksAskedFor) {
  EXPECT_EQ(sattach({"--output-filter=1", "--error-filter=0", "70.0"}, [](FakeStep::Peer& step) {
              step.output(0, "out of 0\n");
              step.output(1, "out of 1\n");
              step.error(0, "err of 0\n");
              step.error(1, "err of 1\n");
              step.ended();
            }), 0);
  EXPECT_EQ(text(out), "out of 1\n");
  EXPECT_EQ(text(err), "err of 0\n");
}

TEST_F(Sattach, ShowsWhichTaskRunsWhere) {
  context.controller.reply(RequestKind::AttachStep, reply("/nowhere"));
  EXPECT_EQ(run({"--layout", "70.0"}, context), 0);
  EXPECT_EQ(context.printed(), "Job step layout:\n\t4 tasks, 2 nodes (node[1-2])\n\n"
                               "\tNode 0 (node1), 3 task(s): 0 1 2\n\tNode 1 (node2), 1 task(s): 3\n");
}

struct Misuse {
  std::vector<std::string> arguments;
  const char* complaint;
};

TEST_F(Sattach, SaysWhatIsWrongWithItsArguments) {
  constexpr const char* kUsage = "Usage: sattach [options] <jobid.stepid>\n";
  const Misuse cases[] = {
      {{}, "sattach: error: too many parameters\n"},
      {{"70"}, "sattach: error: Failed to parse stepid from command line options\n"},
      {{"70.batch"}, "sattach: error: Cannot be used with extern or batch steps\n"},
      {{"abc"}, "sattach: fatal: Bad job/step specified: abc: JobID can not be zero\n"},
      {{"70.0.0"}, "sattach: fatal: Bad job/step specified: 70.0.0: StepID includes unexpected non-numeric characters\n"},
      {{"--output-filter=x", "70.0"}, "sattach: error: Invalid numeric value \"x\" for output-filter.\n"},
  };
  for (const Misuse& each : cases) {
    fakes::FakeContext fresh{"sattach"};
    EXPECT_EQ(run(each.arguments, fresh), 1);
    EXPECT_THAT(fresh.complaints(), ::testing::AnyOf(each.complaint, each.complaint + std::string(kUsage)));
  }
}

TEST_F(Sattach, SaysThatThereIsNoSuchStep) {
  context.controller.fail(RequestKind::AttachStep, Error{Code::InvalidJobId});
  EXPECT_EQ(run({"99999.0"}, context), 1);
  EXPECT_EQ(context.complaints(), "sattach: error: Could not get job step info: Invalid job id specified\n");
}

TEST(SattachOptions, HaveOneMeaningEach) {
  EXPECT_THAT(test::repeated_options(option_set().rows()), ::testing::IsEmpty());
}

}  // namespace
}  // namespace minislurm::sattach
