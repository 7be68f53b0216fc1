// Format strings and sort keys as users give them: the first byte chooses the command and the option, the rest is the
// value; the command prints a small cluster by it.
#include "commands/sacct/run.h"
#include "commands/sinfo/run.h"
#include "commands/squeue/run.h"
#include "libcommon/wire/accounting_messages.h"
#include "tests/fuzz/target.h"
#include "tests/support/cluster_builder.h"
#include "tests/support/fake_context.h"

namespace minislurm::fuzz {
namespace {

using wire::RequestKind;

struct Way {
  int (*run)(const std::vector<std::string>&, Context&);
  const char* option;
};
constexpr Way kWays[] = {{&squeue::run, "--format="}, {&squeue::run, "--Format="}, {&squeue::run, "--sort="},
                         {&squeue::run, "--states="}, {&sinfo::run, "--format="},  {&sinfo::run, "--Format="},
                         {&sinfo::run, "--sort="},    {&sacct::run, "--format="},  {&squeue::run, "--jobs="},
                         {&sacct::run, "--jobs="},    {&sacct::run, "--starttime="}};
constexpr std::string_view kPrograms[] = {"squeue", "sinfo", "sacct"};

wire::JobsReply jobs() {
  wire::JobsReply reply;
  reply.now = Instant{Seconds{1'800'000'000}};
  reply.cluster_name = "fuzz";
  for (std::uint32_t id = 1; id <= 3; ++id) {
    Job job;
    job.id = JobId{id};
    job.spec.name = "job" + std::to_string(id);
    job.spec.comment = "a comment";
    job.state = id == 1 ? JobState::Running : JobState::Pending;
    job.user_name = "alice";
    reply.jobs.push_back(job);
  }
  return reply;
}

void answer_all(fakes::FakeContext& context) {
  const Cluster cluster = test::reference_cluster();
  const wire::JobsReply listed = jobs();
  wire::ClusterReply parts;
  parts.nodes = cluster.nodes;
  parts.partitions = cluster.partitions;
  wire::HistoryReply history;
  history.jobs = listed.jobs;
  context.controller.reply(RequestKind::QueryJobs, listed);
  context.controller.reply(RequestKind::QuerySteps, wire::StepsReply{});
  context.controller.reply(RequestKind::QueryCluster, parts);
  context.controller.reply(RequestKind::QueryHistory, history);
  context.controller.reply(RequestKind::QueryAccounting, wire::AccountingReply{});
}

}  // namespace

std::vector<std::string> made_seeds() {
  std::vector<std::string> seeds;
  const std::string_view formats[] = {"%.18i %.9P %.8j %.8u %.2t %.10M %.6D %R", "jobid:10,name:.20,state:-8,tres-per-node",
                                      "JobID%-20,JobName,State%5,ExitCode,all", "P,-t,i", "%%%5%-3.5z|%N", "1,2_[3-5],7+1",
                                      "PD,R,cancelled", "now-1day"};
  for (std::size_t way = 0; way < std::size(kWays); ++way)
    for (const std::string_view format : formats) seeds.push_back(static_cast<char>(way) + std::string(format));
  return seeds;
}

}  // namespace minislurm::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace minislurm;
  std::string_view bytes = fuzz::text_of(data, size);
  const fuzz::Way& way = fuzz::kWays[fuzz::take_byte(bytes) % std::size(fuzz::kWays)];
  if (bytes.find('\0') != bytes.npos) return 0;  // no argument holds one
  const bool of_squeue = way.run == &squeue::run, of_sinfo = way.run == &sinfo::run;
  fakes::FakeContext context{std::string(of_squeue ? fuzz::kPrograms[0] : of_sinfo ? fuzz::kPrograms[1] : fuzz::kPrograms[2])};
  fuzz::answer_all(context);
  (void)way.run({way.option + std::string(bytes)}, context);
  return 0;
}
