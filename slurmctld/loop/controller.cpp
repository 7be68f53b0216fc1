#include "slurmctld/loop/controller.h"

#include <boost/asio/post.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <system_error>
#include <utility>

#include "libcommon/log/log.h"
#include "slurmctld/exec/launcher.h"
#include "slurmctld/loop/inside.h"

namespace minislurm::loop {

namespace asio = boost::asio;

namespace {

// How long a command that does not read its answer can hold up the end.
constexpr std::chrono::seconds kPatience{2};

server::Options server_options(const Settings& settings) {
  server::Options options;
  options.socket_path = settings.socket_path;
  options.for_all_users = settings.multi_user;
  return options;
}

}  // namespace

Controller::Inside::Inside(ControllerOptions options, Descriptor lock)
    : options_(std::move(options)), lock_(std::move(lock)), state_(options_.cluster, now()),
      people_(options_.cluster.settings.slurm_user),
      runner_(loop_, options_.cluster.settings.spool_dir, options_.stepd_program,
              {[this](StepId id, std::uint32_t launch) { record(state_.step_started(id, launch, now())); },
               [this](const wire::StepResult& result) {
                 log::info(log::kJob, "StepId=" + to_string(result.id) + " ended " + to_string(result.exit_code));
                 record(state_.step_ended(result, now()));
               },
               [this](StepId id, std::uint32_t launch) { record(state_.step_lost(id, launch, now())); }}),
      server_(loop_, server_options(options_.cluster.settings),
              {[this](TicketNumber ticket, const server::Peer& peer, const wire::Request& request) {
                 on_request(ticket, peer, request);
               },
               [this](TicketNumber ticket) { record(state_.abandoned(core::Ticket{ticket}, now())); }}) {}

Controller::Inside::~Inside() {
  server_.close();
  runner_.close();
  store_.reset();  // what is queued is written
}

Instant Controller::Inside::now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

store::Store::Poster Controller::Inside::poster() {
  return [this](std::function<void()> work) { asio::post(loop_, std::move(work)); };
}

Status Controller::Inside::start() {
  const Settings& settings = options_.cluster.settings;
  std::error_code problem;
  for (const std::string& folder :
       {settings.spool_dir, std::filesystem::path(settings.socket_path).parent_path().string()}) {
    if (!folder.empty()) std::filesystem::create_directories(folder, problem);
    if (problem) return Error::generic(folder + ": " + problem.message());
  }
  Result<std::unique_ptr<store::Store>> opened =
      store::Store::open({settings.state_dir + "/slurmctld.db", Seconds{1}, nullptr}, poster());
  if (!opened) return opened.error();
  store_ = std::move(*opened);
  exec::leave_children_to_the_kernel();
  if (const Status restored = restore(); !restored) return restored;
  wait_for_signal();
  return server_.listen();
}

Status Controller::Inside::restore() {
  if (options_.clean_start)
    if (const Status cleared = store_->clear_live(); !cleared) return cleared;
  // After a clean start nothing is taken back from the history either.
  const Instant since = options_.clean_start ? Instant::max() : now() - options_.cluster.settings.min_job_age;
  Result<store::Restored> loaded = store_->load(since);
  if (!loaded) return loaded.error();
  core::Restored restored;
  restored.jobs = std::move(loaded->jobs);
  restored.steps = std::move(loaded->steps);
  restored.cluster_record = std::move(loaded->cluster_record);
  restored.accounting_record = std::move(loaded->accounting_record);
  restored.usage_record = std::move(loaded->usage_record);
  restored.new_usage_record = std::move(loaded->new_usage_record);
  restored.next_job = loaded->next_job;
  log::info(log::kStore, "restored " + std::to_string(restored.jobs.size()) + " jobs and " +
                             std::to_string(restored.steps.size()) + " steps");
  record(state_.restore(std::move(restored), now()));
  adopt_steps();
  schedule_wanted_ = true;
  end_turn_soon();
  return {};
}

void Controller::Inside::adopt_steps() {
  for (const auto& [id, launch] : state_.steps_to_adopt()) runner_.adopt(id, launch);
  runner_.clean_up_strangers();
}

void Controller::Inside::wait_for_signal() {
  signals_.async_wait([this](boost::system::error_code problem, int signal) {
    if (problem) return;
    if (signal != SIGHUP) {
      log::info(log::kRpc, std::string("ending on ") + (signal == SIGTERM ? "SIGTERM" : "SIGINT"));
      return stop();
    }
    if (const Status status = reconfigure(); !status)
      log::error(log::kRpc, "reconfigure: " + to_string(status.error()));
    wait_for_signal();
  });
}

Status Controller::Inside::reconfigure() {
  Result<Cluster> cluster = options_.reload();
  if (!cluster) return cluster.error();
  if (options_.reopen_log) options_.reopen_log(cluster->settings);
  // Where the state and the socket are does not change under a running controller.
  const Settings& current = options_.cluster.settings;
  cluster->settings.state_dir = current.state_dir;
  cluster->settings.spool_dir = current.spool_dir;
  cluster->settings.socket_path = current.socket_path;
  options_.cluster = std::move(*cluster);
  people_.forget(options_.cluster.settings.slurm_user);
  log::info(log::kRpc, "reconfigured");
  record(state_.reconfigure(options_.cluster, now()));
  return {};
}

void Controller::Inside::stop() {
  if (stopping_) return;
  stopping_ = true;
  timer_.cancel();
  boost::system::error_code ignored;
  signals_.cancel(ignored);
  runner_.close();
  server_.close();
  // What is being answered is sent; then nothing is left to wait for and run() returns.
  end_of_patience_.expires_after(kPatience);
  end_of_patience_.async_wait([this](boost::system::error_code) { loop_.stop(); });
  asio::post(loop_, [this] { end_of_patience_.cancel(); });
}

void Controller::Inside::run() { loop_.run(); }

Controller::Controller(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Controller::~Controller() = default;

Result<std::unique_ptr<Controller>> Controller::start(ControllerOptions options) {
  Result<Descriptor> lock = server::lock_state(options.cluster.settings.state_dir);
  if (!lock) return lock.error();
  auto inside = std::make_unique<Inside>(std::move(options), std::move(*lock));
  if (const Status started = inside->start(); !started) return started.error();
  return std::unique_ptr<Controller>(new Controller(std::move(inside)));
}

void Controller::run() { inside_->run(); }

}  // namespace minislurm::loop
