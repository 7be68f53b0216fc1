// One step from its start to its end: where the tasks, their streams, the clients and the timers meet.
// Everything happens on one thread, in the handlers of one poller.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/os/file_descriptor.h"
#include "slurmctld/stepd/clients.h"
#include "slurmctld/stepd/confinement.h"
#include "slurmctld/stepd/memory_watch.h"
#include "slurmctld/stepd/pmi_service.h"
#include "slurmctld/stepd/poller.h"
#include "slurmctld/stepd/process_setup.h"
#include "slurmctld/stepd/resize.h"
#include "slurmctld/stepd/streams.h"
#include "slurmctld/stepd/task_set.h"
#include "slurmctld/stepd/termination.h"
#include "slurmctld/stepd/usage_meter.h"

namespace minislurm::stepd {

class Step {
 public:
  Step(wire::StepLaunch launch, const Inherited& inherited, int listening);
  // Returns when the step's end is on disk and told. Error: it could not be put on disk.
  Status run();

 private:
  // What clients ask, step_requests.cpp.
  void handle(Connection& client, const wire::StepFrame& frame);
  void watch(Connection& client, const wire::StepFrame& frame);
  void attach(Connection& client, const wire::StepFrame& frame);
  void feed(Connection& client, const wire::StepFrame& frame);
  void signal(Connection& client, const wire::StepFrame& frame);
  void terminate(Connection& client, const wire::StepFrame& frame);
  void resize(Connection& client, const wire::StepFrame& frame);
  void stat(Connection& client, const wire::StepFrame& frame);
  void notify(Connection& client, const wire::StepFrame& frame);
  void resize_step(Connection& client, const wire::StepFrame& frame);
  void pin_again();
  void greet(Connection& client);

  void start();
  MpiServices mpi_services();
  void fail_to_launch(const std::string& why);
  void terminate(wire::EndCause cause, std::uint32_t number);
  void perform(const TerminationActs& acts, wire::EndCause cause, std::uint32_t number);
  void kill_the_rest();
  void say(const std::string& text);
  void tell_end(wire::EndCause cause, const std::string& notice);
  void tell(const std::string& text, wire::MessageKind kind);
  void read_signals();
  void reap();
  void task_ended(const wire::TaskExit& exit);
  // Makes the step's groups; what they do not do is watched from here.
  void confine();
  void watch_memory();
  // What the step and its job hold from now on; the processes that run are kept to it.
  void change_holding(const Holding& step, const Holding& job);
  void tell_out_of_memory();
  bool ran_out_of_memory() const;
  void add_unseen(Usage& usage) const;
  void sample();
  // After each turn: what follows from what happened in it.
  void settle();
  wire::StepResult result();
  Status finish();
  void see_clients_off(Status& recorded);

  enum class Phase { Waiting, Running, Over, Told };
  Phase phase_ = Phase::Waiting;
  wire::StepLaunch launch_;
  Poller poller_;
  os::FileDescriptor signals_;
  Clients clients_;
  Streams streams_;
  std::optional<PmiService> pmi_;
  std::optional<PmixService> pmix_;
  TaskSet tasks_;
  Termination termination_;
  std::unique_ptr<Confinement> confinement_;
  MemoryWatch memory_;
  UsageMeter meter_;
  Resizer resizer_;
  Timer attach_timer_, kill_timer_, memory_timer_, sample_timer_, pin_timer_;
  bool was_attached_ = false, childless_ = false, output_paused_ = false, out_of_memory_ = false,
       killed_by_client_ = false;
  std::uint32_t looks_ = 0;
  std::uint32_t ended_by_ = 0;  // the signal of a termination before anything ran
  std::string launch_failure_, encoded_result_;
};

}  // namespace minislurm::stepd
