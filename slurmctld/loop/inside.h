// What Controller is made of; shared by the files of this room.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/system_timer.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "libcommon/os/machine.h"
#include "slurmctld/core/cluster_state.h"
#include "slurmctld/exec/step_runner.h"
#include "slurmctld/loop/controller.h"
#include "slurmctld/loop/people.h"
#include "slurmctld/loop/turn_queue.h"
#include "slurmctld/server/controller_lock.h"
#include "slurmctld/server/server.h"
#include "slurmctld/store/store.h"

namespace minislurm::loop {

class Controller::Inside {
 public:
  Inside(ControllerOptions options, Descriptor lock);
  ~Inside();
  Status start();
  void run();

 private:
  using TicketNumber = server::TicketNumber;
  using OwnHandler = void (Inside::*)(core::Ticket, const core::Caller&, const wire::Request&);
  struct OwnRequest {
    wire::RequestKind kind;
    bool administrators_only;
    OwnHandler handler;
  };
  struct RpcTotal {
    std::uint64_t count = 0, microseconds = 0;
  };
  struct PassTimes {
    std::uint64_t last = 0, longest = 0, total = 0;  // microseconds
  };

  void run_pass(core::Effects (core::ClusterState::*pass)(Instant), PassTimes& times);  // turns.cpp
  // controller.cpp
  Status restore();
  void adopt_steps();
  void wait_for_signal();
  void stop();
  Status reconfigure();
  static Instant now();
  store::Store::Poster poster();

  // turns.cpp
  void record(core::Effects effects);
  void end_turn_soon();
  void end_turn();
  void set_timer();
  void committed(std::uint64_t turn, std::optional<JobId> submission, const Status& status);
  void perform(core::Effects effects);
  void act(core::LaunchHetStep&& het);
  void act(core::LaunchStep&& launch);
  void act(core::NotifyStep&& notify) { runner_.notify(notify.id, notify.text); }
  void act(core::SignalStep&& signal) { runner_.signal(signal.id, signal.what); }
  void act(core::TerminateStep&& terminate) { runner_.terminate(terminate.id, terminate.cause, terminate.signal); }
  void act(core::DescribeStep&& describe);
  void act(core::ResizeSteps&& resize);
  void act(core::ForgetElastic&& forget);
  void act(core::ForgetStep&& forget) { runner_.forget(forget.id); }
  void act(core::Answer&& answer) { server_.answer(number(answer.ticket), answer.reply); }
  void act(core::SendMail&& mail);
  template <class NotLeft>
  void act(NotLeft&&) {}  // saves, notes and passes have been taken out

  // launch.cpp
  void launch(const core::LaunchStep& launch, const store::Script& script);
  void launch_failed(const core::LaunchStep& launch, const Error& error);

  // step_usage.cpp
  void query_step_usage(core::Ticket ticket, const core::Caller& caller, const wire::Request& request);

  // usage_report.cpp
  void query_usage(core::Ticket ticket, const core::Caller& caller, const wire::Request& request);

  // dispatch.cpp
  static const std::vector<OwnRequest>& own_requests();
  void on_request(TicketNumber ticket, const server::Peer& peer, const wire::Request& request);
  void ping(core::Ticket ticket, const core::Caller& caller, const wire::Request& request);
  void query_history(core::Ticket ticket, const core::Caller& caller, const wire::Request& request);
  void query_script(core::Ticket ticket, const core::Caller& caller, const wire::Request& request);
  void query_stats(core::Ticket ticket, const core::Caller& caller, const wire::Request& request);
  void query_cluster(core::Ticket ticket, const core::Caller& caller, const wire::Request& request);
  void list_processes(core::Ticket ticket, const core::Caller& caller, const wire::Request& request);
  void set_debug(core::Ticket ticket, const core::Caller& caller, const wire::Request& request);
  void reconfigure_request(core::Ticket ticket, const core::Caller& caller, const wire::Request& request);
  void shut_down(core::Ticket ticket, const core::Caller& caller, const wire::Request& request);
  void refuse(core::Ticket ticket, const Error& error);
  template <class Value>
  void reply(core::Ticket ticket, const Value& value);
  template <class Value, class Amend>
  void handle_and_amend(core::Ticket ticket, const core::Caller& caller, const wire::Request& request, Amend amend);
  std::vector<wire::RpcCount> rpc_counts();

  ControllerOptions options_;
  Descriptor lock_;  // first in, last out
  boost::asio::io_context loop_{1};
  boost::asio::signal_set signals_{loop_, SIGTERM, SIGINT, SIGHUP};
  boost::asio::system_timer timer_{loop_}, end_of_patience_{loop_};
  std::optional<Instant> timer_at_;
  core::ClusterState state_;
  People people_;
  std::unique_ptr<store::Store> store_;
  exec::StepRunner runner_;
  server::Server server_;

  TurnQueue turns_;
  struct Uncommitted {
    std::uint64_t turn;
    store::Batch batch;
  };
  std::vector<Uncommitted> uncommitted_;       // of the events at hand
  std::unordered_set<std::uint32_t> refused_;  // jobs whose submission could not be saved
  bool schedule_wanted_ = false, backfill_wanted_ = false, end_posted_ = false, stopping_ = false;

  std::map<std::pair<std::uint32_t, std::uint32_t>, RpcTotal> rpcs_;  // by kind and user
  PassTimes main_times_, backfill_times_;
  std::optional<os::CpuTimes> cpu_times_;
};

}  // namespace minislurm::loop
