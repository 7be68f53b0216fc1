// A step's processes and its PMI server: a socket for each task, all in this process, for a step is one machine's.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <vector>

#include "libcommon/base/result.h"
#include "libcommon/os/file_descriptor.h"
#include "libcommon/wire/stepd_messages.h"
#include "slurmctld/pmi/server.h"
#include "slurmctld/stepd/poller.h"

namespace minislurm::stepd {

class PmiService {
 public:
  // A process has asked for the step's end.
  using OnAbort = std::function<void(const pmi::Abort&)>;
  PmiService(Poller& poller, const wire::StepLaunch& launch, OnAbort on_abort);
  ~PmiService();
  PmiService(const PmiService&) = delete;
  PmiService& operator=(const PmiService&) = delete;

  // The task's end of its socket, closed on exec until the task's process keeps it. REQUIRES: a rank of the step.
  Result<os::FileDescriptor> connect(std::uint32_t rank);
  // What tells the task's process of it: "PMI_FD=5" and so on.
  std::vector<std::string> variables(std::uint32_t rank, int descriptor) const;

 private:
  struct Line {
    std::uint32_t rank;
    os::FileDescriptor socket;
    std::string unsent;
  };
  void ready(Line& line, std::uint32_t events);
  void take(Line& line);
  void send(std::uint32_t rank, std::string_view bytes);
  void flush(Line& line);
  void close(Line& line);

  Poller& poller_;
  std::string name_;
  std::uint32_t size_;
  OnAbort on_abort_;
  pmi::Server server_;
  std::list<Line> lines_;
};

}  // namespace minislurm::stepd
