#include "commands/support/identity.h"

#include <grp.h>
#include <pwd.h>

#include <cerrno>
#include <vector>

#include "libcommon/text/count.h"

namespace minislurm {
namespace {

constexpr std::size_t kFirstBuffer = 1024, kMostBuffer = 1U << 20;

// Calls one of the get..._r functions with a buffer that is large enough.
template <class Entry, class Lookup, class Take>
bool look_up(Lookup&& lookup, Take&& take) {
  for (std::size_t size = kFirstBuffer; size <= kMostBuffer; size *= 2) {
    std::vector<char> buffer(size);
    Entry entry;
    Entry* found = nullptr;
    const int result = lookup(&entry, buffer.data(), buffer.size(), &found);
    if (result == ERANGE) continue;
    if (result != 0 || found == nullptr) return false;
    take(*found);
    return true;
  }
  return false;
}

}  // namespace

std::optional<UserId> find_user(std::string_view text) {
  std::optional<UserId> user;
  const std::string name(text);
  const auto lookup = [&](auto... rest) { return getpwnam_r(name.c_str(), rest...); };
  if (look_up<passwd>(lookup, [&](const passwd& entry) { user = UserId{entry.pw_uid}; })) return user;
  if (const Result<std::uint32_t> number = text::parse_u32(text); number) return UserId{*number};
  return std::nullopt;
}

std::optional<GroupId> find_group(std::string_view text) {
  std::optional<GroupId> found;
  const std::string name(text);
  const auto lookup = [&](auto... rest) { return getgrnam_r(name.c_str(), rest...); };
  if (look_up<group>(lookup, [&](const group& entry) { found = GroupId{entry.gr_gid}; })) return found;
  if (const Result<std::uint32_t> value = text::parse_u32(text); value) return GroupId{*value};
  return std::nullopt;
}

std::string user_name(UserId user) {
  std::string name;
  const auto lookup = [&](auto... rest) { return getpwuid_r(number(user), rest...); };
  if (look_up<passwd>(lookup, [&](const passwd& entry) { name = entry.pw_name; })) return name;
  return std::to_string(number(user));
}

std::string group_name(GroupId id) {
  std::string name;
  const auto lookup = [&](auto... rest) { return getgrgid_r(number(id), rest...); };
  if (look_up<group>(lookup, [&](const group& entry) { name = entry.gr_name; })) return name;
  return std::to_string(number(id));
}

std::optional<GroupId> primary_group(UserId user) {
  std::optional<GroupId> found;
  const auto lookup = [&](auto... rest) { return getpwuid_r(number(user), rest...); };
  look_up<passwd>(lookup, [&](const passwd& entry) { found = GroupId{entry.pw_gid}; });
  return found;
}

}  // namespace minislurm
