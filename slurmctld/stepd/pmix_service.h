// The PMIx server of a step of --mpi=pmix: the plugin, loaded from beside this program.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/os/file_descriptor.h"
#include "libcommon/wire/stepd_messages.h"
#include "slurmctld/pmix/plugin.h"
#include "slurmctld/stepd/poller.h"

namespace minislurm::stepd {

class PmixService {
 public:
  // `on_abort`: a process has asked for the step's end.
  PmixService(Poller& poller, std::function<void()> on_abort) : poller_(poller), on_abort_(std::move(on_abort)) {}
  ~PmixService();
  PmixService(const PmixService&) = delete;
  PmixService& operator=(const PmixService&) = delete;

  // Loads the plugin and starts the server. Error: why this machine has no PMIx.
  Status start(const wire::StepLaunch& launch);
  // What leads the rank's process to the server: "A=b". REQUIRES: start() was well.
  Result<std::vector<std::string>> variables(std::uint32_t rank) const;

 private:
  Poller& poller_;
  std::function<void()> on_abort_;
  os::FileDescriptor aborts_, told_;  // the library's own thread writes, ours reads
  pmix::DescribeFunction describe_ = nullptr;
  pmix::StopFunction stop_ = nullptr;
};

}  // namespace minislurm::stepd
