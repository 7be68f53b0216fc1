// Every message and stored record: bytes that decode, encode to bytes that decode to the same bytes again.
#include "libcommon/wire/accounting_messages.h"
#include "libcommon/wire/codec.h"
#include "libcommon/wire/explanation.h"
#include "libcommon/wire/messages.h"
#include "libcommon/wire/stepd_messages.h"
#include "tests/fuzz/target.h"
#include "tests/support/cluster_builder.h"

namespace minislurm::fuzz {
namespace {

template <class T>
void decode_as(std::string_view bytes) {
  const Result<T> value = wire::decode<T>(bytes);
  if (!value) return;
  const std::string once = wire::encode(*value);
  const Result<T> again = wire::decode<T>(once);
  require(static_cast<bool>(again), "what was encoded decodes");
  require(wire::encode(*again) == once, "encoding is stable");
}

using Decode = void (*)(std::string_view);
// The first byte of an input chooses. Append only: seeds count on the places.
constexpr Decode kKinds[] = {
    &decode_as<wire::Request>,           &decode_as<wire::Reply>,           &decode_as<wire::SubmitRequest>,
    &decode_as<wire::ExplainJobsRequest>, &decode_as<wire::ExplainedJobsReply>, &decode_as<wire::StepsReply>,
    &decode_as<wire::ClusterReply>,      &decode_as<wire::QueryHistoryRequest>, &decode_as<wire::HistoryReply>,
    &decode_as<wire::CancelRequest>,     &decode_as<wire::ActOnJobsRequest>, &decode_as<wire::UpdateRequest>,
    &decode_as<wire::StepSpec>,          &decode_as<wire::HetStepSpec>,     &decode_as<wire::ChangeAccountingRequest>,
    &decode_as<wire::QueryUsageRequest>, &decode_as<wire::StepLaunch>,      &decode_as<wire::AttachRequest>,
    &decode_as<wire::SignalRequest>,     &decode_as<wire::ResizeRequest>,   &decode_as<wire::TerminateRequest>,
    &decode_as<wire::StepResult>,        &decode_as<Job>,                   &decode_as<Step>,
    &decode_as<Accounting>,              &decode_as<Reservation>,           &decode_as<wire::StatsReply>,
    &decode_as<wire::ProcessesReply>,
};

template <class T>
std::string seed(char kind, const T& value) {
  return kind + wire::encode(value);
}

Job running_job() {
  Job job;
  job.id = JobId{12};
  job.spec.name = "hello";
  job.spec.ntasks = 4;
  job.spec.work_dir = "/home/alice";
  job.spec.dependency = "afterok:3";
  job.state = JobState::Running;
  job.allocation.nodes.push_back(NodeAllocation{});
  return job;
}

}  // namespace

std::vector<std::string> made_seeds() {
  const Job job = running_job();
  wire::SubmitRequest submit;
  submit.spec = job.spec;
  submit.script = "#!/bin/sh\n";
  submit.components = {job.spec, job.spec};
  wire::ClusterReply cluster;
  cluster.nodes = test::reference_cluster().nodes;
  wire::StepLaunch launch;
  launch.spool_dir = "/spool/12.0";
  launch.tasks.resize(3);
  for (wire::TaskLaunch& task : launch.tasks) task.argv = {"/bin/true"};
  wire::StepResult result;
  result.id = StepId{JobId{12}, StepNumber{0}};
  result.tasks.resize(3);
  return {seed(0, wire::Request{wire::kProtocolVersion, wire::RequestKind::Submit, wire::encode(submit)}),
          seed(2, submit), seed(6, cluster), seed(16, launch), seed(21, result), seed(22, job)};
}

}  // namespace minislurm::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes = minislurm::fuzz::text_of(data, size);
  minislurm::fuzz::kKinds[minislurm::fuzz::take_byte(bytes) % std::size(minislurm::fuzz::kKinds)](bytes);
  return 0;
}
