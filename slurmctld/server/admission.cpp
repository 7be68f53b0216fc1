#include "slurmctld/server/admission.h"

namespace minislurm::server {

bool Admission::enter(UserId user) {
  if (!counted(user)) return true;
  Share& share = shares_[number(user)];
  if (share.connections >= most_connections_) return false;
  ++share.connections;
  return true;
}

bool Admission::hold(UserId user, std::size_t before, std::size_t now) {
  if (!counted(user)) return true;
  Share& share = shares_[number(user)];
  share.bytes = share.bytes - before + now;
  return now <= before || share.bytes <= most_bytes_;
}

void Admission::leave(UserId user) {
  const auto found = shares_.find(number(user));
  if (found != shares_.end() && --found->second.connections == 0) shares_.erase(found);
}

}  // namespace minislurm::server
