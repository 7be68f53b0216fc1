// scontrol create, update and delete reservation.
#include <algorithm>
#include <set>

#include "libcommon/text/words.h"
#include "slurmctld/core/nodes.h"
#include "slurmctld/core/reservation_nodes.h"
#include "slurmctld/core/reservations.h"
#include "slurmctld/requests/job_codes.h"
#include "slurmctld/requests/reservation_flags.h"
#include "slurmctld/requests/reservation_keys.h"
#include "slurmctld/requests/update.h"
#include "slurmctld/sched/reservation_rules.h"

namespace minislurm::requests {
namespace {

using sched::has_flag;

Error sentence(std::string text) { return Error{Code::InvalidValue, std::move(text) + "  No reservation created."}; }

Status check_named_nodes(const core::ClusterState::Inside& state, const Reservation& wanted, bool by_cores) {
  if (by_cores) return {};  // core by core, when they are taken
  const std::set<std::string> taken =
      sched::lets_overlap(wanted) ? std::set<std::string>{} : core::reserved_nodes(state, wanted);
  const std::set<std::string> busy =
      has_flag(wanted, "IGNORE_JOBS") ? std::set<std::string>{} : core::busy_nodes(state, wanted);
  for (const std::string& name : wanted.nodes) {
    if (taken.count(name) != 0) return Error{Code::ReservationOverlap};
    if (busy.count(name) != 0) return Error{Code::NodesBusy};
  }
  return {};
}

// Cores where cores or gres were asked for, and the counts that are shown.
Status settle_size(Context context, ReservationChange& change) {
  Reservation& reservation = change.reservation;
  if (change.cores != 0 || !change.gres.empty()) {
    if (const Status taken = core::take_cores(context.state(), reservation, change.cores); !taken) return taken;
  } else if (change.sized) {
    reservation.parts.clear();
  }
  if (change.sized) reservation.tres = change.gres.empty() ? std::string{} : "," + change.gres;
  core::count_up(context.state(), reservation);
  if (change.sized) reservation.wanted_nodes = reservation.node_count;
  if (has_flag(reservation, "TIME_FLOAT")) reservation.float_start = std::max(Seconds{1}, reservation.start - context.now());
  if (reservation.purge_after.count() > 0 && sched::is_active(reservation, context.now()) && reservation.idle_since == kNever)
    reservation.idle_since = context.now();
  sort_flags(reservation);
  return {};
}

Status place(Context context, ReservationChange& change) {
  Reservation& reservation = change.reservation;
  if (change.duration) reservation.end = reservation.start + *change.duration;
  if (reservation.end <= reservation.start || reservation.end <= context.now())
    return Error{Code::InvalidTimeValueReservation};
  if (!reservation.users.empty() && !reservation.groups.empty()) return Error{kUsersAndGroups};
  const bool by_number = change.sized && !change.nodes_named && !has_flag(reservation, "ANY_NODES");
  if (by_number) {
    if (reservation.node_count == 0 && change.cores == 0) return Error{Code::InvalidNodeName};
    const std::uint32_t nodes = reservation.node_count;
    if (const Status chosen = core::choose_nodes(context.state(), reservation, nodes, change.cores); !chosen) return chosen;
  } else if (const Status fits = check_named_nodes(context.state(), reservation, change.cores != 0); !fits) {
    return fits;
  }
  return settle_size(context, change);
}

void put(Context context, Reservation reservation) {
  core::arm_reservation(context.turn, reservation);
  if (Reservation* known = context.state().find_reservation(reservation.name)) *known = std::move(reservation);
  else context.state().reservations.push_back(std::move(reservation));
  core::save_cluster(context.turn);
  core::want_pass(context.turn);
}

// "acct_3", "root_4": by whom it is for.
std::string stem_of(const Reservation& reservation) {
  for (const auto* names : {&reservation.accounts, &reservation.users, &reservation.groups}) {
    if (names->empty()) continue;
    const std::string& first = names->front();
    return first.front() == '-' ? first.substr(1) : first;
  }
  return "resv";
}

// Names of which some are taken out and others put in say nothing.
bool is_mixed(const std::vector<std::string>& names) {
  const auto excludes = [](const std::string& name) { return name.front() == '-'; };
  return std::any_of(names.begin(), names.end(), excludes) && !std::all_of(names.begin(), names.end(), excludes);
}

Status check_people(const core::ClusterState::Inside& state, const Reservation& reservation) {
  if (is_mixed(reservation.users)) return Error{Code::InvalidUser};
  if (is_mixed(reservation.accounts)) return Error{Code::InvalidAccount};
  for (const std::string& account : reservation.accounts) {
    const std::string plain = account.front() == '-' ? account.substr(1) : account;
    const auto& known = state.accounting.accounts;
    if (std::none_of(known.begin(), known.end(), [&](const auto& one) { return one.name == plain; }))
      return Error{Code::InvalidAccount};
  }
  return {};
}

bool is_given(const wire::UpdateRequest& request, std::initializer_list<std::string_view> keys) {
  return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) {
    const std::string* value = value_of(request, key);
    return value != nullptr && !value->empty();
  });
}

