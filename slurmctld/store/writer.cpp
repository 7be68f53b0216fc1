#include "slurmctld/store/writer.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

#include "libcommon/log/log.h"
#include "slurmctld/store/rows.h"

namespace minislurm::store {

Writer::Writer(std::unique_ptr<SQLite::Database> database, const Options& options, Store::Poster poster)
    : database_(std::move(database)), rows_(std::make_unique<RowWriter>(*database_)), retry_(options.retry),
      before_commit_(options.before_commit), poster_(std::move(poster)) {}

Writer::~Writer() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_one();
  thread_.join();
}

void Writer::start() { thread_ = std::thread([this] { run(); }); }

void Writer::commit(Batch batch, std::function<void(Status)> done) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    wake = queued_.empty();
    queued_.push_back({std::move(batch), std::move(done)});
  }
  if (wake) woken_.notify_one();
}

void Writer::after_queued(std::function<void()> then) {
  {
    const std::lock_guard lock(mutex_);
    followers_.push_back(std::move(then));
  }
  woken_.notify_one();
}

// False: there is nothing more to do.
bool Writer::wait_for_work() {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return stopping_ || !queued_.empty() || !followers_.empty(); };
  if (pending_.empty()) {
    woken_.wait(lock, ready);
  } else {
    woken_.wait_for(lock, retry_, ready);
  }
  const bool last = stopping_ && queued_.empty();
  std::move(queued_.begin(), queued_.end(), std::back_inserter(pending_));
  queued_.clear();
  following_ = std::exchange(followers_, {});
  return !last;
}

// Rows of jobs whose submission was refused are not written, nor those of tasks split off a refused array.
void Writer::leave_out_refused(Batch& batch) {
  if (batch.submission) refused_.erase(number(*batch.submission));  // a number that comes again is another job
  if (refused_.empty()) return;
  std::unordered_set<std::uint32_t> gone;
  const auto is_gone = [&](const Job& job) {
    const bool refused = refused_.count(number(job.id)) != 0 || refused_.count(number(job.array_job)) != 0;
    if (refused) gone.insert(number(job.id));
    return refused;
  };
  std::erase_if(batch.jobs, is_gone);
  std::erase_if(batch.steps, [&](const Step& step) {
    return gone.count(number(step.id.job)) != 0 || refused_.count(number(step.id.job)) != 0;
  });
}

Status Writer::attempt() {
  try {
    SQLite::Transaction transaction(*database_);
    for (const Waiting& waiting : pending_) rows_->write(waiting.batch);
    if (before_commit_)
      if (const Status status = before_commit_(); !status) return status;
    transaction.commit();
    return {};
  } catch (const SQLite::Exception& problem) {
    if (problem.getErrorCode() == SQLITE_FULL) return Error{Code::NoSpace, problem.what()};
    return Error::generic(problem.what());
  } catch (const std::exception& problem) {
    return Error::generic(problem.what());
  }
}

// Who is told what after an attempt; what has to be tried again stays in pending_.
Writer::Outcomes Writer::settle(const Status& status) {
  Outcomes outcomes;
  std::vector<Waiting> kept;
  for (Waiting& waiting : pending_) {
    const std::optional<JobId> submission = waiting.batch.submission;
    if (status) {
      outcomes.emplace_back(std::move(waiting.done), Status{});
    } else if (submission) {
      refused_.insert(number(*submission));
      outcomes.emplace_back(std::move(waiting.done), Status{Error{Code::NoSpace, status.error().detail}});
    } else {
      kept.push_back(std::move(waiting));
    }
  }
  pending_ = std::move(kept);
  return outcomes;
}

void Writer::run() {
  bool failing = false;
  while (wait_for_work() || !pending_.empty()) {
    for (Waiting& waiting : pending_) leave_out_refused(waiting.batch);
    const Status status = pending_.empty() ? Status{} : attempt();
    for (const auto& then : std::exchange(following_, {})) then();
    if (pending_.empty()) continue;
    if (!status && !failing) log::error(log::kStore, "cannot save: " + status.error().detail);
    if (status && failing) log::info(log::kStore, "saving works again");
    failing = !status;
    Outcomes outcomes = settle(status);
    if (!outcomes.empty()) {
      poster_([done = std::move(outcomes)] {
        for (const auto& [callback, outcome] : done) callback(outcome);
      });
    }
    const std::lock_guard lock(mutex_);
    if (stopping_ && failing && queued_.empty()) return;
  }
}

}  // namespace minislurm::store
