// Who the callers and the jobs' owners are, remembered between look-ups in the system's user database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "slurmctld/core/cluster_state.h"
#include "slurmctld/exec/user_record.h"
#include "slurmctld/server/server.h"

namespace minislurm::loop {

class People {
 public:
  // `slurm_user`: besides root, who may change everything.
  explicit People(const std::string& slurm_user) { forget(slurm_user); }
  core::Caller caller(const server::Peer& peer);
  const exec::UserRecord& record(UserId user, GroupId group);
  void forget(const std::string& slurm_user);

 private:
  const std::string& group_name(std::uint32_t group);

  std::optional<UserId> slurm_user_;
  std::unordered_map<std::uint64_t, exec::UserRecord> records_;  // by user and group
  std::unordered_map<std::uint32_t, std::string> group_names_;
};

}  // namespace minislurm::loop
