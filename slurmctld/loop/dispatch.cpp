#include <boost/asio/post.hpp>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <climits>
#include <string_view>
#include <utility>

#include "libcommon/log/log.h"
#include "libcommon/wire/accounting_messages.h"
#include "libcommon/wire/codec.h"
#include "libcommon/wire/messages.h"
#include "slurmctld/loop/inside.h"
#include "slurmctld/requests/handle.h"
#include "slurmctld/requests/privacy.h"

namespace minislurm::loop {

namespace asio = boost::asio;

namespace {

struct KindName {
  wire::RequestKind kind;
  std::string_view name;  // as sdiag shows it
};

constexpr std::array kKindNames{
    KindName{wire::RequestKind::Ping, "REQUEST_PING"},
    KindName{wire::RequestKind::Submit, "REQUEST_SUBMIT_BATCH_JOB"},
    KindName{wire::RequestKind::AwaitJob, "REQUEST_JOB_READY"},
    KindName{wire::RequestKind::QueryJobs, "REQUEST_JOB_INFO"},
    KindName{wire::RequestKind::QuerySteps, "REQUEST_JOB_STEP_INFO"},
    KindName{wire::RequestKind::QueryCluster, "REQUEST_NODE_INFO"},
    KindName{wire::RequestKind::QueryStats, "REQUEST_STATS_INFO"},
    KindName{wire::RequestKind::QueryHistory, "REQUEST_HISTORY"},
    KindName{wire::RequestKind::QueryStepUsage, "REQUEST_JOB_STEP_STAT"},
    KindName{wire::RequestKind::QueryScript, "REQUEST_BATCH_SCRIPT"},
    KindName{wire::RequestKind::Cancel, "REQUEST_KILL_JOB"},
    KindName{wire::RequestKind::ActOnJobs, "REQUEST_JOB_ACTION"},
    KindName{wire::RequestKind::Update, "REQUEST_UPDATE"},
    KindName{wire::RequestKind::CreateStep, "REQUEST_JOB_STEP_CREATE"},
    KindName{wire::RequestKind::CreateHetStep, "REQUEST_JOB_STEP_CREATE"},
    KindName{wire::RequestKind::AttachStep, "REQUEST_STEP_LAYOUT"},
    KindName{wire::RequestKind::CompleteJob, "REQUEST_COMPLETE_JOB_ALLOCATION"},
    KindName{wire::RequestKind::Reconfigure, "REQUEST_RECONFIGURE"},
    KindName{wire::RequestKind::Shutdown, "REQUEST_SHUTDOWN"},
    KindName{wire::RequestKind::Notify, "REQUEST_JOB_NOTIFY"},
    KindName{wire::RequestKind::ListProcesses, "REQUEST_JOB_STEP_PIDS"},
    KindName{wire::RequestKind::SetDebug, "REQUEST_SET_DEBUG_LEVEL"},
    KindName{wire::RequestKind::QueryShares, "REQUEST_SHARE_INFO"},
    KindName{wire::RequestKind::QueryPriorities, "REQUEST_PRIORITY_FACTORS"},
    KindName{wire::RequestKind::QueryAccounting, "REQUEST_ASSOC_MGR_INFO"},
    KindName{wire::RequestKind::QueryUsage, "DBD_GET_CLUSTER_USAGE"},
    KindName{wire::RequestKind::ChangeAccounting, "ACCOUNTING_UPDATE_MSG"},
};

constexpr std::string_view kUnknown = "UNKNOWN";

std::string name_of(std::uint32_t kind) {
  for (const KindName& row : kKindNames)
    if (static_cast<std::uint32_t>(row.kind) == kind) return std::string(row.name);
  return std::string(kUnknown);
}

std::string short_hostname() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  ::gethostname(name.data(), name.size() - 1);
  const std::string full(name.data());
  return full.substr(0, full.find('.'));
}

}  // namespace

