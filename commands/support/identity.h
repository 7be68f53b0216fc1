// Users and groups by name or number, from the system's own data bases.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "libcommon/base/ids.h"

namespace minislurm {

// A name, or a number whether or not anybody has it. None: no such user; what is said then is the caller's.
std::optional<UserId> find_user(std::string_view text);
std::optional<GroupId> find_group(std::string_view text);
// The name; the number's digits where there is none.
std::string user_name(UserId user);
std::string group_name(GroupId group);
// The group of the user's password entry.
std::optional<GroupId> primary_group(UserId user);

}  // namespace minislurm
