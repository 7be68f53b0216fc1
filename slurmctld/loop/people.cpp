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

const std::string& People::group_name(std::uint32_t group) {
  if (const auto found = group_names_.find(group); found != group_names_.end()) return found->second;
  if (group_names_.size() >= kMostRemembered) group_names_.clear();
  return group_names_.emplace(group, exec::group_name(GroupId{group})).first->second;
}

core::Caller People::caller(const server::Peer& peer) {
  core::Caller caller;
  caller.user = peer.user;
  caller.group = peer.group;
  caller.pid = peer.pid;
  const exec::UserRecord& known = record(peer.user, peer.group);
  caller.user_name = known.name;
  caller.group_name = group_name(number(peer.group));
  for (const std::uint32_t group : known.groups)
    if (group != number(peer.group)) caller.groups.push_back(group_name(group));
  caller.is_operator = number(peer.user) == 0 || number(peer.user) == ::geteuid() || peer.user == slurm_user_;
  return caller;
}

}  // namespace minislurm::loop