// What scontrol asks for before the controller looks at any of it.
Status check_complete(const wire::UpdateRequest& request, const ReservationChange& change) {
  const Reservation& reservation = change.reservation;
  if (!is_given(request, {"StartTime"})) return sentence("A start time must be given.");
  if (!is_given(request, {"EndTime", "Duration"})) return sentence("An end time or duration must be given.");
  if (reservation.end != kNever && reservation.start != kNever && reservation.end < reservation.start)
    return sentence("Start time cannot be after end time.");
  if (!is_given(request, {"CoreCnt", "Nodes", "NodeCnt", "TRES", "TRESPerNode", "Licenses", "BurstBuffer"}) &&
      !has_flag(reservation, "PART_NODES"))
    return sentence("CoreCnt, Nodes, NodeCnt, TRES or Watts must be specified.");
  if (!is_given(request, {"Users", "User", "Groups", "Accounts", "Account", "AllowedPartitions", "QOS"}))
    return sentence("Either Users/Groups, AllowedPartitions, QOS and/or Accounts must be specified.");
  return {};
}

// PART_NODES means the partition's nodes. Licences alone hold no nodes, when the flags say so.
Status check_size(Context context, ReservationChange& change) {
  Reservation& reservation = change.reservation;
  if (has_flag(reservation, "PART_NODES")) {
    reservation.nodes = context.state().find_partition(reservation.partition)->nodes;
    drop_flag(reservation, "ALL_NODES");
    change.sized = change.nodes_named = true;
  }
  return change.sized || has_flag(reservation, "ANY_NODES") ? Status{} : Status{Error{Code::InvalidNodeName}};
}

Outcome create(Context context, const wire::UpdateRequest& request, const std::string* name) {
  Reservation reservation;
  reservation.name = name ? *name : std::string{};
  ReservationChange change{context.state(), context.now(), reservation};
  change.creates = true;
  const Status applied = apply_keys(request, change);
  const bool unread =
      !applied && (applied.error().code == Code::InvalidValue || applied.error().code == Code::Generic ||
                   applied.error().code == Code::UnsupportedUpdate);
  if (unread) return bad(applied.error());
  if (const Status complete = check_complete(request, change); !complete) return bad(complete.error());
  if (!applied) return bad(applied.error());
  if (const Status possible = check_flags(context.state(), reservation); !possible)
    return bad(possible.error().code == Code::InvalidValue ? sentence(possible.error().detail) : possible.error());
  if (const Status known = check_people(context.state(), reservation); !known) return bad(known.error());
  if (const Status sized = check_size(context, change); !sized) return bad(sized.error());
  reservation.id = context.state().next_reservation++;
  if (reservation.name.empty()) reservation.name = stem_of(reservation) + "_" + std::to_string(reservation.id);
  if (context.state().find_reservation(reservation.name)) return bad(Error{Code::ReservationNameDuplicate});
  if (const Status placed = place(context, change); !placed) return bad(placed.error());
  const std::string text = "Reservation created: " + reservation.name;
  put(context, std::move(reservation));
  return done(text);
}

// Operators, and, with USER_DELETE, those whom it is for.
bool may_delete(Context context, const Reservation& reservation) {
  if (context.caller.is_operator) return true;
  Job someone;
  someone.user = context.caller.user;
  someone.user_name = context.caller.user_name;
  someone.group_name = context.caller.group_name;
  return has_flag(reservation, "USER_DELETE") && !reservation.users.empty() && sched::admits(reservation, someone);
}

Outcome remove(Context context, const std::string& name) {
  for (const auto& [id, job] : context.state().jobs.all())
    if (!is_finished(job.state) && (job.spec.reservation == name || core::reservation_of(job) == name))
      return bad(Error{Code::ReservationBusy});
  core::forget_reservation(context.turn, name);
  core::save_cluster(context.turn);
  return done();
}

// The next of its times is left out.
Outcome skip(Context context, const Reservation& known) {
  Reservation moved = known;
  if (!sched::move_on(moved)) return bad(Error{kNotSkippable});
  put(context, std::move(moved));
  return done("Reservation updated.");
}

}  // namespace

Outcome update_reservation(Context context, const wire::UpdateRequest& request) {
  const std::string* name = value_of(request, "ReservationName");
  if (!name) name = value_of(request, "Reservation");
  const bool deletes = request.verb == wire::UpdateVerb::Delete;
  if (!deletes && !context.caller.is_operator) return bad(Error{Code::AccessDenied});
  if (request.verb == wire::UpdateVerb::Create) return create(context, request, name);
  if (!name) return bad(Error{Code::ReservationNameMissing});
  const Reservation* known = context.state().find_reservation(*name);
  if (!known) return bad(Error{Code::ReservationInvalid});
  if (deletes) return may_delete(context, *known) ? remove(context, *name) : bad(Error{Code::AccessDenied});
  if (value_of(request, "Skip") != nullptr) return skip(context, *known);
  Reservation changed = *known;
  ReservationChange change{context.state(), context.now(), changed};
  if (const Status applied = apply_keys(request, change); !applied) return bad(applied.error());
  if (value_of(request, "StartTime") != nullptr && changed.start < context.now())
    return bad(Error{Code::InvalidTimeValueReservation});
  if (changed.users.empty() && changed.groups.empty() && changed.accounts.empty() && changed.qos.empty() &&
      changed.allowed_partitions.empty())
    return bad(Error{kReservationLacksUsers});
  if (const Status possible = check_flags(context.state(), changed); !possible) return bad(possible.error());
  if (const Status placed = place(context, change); !placed) return bad(placed.error());
  put(context, std::move(changed));
  return done("Reservation updated.");
}

}  // namespace minislurm::requests
