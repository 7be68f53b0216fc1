#include "slurmctld/exec/step_runner.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcommon/log/log.h"
#include "libcommon/wire/codec.h"
#include "slurmctld/exec/launcher.h"
#include "slurmctld/exec/step_folder.h"
#include "slurmctld/exec/watcher.h"

namespace minislurm::exec {

namespace asio = boost::asio;

namespace {

// Between attempts to reach a step's process that lives but does not take the connection. No event announces it.
// Also between looks at processes that have been killed.
constexpr std::chrono::milliseconds kReconnect{200};

struct Entry {
  std::uint32_t launch = 0;
  bool expected = false;                                         // not launched yet
  bool stranger = false;                                         // nobody waits for its end
  std::shared_ptr<Watcher> watcher;
  std::vector<std::pair<wire::FrameKind, std::string>> waiting;  // until there is a watcher
};

}  // namespace

class StepRunner::Inside : public std::enable_shared_from_this<StepRunner::Inside> {
 public:
  Inside(asio::io_context& loop, std::string spool_dir, std::string stepd_program, StepHandlers handlers)
      : loop_(loop), spool_dir_(std::move(spool_dir)), stepd_program_(std::move(stepd_program)),
        handlers_(std::move(handlers)) {}

  void expect(StepId id) {
    Entry& entry = steps_[id];
    if (entry.watcher) entry.watcher->close();
    entry = Entry{};
    entry.expected = true;
  }

  Status launch(const wire::StepLaunch& launch) {
    if (stepd_program_.empty()) return gone(launch.id, Error::generic("slurmstepd not found"));
    Result<StepFolderHandles> handles = create_step_folder(spool_dir_, launch);
    if (!handles) return gone(launch.id, handles.error());
    if (const Status started = spawn_stepd(stepd_program_, *handles); !started)
      return gone(launch.id, started.error());
    Entry& entry = steps_[launch.id];
    entry.launch = launch.launch;
    entry.expected = false;
    // Our copies of the lock and the socket close here: from now on they tell of the process alone.
    *handles = StepFolderHandles{};
    watch(launch.id);
    return {};
  }

  void send(StepId id, wire::FrameKind kind, std::string payload) {
    const auto found = steps_.find(id);
    if (found == steps_.end()) return;
    if (found->second.watcher) {
      found->second.watcher->send(kind, payload);
    } else {
      found->second.waiting.emplace_back(kind, std::move(payload));
    }
  }

  void ask_usage(StepId id, Watcher::Told told) {
    const auto found = steps_.find(id);
    if (found == steps_.end() || !found->second.watcher) return told(std::nullopt);
    found->second.watcher->ask_usage(std::move(told));
  }

  void forget(StepId id) {
    const auto found = steps_.find(id);
    if (found != steps_.end()) {
      if (found->second.expected) return;  // the step is being started anew: the folder will be the new one's
      if (found->second.watcher) found->second.watcher->close();
      steps_.erase(found);
    }
    remove_step_folder(spool_dir_, id);
  }

  void adopt(StepId id, std::uint32_t launch) {
    Entry& entry = steps_[id];
    entry.launch = launch;
    const StepTrace trace = trace_of(spool_dir_, id);
    if (trace.life == StepLife::Alive) {
      log::info(log::kExec, "StepId=" + to_string(id) + " is alive");
      later([id, launch](Inside& self) { self.handlers_.found_alive(id, launch); });
      watch(id);
    } else {
      conclude(id, trace);
    }
  }

  void clean_up_strangers() {
    for (const StepId id : steps_in(spool_dir_)) {
      if (steps_.count(id) != 0) continue;
      if (trace_of(spool_dir_, id).life != StepLife::Alive) {
        kill_leftovers(spool_dir_, id);
        remove_step_folder(spool_dir_, id);
        continue;
      }
      log::info(log::kExec, "StepId=" + to_string(id) + " belongs to no job: ending it");
      steps_[id].stranger = true;
      watch(id);
      wire::TerminateRequest request;
      request.cause = wire::EndCause::JobEnded;
      send(id, wire::FrameKind::Terminate, wire::encode(request));
    }
  }

  void close() {
    closed_ = true;
    for (auto& [id, entry] : steps_)
      if (entry.watcher) entry.watcher->close();
    for (const std::shared_ptr<asio::steady_timer>& timer : timers_) timer->cancel();
    steps_.clear();
    timers_.clear();
  }

  const std::string& spool_dir() const { return spool_dir_; }

 private:
  Status gone(StepId id, const Error& error) {
    steps_.erase(id);
    remove_step_folder(spool_dir_, id);
    return error;
  }

  template <class Work>
  void later(Work work) {
    asio::post(loop_, [weak = weak_from_this(), work] {
      const auto self = weak.lock();
      if (self && !self->closed_) work(*self);
    });
  }

