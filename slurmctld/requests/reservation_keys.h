// What scontrol create and update reservation take: one row per key. A change collects what was asked for; which nodes
// that means is settled afterwards (update_reservation.cpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libcommon/wire/messages.h"
#include "slurmctld/core/state.h"

namespace minislurm::requests {

struct ReservationChange {
  const core::ClusterState::Inside& state;
  Instant now{};
  Reservation& reservation;
  char how = '=';             // of the key at hand: '=', '+', '-'
  std::string_view value{};
  std::optional<Seconds> duration{};
  bool creates = false;
  bool sized = false;         // nodes, their number, cores or TRES were given
  bool nodes_named = false;
  std::uint32_t cores = 0;    // asked for: of the nodes only so many
  std::string gres{};         // "gres/gpu=2", of TRES=
};

// Takes the keys in order. Errors: the text that scontrol prints, or Slurm's code.
Status apply_keys(const wire::UpdateRequest& request, ReservationChange& change);

}  // namespace minislurm::requests
