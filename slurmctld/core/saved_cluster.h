// What of the cluster outlives a restart: what operators changed of nodes and partitions, and the reservations.
#pragma once

#include <string>
#include <vector>

#include "libcommon/model/cluster.h"

namespace minislurm::core {

struct SavedNode {
  std::string name, reason, reason_user, comment, extra;
  NodeState state = NodeState::Up;
  bool drain = false;
  UserId reason_by{};
  Instant reason_at{}, last_busy{};
  bool fail = false;
  Instant resume_after{};
  std::string cpu_bind, instance_id, instance_type;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.name); visit(2, self.reason); visit(3, self.reason_user); visit(4, self.comment);
    visit(5, self.extra); visit(6, self.state); visit(7, self.drain); visit(8, self.reason_by);
    visit(9, self.reason_at); visit(10, self.last_busy); visit(11, self.fail); visit(12, self.resume_after);
    visit(13, self.cpu_bind); visit(14, self.instance_id); visit(15, self.instance_type);
  }
};

struct SavedCluster {
  std::vector<SavedNode> nodes;                  // those that are not as configured
  std::vector<Partition> partitions;             // changed or created
  std::vector<std::string> deleted_partitions;
  std::vector<Reservation> reservations;
  std::uint32_t next_reservation = 1;
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(1, self.nodes); visit(2, self.partitions); visit(3, self.deleted_partitions); visit(4, self.reservations);
    visit(5, self.next_reservation);
  }
};

}  // namespace minislurm::core
