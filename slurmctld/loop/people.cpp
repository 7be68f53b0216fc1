#include "slurmctld/loop/people.h"

#include <unistd.h>

namespace minislurm::loop {
namespace {

constexpr std::size_t kMostRemembered = 4096;

}  // namespace

void People::forget(const std::string& slurm_user) {
  records_.clear();
  group_names_.clear();
  slurm_user_ = exec::user_named(slurm_user);
}

const exec::UserRecord& People::record(UserId user, GroupId group) {
  const std::uint64_t key = (std::uint64_t{number(user)} << 32) | number(group);
  if (const auto found = records_.find(key); found != records_.end()) return found->second;
  if (records_.size() >= kMostRemembered) records_.clear();
  return records_.emplace(key, exec::user_record(user, group)).first->second;
}

core::Caller People::caller(const server::Peer& peer) {
  core::Caller caller;
  caller.user = peer.user;
  caller.group = peer.group;
  caller.pid = peer.pid;
  caller.user_name = record(peer.user, peer.group).name;
  auto group = group_names_.find(number(peer.group));
  if (group == group_names_.end()) {
    if (group_names_.size() >= kMostRemembered) group_names_.clear();
    group = group_names_.emplace(number(peer.group), exec::group_name(peer.group)).first;
  }
  caller.group_name = group->second;
  caller.is_operator = number(peer.user) == 0 || number(peer.user) == ::geteuid() || peer.user == slurm_user_;
  return caller;
}

}  // namespace minislurm::loop
