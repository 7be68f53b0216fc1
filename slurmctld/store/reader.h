// A thread with a read-only connection of its own; answers one query after the other.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace SQLite {
class Database;
}

namespace minislurm::store {

class Reader {
 public:
  using Query = std::function<void(SQLite::Database&)>;  // catches what it throws

  explicit Reader(std::unique_ptr<SQLite::Database> database);
  ~Reader();  // queries that have not begun are dropped
  void ask(Query query);

 private:
  void run();

  std::unique_ptr<SQLite::Database> database_;
  std::mutex mutex_;
  std::condition_variable woken_;
  std::deque<Query> queries_;  // guarded by mutex_
  bool stopping_ = false;      // guarded by mutex_
  std::thread thread_;
};

}  // namespace minislurm::store
