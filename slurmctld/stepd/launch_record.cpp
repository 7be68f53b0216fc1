#include "slurmctld/stepd/launch_record.h"

#include <unistd.h>

#include "libcommon/os/files.h"
#include "libcommon/wire/codec.h"

namespace minislurm::stepd {

namespace {
constexpr std::size_t kMostBytes = 256U << 20;
constexpr std::size_t kMostTasks = 65536;
}  // namespace

Result<wire::StepLaunch> read_launch(int fd) {
  ::lseek(fd, 0, SEEK_SET);  // it may have been written through this very descriptor; a pipe does not mind
  const auto bytes = os::read_to_end(fd, kMostBytes);
  if (!bytes) return Error::generic("launch record: " + bytes.error().detail);
  auto launch = wire::decode<wire::StepLaunch>(*bytes);
  if (!launch) return Error::generic("launch record: " + launch.error().detail);
  if (const Status good = check_launch(*launch); !good) return good.error();
  return launch;
}

Status check_launch(const wire::StepLaunch& launch) {
  if (launch.spool_dir.empty()) return Error::generic("launch record: no folder");
  if (launch.tasks.empty() || launch.tasks.size() > kMostTasks) return Error::generic("launch record: bad task count");
  for (const wire::TaskLaunch& task : launch.tasks)
    if (task.argv.empty()) return Error::generic("launch record: a task without program");
  return {};
}

}  // namespace minislurm::stepd