  void watch(StepId id) {
    Result<Descriptor> socket = connect_local(socket_of(spool_dir_, id), true);
    if (!socket) return look_again(id);
    const std::weak_ptr<Inside> weak = weak_from_this();
    Watcher::Handlers handlers;
    handlers.ended = [weak, id](wire::StepResult result) {
      if (const auto self = weak.lock()) self->ended(id, std::move(result));
    };
    handlers.hung_up = [weak, id] {
      if (const auto self = weak.lock()) self->look_again(id);
    };
    auto watcher = std::make_shared<Watcher>(loop_, std::move(*socket), std::move(handlers));
    Entry& entry = steps_[id];
    entry.watcher = watcher;
    watcher->start();
    for (const auto& [kind, payload] : std::exchange(entry.waiting, {})) watcher->send(kind, payload);
  }

  // The process is not to be reached: it has died without a word, or lives and will take a connection later.
  void look_again(StepId id) {
    const auto found = steps_.find(id);
    if (found == steps_.end() || closed_) return;
    found->second.watcher.reset();
    const StepTrace trace = trace_of(spool_dir_, id);
    if (trace.life != StepLife::Alive) return conclude(id, trace);
    look_later(id);
  }

  void look_later(StepId id) {
    auto timer = std::make_shared<asio::steady_timer>(loop_, kReconnect);
    timers_.push_back(timer);
    timer->async_wait([weak = weak_from_this(), id, timer](boost::system::error_code problem) {
      const auto self = weak.lock();
      if (problem || !self || self->closed_) return;
      std::erase(self->timers_, timer);
      if (self->steps_.count(id) != 0) self->watch(id);
    });
  }

  void conclude(StepId id, const StepTrace& trace) {
    const std::uint32_t launch = steps_[id].launch;
    if (trace.life == StepLife::Recorded && (steps_[id].stranger || trace.result.launch == launch))
      return later([id, result = trace.result](Inside& self) { self.ended(id, result); });
    // Its process was killed, not its tasks. They end before the step does, so that nothing runs twice.
    if (const std::size_t left = kill_leftovers(spool_dir_, id); left > 0) {
      log::error(log::kExec, "StepId=" + to_string(id) + " has lost its slurmstepd: killed the " + std::to_string(left) +
                                 " processes that it left");
      return look_later(id);
    }
    later([id, launch](Inside& self) { self.lost(id, launch); });
  }

  void ended(StepId id, wire::StepResult result) {
    const auto found = steps_.find(id);
    if (found == steps_.end() || closed_) return;
    found->second.watcher.reset();
    if (found->second.stranger) return forget(id);
    result.id = id;
    result.launch = found->second.launch;
    handlers_.ended(std::move(result));
  }

  void lost(StepId id, std::uint32_t launch) {
    const auto found = steps_.find(id);
    if (found == steps_.end()) return;
    if (found->second.stranger) return forget(id);
    log::error(log::kExec, "StepId=" + to_string(id) + " is lost: no process, and no record of its end");
    handlers_.lost(id, launch);
  }

  asio::io_context& loop_;
  std::string spool_dir_, stepd_program_;
  StepHandlers handlers_;
  std::unordered_map<StepId, Entry> steps_;
  std::vector<std::shared_ptr<asio::steady_timer>> timers_;
  bool closed_ = false;
};

StepRunner::StepRunner(asio::io_context& loop, std::string spool_dir, std::string stepd_program,
                       StepHandlers handlers)
    : inside_(std::make_shared<Inside>(loop, std::move(spool_dir), std::move(stepd_program), std::move(handlers))) {}

StepRunner::~StepRunner() { close(); }

void StepRunner::expect(StepId id) { inside_->expect(id); }
Status StepRunner::launch(const wire::StepLaunch& launch) { return inside_->launch(launch); }

void StepRunner::signal(StepId id, const wire::SignalRequest& what) {
  inside_->send(id, wire::FrameKind::Signal, wire::encode(what));
}

void StepRunner::resize(StepId id, const wire::ResizeRequest& order) {
  inside_->send(id, wire::FrameKind::Resize, wire::encode(order));
}

void StepRunner::notify(StepId id, const std::string& text) { inside_->send(id, wire::FrameKind::Notify, text); }

void StepRunner::terminate(StepId id, wire::EndCause cause, std::uint32_t signal) {
  wire::TerminateRequest request;
  request.cause = cause;
  request.signal = signal;
  inside_->send(id, wire::FrameKind::Terminate, wire::encode(request));
}

void StepRunner::ask_usage(StepId id, std::function<void(std::optional<Usage>)> told) {
  inside_->ask_usage(id, std::move(told));
}

void StepRunner::forget(StepId id) { inside_->forget(id); }
void StepRunner::adopt(StepId id, std::uint32_t launch) { inside_->adopt(id, launch); }
void StepRunner::clean_up_strangers() { inside_->clean_up_strangers(); }
void StepRunner::close() { inside_->close(); }
std::string StepRunner::socket_path(StepId id) const { return socket_of(inside_->spool_dir(), id); }
const std::string& StepRunner::spool_dir() const { return inside_->spool_dir(); }

}  // namespace minislurm::exec
