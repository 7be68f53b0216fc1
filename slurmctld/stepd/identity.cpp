#include "slurmctld/stepd/identity.h"

#include <grp.h>
#include <unistd.h>

#include <cstdlib>

namespace minislurm::stepd {

namespace {

bool take_groups(const wire::StepLaunch& launch) {
  const std::vector<gid_t> groups(launch.groups.begin(), launch.groups.end());
  return ::setgroups(groups.size(), groups.data()) == 0;
}

}  // namespace

ActingAsUser::ActingAsUser(const wire::StepLaunch& launch) : changed_(launch.change_user), group_(::getegid()) {
  if (!changed_) return;
  if (::geteuid() != 0) {
    changed_ = good_ = false;
    return;
  }
  groups_.resize(static_cast<std::size_t>(::getgroups(0, nullptr)));
  groups_.resize(static_cast<std::size_t>(::getgroups(static_cast<int>(groups_.size()), groups_.data())));
  good_ = take_groups(launch) && ::setegid(number(launch.group)) == 0 && ::seteuid(number(launch.user)) == 0;
}

ActingAsUser::~ActingAsUser() {
  if (!changed_) return;
  // A stepd with half of its rights would leave processes behind: better none.
  if (::seteuid(0) != 0 || ::setegid(group_) != 0 || ::setgroups(groups_.size(), groups_.data()) != 0) std::abort();
}

bool become_user(const wire::StepLaunch& launch) {
  if (!launch.change_user) return true;
  const uid_t user = number(launch.user);
  const gid_t group = number(launch.group);
  return take_groups(launch) && ::setresgid(group, group, group) == 0 && ::setresuid(user, user, user) == 0;
}

}  // namespace minislurm::stepd
