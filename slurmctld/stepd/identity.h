// The user a step belongs to, when stepd was started as root for somebody else.
#pragma once

#include <sys/types.h>

#include <vector>

#include "libcommon/wire/stepd_messages.h"

namespace minislurm::stepd {

// While it lives, files are opened and folders made with the user's rights. stepd stays root: its real and saved user
// do not change, so the user can neither signal nor trace it. One at a time.
class ActingAsUser {
 public:
  explicit ActingAsUser(const wire::StepLaunch& launch);
  ~ActingAsUser();
  ActingAsUser(const ActingAsUser&) = delete;
  ActingAsUser& operator=(const ActingAsUser&) = delete;
  bool good() const { return good_; }

 private:
  bool changed_, good_ = true;
  std::vector<gid_t> groups_;  // to come back to
  gid_t group_;
};

// For good, in a task before its program is started. False: errno says why.
bool become_user(const wire::StepLaunch& launch);

}  // namespace minislurm::stepd
