// How much of the controller one user may take up: connections, and bytes of requests that are not whole yet. Root and
// the controller's own user are not counted, so that they get in whatever the others do. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "libcommon/base/ids.h"

namespace minislurm::server {

class Admission {
 public:
  Admission(UserId own, std::size_t most_connections, std::size_t most_bytes)
      : own_(own), most_connections_(most_connections), most_bytes_(most_bytes) {}
  // False: no more for this user.
  bool enter(UserId user);
  // The bytes that a connection of the user's holds have changed. False: that is too much.
  bool hold(UserId user, std::size_t before, std::size_t now);
  // REQUIRES: entered, and what it holds is 0 again.
  void leave(UserId user);

 private:
  struct Share {
    std::size_t connections = 0, bytes = 0;
  };
  bool counted(UserId user) const { return number(user) != 0 && user != own_; }

  UserId own_;
  std::size_t most_connections_, most_bytes_;
  std::unordered_map<std::uint32_t, Share> shares_;
};

}  // namespace minislurm::server
