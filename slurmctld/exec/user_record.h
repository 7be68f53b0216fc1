// What the system's databases say of a user.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libcommon/base/ids.h"

namespace minislurm::exec {

struct UserRecord {
  UserId user{};
  GroupId group{};
  std::string name, home = "/", shell = "/bin/sh";
  std::vector<std::uint32_t> groups;  // supplementary, the primary one among them
};

// A user without an entry is named by number, with no groups but `group`.
UserRecord user_record(UserId user, GroupId group);
std::string user_name(UserId user);
std::string group_name(GroupId group);
std::optional<UserId> user_named(const std::string& name);

}  // namespace minislurm::exec
