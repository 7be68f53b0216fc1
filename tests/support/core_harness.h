// The core driven through requests, with simulated time and an executor that only remembers: what the loop, the store
// and exec are to the controller. After each turn the invariants of the whole state are looked over.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libcommon/wire/codec.h"
#include "slurmctld/core/state.h"
#include "slurmctld/requests/handle.h"

namespace minislurm::test {

struct Process {
  std::uint32_t launch = 0;
  std::vector<std::uint32_t> signals;
  std::vector<wire::EndCause> told;  // TerminateStep, in order
  Allocation allocation;             // as it was told last
};

class Harness {
 public:
  explicit Harness(Cluster cluster);

  // Requests. `as` is who asks; an operator by default.
  wire::Reply ask(wire::RequestKind kind, std::string payload);
  template <class Reply, class Request>
  Reply get(wire::RequestKind kind, const Request& request) {
    const wire::Reply reply = ask(kind, wire::encode(request));
    EXPECT_EQ(reply.code, Code::Success) << reply.detail;
    auto value = wire::decode<Reply>(reply.payload);
    EXPECT_TRUE(value);
    return value ? *value : Reply{};
  }
  template <class Request>
  Code code(wire::RequestKind kind, const Request& request) {
    return ask(kind, wire::encode(request)).code;
  }
  JobId submit(JobSpec spec);
  Code submit_code(JobSpec spec);
  Code cancel(const std::string& job, std::uint32_t signal = 0);
  Code act(wire::JobAction action, const std::string& job);
  wire::Reply update(wire::Entity entity, std::vector<std::pair<std::string, std::string>> keys,
                     wire::UpdateVerb verb = wire::UpdateVerb::Update);
  Code update_job(const std::string& job, const std::string& key, const std::string& value);
  // A request whose answer may come later.
  core::Ticket start_asking(wire::RequestKind kind, std::string payload);
  const wire::Reply* answer_of(core::Ticket ticket) const;

  // The world outside.
  void end_step(StepId step, ExitCode exit_code = {});
  void end_batch(JobId job, ExitCode exit_code = {}) { end_step(StepId{job, StepNumber::Batch}, exit_code); }
  void lose_step(StepId step);
  // It ends, and leaves its record, while no controller looks; crash() finds it.
  void end_unseen(StepId step, ExitCode exit_code = {});
  void later(Seconds seconds);
  // kill -9 of the controller and a restart from the rows.
  void crash();

  const Job& job(JobId id) const;
  const Job* find(JobId id) const { return state->inside().jobs.find(id); }
  JobState state_of(JobId id) const { return job(id).state; }
  bool runs(JobId id) const { return state_of(id) == JobState::Running; }
  Reason reason(JobId id) const { return job(id).reason; }
  bool completing(JobId id) const { return has(job(id).flags, JobFlag::Completing); }
  std::vector<JobId> members(JobId array) const { return state->inside().jobs.members(array); }

  void check_invariants() const;

  Cluster cluster;
  core::Caller as;
  Instant now{Seconds{1'700'000'000}};
  bool ends_when_told = true;        // processes end by SIGTERM as soon as they are told
  bool crash_before_acting = false;  // the next turn is saved, and then the controller dies
  std::unique_ptr<core::ClusterState> state;
  std::map<StepId, Process> processes;
  std::map<JobId, Job> rows;
  std::map<StepId, Step> step_rows;
  std::string cluster_row, accounting_row, usage_row, new_usage_row;
  JobId next_row{};
  std::map<JobId, std::string> scripts;
  std::vector<std::string> mails, notes;
  std::map<JobId, Job> control_files;  // of elastic jobs: the job as it was when its file was written
  std::set<std::pair<StepId, std::uint32_t>> launched;  // ever: nothing runs twice

 private:
  void perform(core::Effects effects);
  void save(const core::Effect& effect);
  void act_on(const core::Effect& effect);
  void act_on_parts(const core::LaunchHetStep& het);
  void check_start(const core::LaunchStep& start) const;

  std::map<core::Ticket, wire::Reply> answers_;
  std::map<StepId, wire::StepResult> records_;  // status files that nobody has read yet
  std::uint64_t tickets_ = 0;
};

// A batch job as sbatch sends it.
JobSpec batch(std::uint32_t ntasks = 1, std::uint32_t minutes = 0);

}  // namespace minislurm::test
