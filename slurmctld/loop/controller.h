// The controller: the only place where the rooms meet. One thread owns the cluster's state; an event goes in, effects
// come out, what they save is on disk before anything else of them happens. At rest it does not wake up.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "libcommon/base/result.h"
#include "libcommon/model/cluster.h"

namespace minislurm::loop {

struct ControllerOptions {
  Cluster cluster;
  std::function<Result<Cluster>()> reload;  // reads the files again
  std::function<void(const Settings&)> reopen_log;
  std::string slurm_conf;                   // empty: zero configuration
  std::string stepd_program;
  std::string version;
  bool clean_start = false;                 // forget the queue
};

class Controller {
 public:
  // The state is restored and the socket accepts when this returns.
  // Errors: Code::Generic: another controller runs on this state, or the path that is in the way.
  static Result<std::unique_ptr<Controller>> start(ControllerOptions options);
  ~Controller();
  Controller(const Controller&) = delete;
  Controller& operator=(const Controller&) = delete;

  // Until SIGTERM, SIGINT or a Shutdown request. Jobs go on.
  void run();

 private:
  class Inside;
  explicit Controller(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace minislurm::loop
