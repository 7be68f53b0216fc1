// What a step's folder holds, as slurmstepd and the controller read it: launch record and status record.
#include "libcommon/wire/codec.h"
#include "libcommon/wire/stepd_messages.h"
#include "slurmctld/stepd/launch_record.h"
#include "tests/fuzz/target.h"

namespace minislurm::fuzz {

std::vector<std::string> made_seeds() {
  wire::StepLaunch launch;
  launch.id = StepId{JobId{12}, StepNumber::Batch};
  launch.spool_dir = "/spool/12.batch";
  launch.script = "#!/bin/sh\nhostname\n";
  launch.tasks.resize(2);
  for (wire::TaskLaunch& task : launch.tasks) task.argv = {"/bin/sh", "-c", "true"};
  wire::StepResult result;
  result.id = launch.id;
  result.exit_code.signal = 9;
  result.tasks.resize(2);
  result.tasks[1].failure = "No such file or directory";
  return {wire::encode(launch), wire::encode(result)};
}

}  // namespace minislurm::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace minislurm;
  const std::string_view bytes = fuzz::text_of(data, size);
  if (const Result<wire::StepLaunch> launch = wire::decode<wire::StepLaunch>(bytes))
    if (stepd::check_launch(*launch))
      for (const wire::TaskLaunch& task : launch->tasks) fuzz::require(!task.argv.empty(), "each task has a program");
  if (const Result<wire::StepResult> result = wire::decode<wire::StepResult>(bytes)) (void)to_string(result->id);
  return 0;
}
