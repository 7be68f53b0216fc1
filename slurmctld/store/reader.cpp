#include "slurmctld/store/reader.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace minislurm::store {

Reader::Reader(std::unique_ptr<SQLite::Database> database)
    : database_(std::move(database)), thread_([this] { run(); }) {}

Reader::~Reader() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_one();
  thread_.join();
}

void Reader::ask(Query query) {
  {
    const std::lock_guard lock(mutex_);
    queries_.push_back(std::move(query));
  }
  woken_.notify_one();
}

void Reader::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    woken_.wait(lock, [this] { return stopping_ || !queries_.empty(); });
    if (stopping_) return;
    const Query query = std::move(queries_.front());
    queries_.pop_front();
    lock.unlock();
    query(*database_);
    lock.lock();
  }
}

}  // namespace minislurm::store
