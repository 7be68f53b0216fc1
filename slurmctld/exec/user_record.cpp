#include "slurmctld/exec/user_record.h"

#include <grp.h>
#include <pwd.h>

#include <cerrno>
#include <functional>

namespace minislurm::exec {
namespace {

constexpr std::size_t kMostBuffer = 1U << 20;

// Calls a reentrant look-up with a buffer that grows until the entry fits.
template <class Entry>
bool look_up(Entry& entry, std::vector<char>& buffer,
             const std::function<int(Entry*, char*, std::size_t, Entry**)>& get) {
  Entry* found = nullptr;
  for (buffer.resize(4096); buffer.size() <= kMostBuffer; buffer.resize(buffer.size() * 2)) {
    const int status = get(&entry, buffer.data(), buffer.size(), &found);
    if (status != ERANGE) return status == 0 && found != nullptr;
  }
  return false;
}

}  // namespace

UserRecord user_record(UserId user, GroupId group) {
  UserRecord record;
  record.user = user;
  record.group = group;
  record.name = std::to_string(number(user));
  record.groups = {number(group)};
  passwd entry{};
  std::vector<char> buffer;
  if (!look_up<passwd>(entry, buffer, [user](passwd* into, char* space, std::size_t size, passwd** found) {
        return ::getpwuid_r(number(user), into, space, size, found);
      }))
    return record;
  record.name = entry.pw_name;
  record.home = entry.pw_dir;
  if (*entry.pw_shell != '\0') record.shell = entry.pw_shell;
  int count = 64;
  std::vector<gid_t> groups(64);
  if (::getgrouplist(entry.pw_name, number(group), groups.data(), &count) < 0) {
    groups.resize(static_cast<std::size_t>(count));
    if (::getgrouplist(entry.pw_name, number(group), groups.data(), &count) < 0) return record;
  }
  groups.resize(static_cast<std::size_t>(count));
  record.groups.assign(groups.begin(), groups.end());
  return record;
}

std::string user_name(UserId user) {
  passwd entry{};
  std::vector<char> buffer;
  const bool known =
      look_up<passwd>(entry, buffer, [user](passwd* into, char* space, std::size_t size, passwd** found) {
        return ::getpwuid_r(number(user), into, space, size, found);
      });
  return known ? entry.pw_name : std::to_string(number(user));
}

std::string group_name(GroupId id) {
  ::group entry{};
  std::vector<char> buffer;
  const bool known =
      look_up<::group>(entry, buffer, [id](::group* into, char* space, std::size_t size, ::group** found) {
        return ::getgrgid_r(number(id), into, space, size, found);
      });
  return known ? entry.gr_name : std::to_string(number(id));
}

std::optional<UserId> user_named(const std::string& name) {
  passwd entry{};
  std::vector<char> buffer;
  const bool known =
      look_up<passwd>(entry, buffer, [&name](passwd* into, char* space, std::size_t size, passwd** found) {
        return ::getpwnam_r(name.c_str(), into, space, size, found);
      });
  if (!known) return std::nullopt;
  return UserId{entry.pw_uid};
}

}  // namespace minislurm::exec