const std::vector<Controller::Inside::OwnRequest>& Controller::Inside::own_requests() {
  static const std::vector<OwnRequest> kOwn{
      {wire::RequestKind::Ping, false, &Inside::ping},
      {wire::RequestKind::QueryHistory, false, &Inside::query_history},
      {wire::RequestKind::QueryUsage, false, &Inside::query_usage},
      {wire::RequestKind::QueryScript, false, &Inside::query_script},
      {wire::RequestKind::QueryStepUsage, false, &Inside::query_step_usage},
      {wire::RequestKind::QueryStats, false, &Inside::query_stats},
      {wire::RequestKind::QueryCluster, false, &Inside::query_cluster},
      {wire::RequestKind::ListProcesses, false, &Inside::list_processes},
      {wire::RequestKind::SetDebug, true, &Inside::set_debug},
      {wire::RequestKind::Reconfigure, true, &Inside::reconfigure_request},
      {wire::RequestKind::Shutdown, true, &Inside::shut_down},
  };
  return kOwn;
}

void Controller::Inside::on_request(TicketNumber number_of, const server::Peer& peer, const wire::Request& request) {
  if (stopping_) return;
  const auto begun = std::chrono::steady_clock::now();
  const core::Ticket ticket{number_of};
  core::Caller caller = people_.caller(peer);
  requests::recognise(state_.inside(), caller);
  const std::vector<OwnRequest>& own = own_requests();
  const auto row = std::find_if(own.begin(), own.end(),
                                [&request](const OwnRequest& one) { return one.kind == request.kind; });
  if (row == own.end()) {
    record(requests::handle(state_, ticket, caller, request, now()));
  } else if (row->administrators_only && !caller.is_administrator()) {
    refuse(ticket, Code::AccessDenied);
  } else {
    (this->*row->handler)(ticket, caller, request);
  }
  const auto took = std::chrono::steady_clock::now() - begun;
  const bool known = name_of(static_cast<std::uint32_t>(request.kind)) != kUnknown;
  RpcTotal& total = rpcs_[{known ? static_cast<std::uint32_t>(request.kind) : 0, number(caller.user)}];
  ++total.count;
  total.microseconds += static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
  log::debug(log::kRpc, name_of(static_cast<std::uint32_t>(request.kind)) + " from uid " +
                            std::to_string(number(caller.user)) + " pid " + std::to_string(caller.pid));
}

void Controller::Inside::refuse(core::Ticket ticket, const Error& error) {
  wire::Reply answer;
  answer.code = error.code;
  answer.detail = error.detail;
  server_.answer(number(ticket), answer);
}

template <class Value>
void Controller::Inside::reply(core::Ticket ticket, const Value& value) {
  wire::Reply answer;
  answer.payload = wire::encode(value);
  server_.answer(number(ticket), answer);
}
template void Controller::Inside::reply(core::Ticket ticket, const wire::HetStepReply& value);
template void Controller::Inside::reply(core::Ticket ticket, const wire::StepReply& value);
template void Controller::Inside::reply(core::Ticket ticket, const wire::ProcessesReply& value);
template void Controller::Inside::reply(core::Ticket ticket, const wire::UsageReply& value);
template void Controller::Inside::reply(core::Ticket ticket, const wire::StepsReply& value);

void Controller::Inside::ping(core::Ticket ticket, const core::Caller&, const wire::Request&) {
  wire::PingReply answer;
  answer.hostname = short_hostname();
  answer.cluster_name = options_.cluster.settings.cluster_name;
  answer.version = options_.version;
  answer.pid = static_cast<std::uint32_t>(::getpid());
  reply(ticket, answer);
}

void Controller::Inside::query_history(core::Ticket ticket, const core::Caller& caller, const wire::Request& request) {
  Result<wire::QueryHistoryRequest> question = wire::decode<wire::QueryHistoryRequest>(request.payload);
  if (!question) return refuse(ticket, question.error());
  // Behind the end of this turn, so that what squeue already shows is committed before it is read.
  end_turn_soon();
  asio::post(loop_, [this, ticket, caller, wanted = std::move(*question)]() mutable {
    if (stopping_) return;
    store_->history(std::move(wanted), [this, ticket, caller](Result<wire::HistoryReply> answer) {
      if (!answer) return refuse(ticket, answer.error());
      requests::keep_visible(state_.inside(), caller, *answer);
      answer->now = now();
      answer->cluster_name = options_.cluster.settings.cluster_name;
      reply(ticket, *answer);
    });
  });
}

