// The writer thread: group commit. Everything that has queued up while a transaction was on its way to the disk is the
// next transaction.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

#include "slurmctld/store/store.h"

namespace SQLite {
class Database;
}

namespace minislurm::store {

class RowWriter;

class Writer {
 public:
  Writer(std::unique_ptr<SQLite::Database> database, const Options& options, Store::Poster poster);
  ~Writer();
  void start();
  void commit(Batch batch, std::function<void(Status)> done);
  // Calls `then` on the writer's thread when what is queued now has been written, or was tried in vain.
  void after_queued(std::function<void()> then);
  // Before start() only.
  SQLite::Database& database() { return *database_; }

 private:
  struct Waiting {
    Batch batch;
    std::function<void(Status)> done;
  };
  using Outcomes = std::vector<std::pair<std::function<void(Status)>, Status>>;

  void run();
  bool wait_for_work();
  void leave_out_refused(Batch& batch);
  Status attempt();
  Outcomes settle(const Status& status);

  std::unique_ptr<SQLite::Database> database_;
  std::unique_ptr<RowWriter> rows_;
  Seconds retry_;
  std::function<Status()> before_commit_;
  Store::Poster poster_;

  std::mutex mutex_;
  std::condition_variable woken_;
  std::vector<Waiting> queued_;   // guarded by mutex_
  std::vector<std::function<void()>> followers_;  // of queued_; guarded by mutex_
  bool stopping_ = false;         // guarded by mutex_

  // The thread's own.
  std::vector<Waiting> pending_;  // in the order in which they came; not empty across attempts only while failing
  std::vector<std::function<void()>> following_;  // of pending_
  std::unordered_set<std::uint32_t> refused_;
  std::thread thread_;
};

}  // namespace minislurm::store
