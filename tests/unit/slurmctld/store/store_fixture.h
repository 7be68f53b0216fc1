// A store in a folder of its own, with the owner's thread played by the test.
#pragma once

#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include <gtest/gtest.h>

#include "slurmctld/store/store.h"

namespace minislurm::store {

class Owner {
 public:
  Store::Poster poster() {
    return [this](std::function<void()> work) {
      const std::lock_guard lock(mutex_);
      posted_.push_back(std::move(work));
      woken_.notify_one();
    };
  }
  // Runs what is posted until the condition holds.
  template <class Condition>
  void run_until(Condition condition) {
    while (!condition()) {
      std::unique_lock lock(mutex_);
      woken_.wait(lock, [this] { return !posted_.empty(); });
      const std::function<void()> work = std::move(posted_.front());
      posted_.pop_front();
      lock.unlock();
      work();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable woken_;
  std::deque<std::function<void()>> posted_;
};

class StoreTest : public testing::Test {
 protected:
  StoreTest() {
    std::string pattern = testing::TempDir() + "storeXXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    path_ = folder_ + "/slurmctld.db";
  }
  ~StoreTest() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<Store> open(std::function<Status()> before_commit = nullptr) {
    Result<std::unique_ptr<Store>> store = Store::open({path_, Seconds{0}, std::move(before_commit)}, owner_.poster());
    if (!store) throw std::runtime_error(to_string(store.error()));
    return std::move(*store);
  }
  Status save(Store& store, Batch batch) {
    std::optional<Status> outcome;
    store.commit(std::move(batch), [&outcome](const Status& status) { outcome = status; });
    owner_.run_until([&outcome] { return outcome.has_value(); });
    return *outcome;
  }
  wire::HistoryReply history(Store& store, const wire::QueryHistoryRequest& request) {
    std::optional<Result<wire::HistoryReply>> answer;
    store.history(request, [&answer](Result<wire::HistoryReply> reply) { answer = std::move(reply); });
    owner_.run_until([&answer] { return answer.has_value(); });
    return answer->value_or({});
  }
  static Instant at(int seconds) { return Instant{Seconds{seconds}}; }
  static Job job(std::uint32_t id, JobState state = JobState::Pending) {
    Job made;
    made.id = JobId{id};
    made.state = state;
    made.spec.name = "job" + std::to_string(id);
    made.user_name = "someone";
    made.partition = "debug";
    made.submitted = made.eligible = at(100);
    return made;
  }
  static Job ended(std::uint32_t id, JobState state, int start, int end) {
    Job made = job(id, state);
    made.started = at(start);
    made.ended = at(end);
    return made;
  }
  static Step step(std::uint32_t job_id, StepNumber number, JobState state) {
    Step made;
    made.id = {JobId{job_id}, number};
    made.state = state;
    return made;
  }

  std::string folder_, path_;
  Owner owner_;
};

}  // namespace minislurm::store
