// The steps that live on this machine: starts them, watches them, signals them, finds them again after a restart.
// Loop's thread only. What it learns it reports through Handlers, never from within a call.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "libcommon/base/ids.h"
#include "libcommon/base/result.h"
#include "libcommon/wire/stepd_messages.h"

namespace boost::asio {
class io_context;
}

namespace minislurm::exec {

struct StepHandlers {
  std::function<void(StepId, std::uint32_t launch)> found_alive;
  std::function<void(wire::StepResult)> ended;
  std::function<void(StepId, std::uint32_t launch)> lost;
};

class StepRunner {
 public:
  StepRunner(boost::asio::io_context& loop, std::string spool_dir, std::string stepd_program, StepHandlers handlers);
  ~StepRunner();
  StepRunner(const StepRunner&) = delete;
  StepRunner& operator=(const StepRunner&) = delete;

  // The step is about to be launched: signals for it wait until it is.
  void expect(StepId id);
  // Its process exists and its socket accepts when this returns without error.
  Status launch(const wire::StepLaunch& launch);
  void signal(StepId id, const wire::SignalRequest& what);
  void resize(StepId id, const wire::ResizeRequest& order);
  // A line for the standard error of a batch script, or for the sruns attached.
  void notify(StepId id, const std::string& text);
  void terminate(StepId id, wire::EndCause cause, std::uint32_t signal);
  // `told` gets what the step has used by now, or nothing where its process cannot say; it may be called at once.
  void ask_usage(StepId id, std::function<void(std::optional<Usage>)> told);
  // Its end is saved: the folder goes.
  void forget(StepId id);

  // After a restart: reports one of found_alive, ended, lost.
  void adopt(StepId id, std::uint32_t launch);
  // After every adopt(): ends and removes what the controller knows nothing of.
  void clean_up_strangers();
  // The steps go on; nothing is reported any more.
  void close();

  std::string socket_path(StepId id) const;
  const std::string& spool_dir() const;

 private:
  class Inside;
  std::shared_ptr<Inside> inside_;
};

}  // namespace minislurm::exec