void Controller::Inside::query_script(core::Ticket ticket, const core::Caller& caller, const wire::Request& request) {
  const Result<wire::QueryScriptRequest> question = wire::decode<wire::QueryScriptRequest>(request.payload);
  if (!question) return refuse(ticket, question.error());
  store_->script(question->job, [this, ticket, caller](const Result<store::Script>& script) {
    if (!script) return refuse(ticket, script.error());
    if (!caller.is_operator && script->owner != caller.user) return refuse(ticket, Code::AccessDenied);
    wire::ScriptReply answer;
    answer.script = script->script;
    answer.environment = script->environment;
    reply(ticket, answer);
  });
}

// The room of requests answers with what the core knows; what the machine says is added on the way out.
template <class Value, class Amend>
void Controller::Inside::handle_and_amend(core::Ticket ticket, const core::Caller& caller,
                                          const wire::Request& request, Amend amend) {
  core::Effects effects = requests::handle(state_, ticket, caller, request, now());
  for (core::Effect& effect : effects) {
    auto* answer = std::get_if<core::Answer>(&effect);
    if (answer == nullptr || answer->reply.code != Code::Success) continue;
    Result<Value> value = wire::decode<Value>(answer->reply.payload);
    if (!value) continue;
    amend(*value);
    answer->reply.payload = wire::encode(*value);
  }
  record(std::move(effects));
}

void Controller::Inside::query_stats(core::Ticket ticket, const core::Caller& caller, const wire::Request& request) {
  const Result<wire::QueryStatsRequest> question = wire::decode<wire::QueryStatsRequest>(request.payload);
  const bool reset = question && question->reset;
  handle_and_amend<wire::StatsReply>(ticket, caller, request, [this, reset](wire::StatsReply& stats) {
    if (reset) {
      main_times_ = backfill_times_ = {};
      rpcs_.clear();
    }
    stats.sched_last = main_times_.last;
    stats.sched_max = main_times_.longest;
    stats.sched_total = main_times_.total;
    stats.backfill_last = backfill_times_.last;
    stats.backfill_max = backfill_times_.longest;
    stats.backfill_total = backfill_times_.total;
    const os::Load load = os::load_now(cpu_times_);
    cpu_times_ = load.times;
    stats.system_cpu_percent = load.cpu_percent;
    stats.system_memory_percent = load.memory_percent;
    stats.rpcs = rpc_counts();
  });
}

void Controller::Inside::query_cluster(core::Ticket ticket, const core::Caller& caller,
                                       const wire::Request& request) {
  handle_and_amend<wire::ClusterReply>(ticket, caller, request, [this](wire::ClusterReply& cluster) {
    cluster.version = options_.version;
    if (cluster.nodes.empty()) return;
    const os::Load load = os::load_now();
    for (Node& node : cluster.nodes) {
      node.cpu_load_percent = load.cpu_load_percent;
      node.free_memory = load.free_memory;
    }
  });
}

std::vector<wire::RpcCount> Controller::Inside::rpc_counts() {
  std::vector<wire::RpcCount> counts;
  for (const auto& [key, total] : rpcs_) {
    wire::RpcCount count;
    count.kind = key.first;
    count.user = key.second;
    count.name = name_of(key.first);
    count.user_name = people_.record(UserId{key.second}, GroupId{key.second}).name;
    count.count = total.count;
    count.total_usec = total.microseconds;
    counts.push_back(std::move(count));
  }
  return counts;
}

void Controller::Inside::reconfigure_request(core::Ticket ticket, const core::Caller&, const wire::Request&) {
  if (const Status status = reconfigure(); !status) return refuse(ticket, status.error());
  reply(ticket, wire::Empty{});
}

void Controller::Inside::shut_down(core::Ticket ticket, const core::Caller& caller, const wire::Request&) {
  log::info(log::kRpc, "ending at the request of " + caller.user_name);
  server_.stop_listening();  // first: a command that follows the answer must not be taken in and then dropped
  reply(ticket, wire::Empty{});
  stop();
}

}  // namespace minislurm::loop
