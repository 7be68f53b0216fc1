#include <algorithm>
#include <iterator>
#include <set>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"
#include "slurmctld/core/job_end.h"
#include "slurmctld/core/nodes.h"
#include "slurmctld/core/partitions.h"
#include "slurmctld/core/reservations.h"
#include "slurmctld/requests/update.h"

namespace minislurm::requests {
namespace {

constexpr Seconds kOneYear{365 * 86400};

struct ReservationChange {
  const core::ClusterState::Inside& state;
  Instant now{};
  Reservation& reservation;
  char how = '=';
  std::string_view value{};
  std::optional<Seconds> duration{};
  bool sized = false;         // nodes, their number, cores or TRES were given
  bool nodes_named = false;
};

Status into(ReservationChange& change, std::string& member) {
  member = std::string{change.value};
  return {};
}

// "a,b", "+=c", "-=a", and "-a,-b" which takes away.
Status merge_names(ReservationChange& change, std::vector<std::string>& names) {
  if (change.how == '=') names.clear();
  for (std::string_view item : text::split_list(change.value)) {
    const bool minus = item.front() == '-' || change.how == '-';
    if (item.front() == '-' || item.front() == '+') item.remove_prefix(1);
    std::erase(names, item);
    if (!minus) names.emplace_back(item);
  }
  return {};
}

constexpr std::string_view kFlags[] = {
    "ANY_NODES", "DAILY", "FLEX", "FORCE_START", "FIRST_CORES", "HOURLY", "IGNORE_JOBS", "LICENSE_ONLY", "MAGNETIC", "MAINT",
    "NO_HOLD_JOBS_AFTER", "OVERLAP", "PART_NODES", "PURGE_COMP", "REPLACE", "REPLACE_DOWN", "SPEC_NODES", "STATIC_ALLOC",
    "TIME_FLOAT", "USER_DELETE", "WEEKDAY", "WEEKEND", "WEEKLY", "ALL_NODES", "NO_PURGE_COMP"};

Status set_flags(ReservationChange& change) {
  for (std::string_view item : text::split_list(change.value)) {
    if (item.front() == '-' || item.front() == '+') item.remove_prefix(1);
    item = item.substr(0, item.find('='));  // PURGE_COMP=5:00
    if (std::none_of(std::begin(kFlags), std::end(kFlags), [item](std::string_view flag) { return text::iequals(flag, item); }))
      return unreadable();
  }
  if (const Status merged = merge_names(change, change.reservation.flags); !merged) return merged;
  for (std::string& flag : change.reservation.flags) flag = text::upper(flag);
  return {};
}

bool has_flag(const Reservation& reservation, std::string_view flag) {
  return std::find(reservation.flags.begin(), reservation.flags.end(), flag) != reservation.flags.end();
}

void set_flag(Reservation& reservation, std::string_view flag) {
  if (!has_flag(reservation, flag)) reservation.flags.emplace_back(flag);
}

Status set_nodes(ReservationChange& change) {
  std::vector<std::string> names = change.how == '=' ? std::vector<std::string>{} : change.reservation.nodes;
  const bool all = text::iequals(change.value, "ALL");
  if (all) {
    for (const Node& node : change.state.cluster.nodes) names.push_back(node.name);
    set_flag(change.reservation, "ALL_NODES");
  } else {
    const auto some = text::expand_hostlist(change.value);
    if (!some) return Error{Code::InvalidNodeName};
    for (const std::string& name : *some) {
      if (!change.state.find_node(name)) return Error{Code::InvalidNodeName};
      std::erase(names, name);
      if (change.how != '-') names.push_back(name);
    }
  }
  change.reservation.nodes = std::move(names);
  change.sized = change.nodes_named = true;
  set_flag(change.reservation, "SPEC_NODES");
  return {};
}

Status set_node_count(ReservationChange& change) {
  change.sized = true;
  return read_count(change.value.substr(0, change.value.find(',')), change.reservation.node_count);
}

Status set_core_count(ReservationChange& change) {
  change.sized = true;
  return read_count(change.value.substr(0, change.value.find(',')), change.reservation.core_count);
}

Status set_tres(ReservationChange& change) {
  const auto list = text::parse_tres(change.value);
  if (!list) return Error{Code::InvalidTres};
  for (const text::Tres& tres : *list) {
    if (tres.name == "node") change.reservation.node_count = static_cast<std::uint32_t>(tres.count);
    if (tres.name == "cpu") change.reservation.core_count = static_cast<std::uint32_t>(tres.count);
  }
  change.sized = true;
  return {};
}

Status set_duration(ReservationChange& change) {
  if (text::iequals(change.value, "UNLIMITED") || text::iequals(change.value, "INFINITE")) {
    change.duration = kOneYear;
    return {};
  }
  std::string_view value = change.value;
  const char sign = !value.empty() && (value.front() == '+' || value.front() == '-') ? value.front() : change.how;
  if (!value.empty() && (value.front() == '+' || value.front() == '-')) value.remove_prefix(1);
  const auto span = text::parse_duration(value);
  if (!span || span->count() <= 0) return unreadable();
  const Seconds now = change.reservation.end - change.reservation.start;
  change.duration = sign == '+' ? now + *span : sign == '-' ? now - *span : *span;
  return {};
}

Status set_partition(ReservationChange& change) {
  if (!change.value.empty() && !change.state.find_partition(change.value)) return Error{Code::InvalidPartitionName};
  return into(change, change.reservation.partition);
}

Status set_licenses(ReservationChange& change) {
  const auto wish = core::parse_licenses(change.state, std::string{change.value});
  if (!wish) return wish.error();
  change.sized = true;
  return into(change, change.reservation.licenses);
}

Status set_delay(ReservationChange& change) {
  const auto span = text::parse_duration(change.value);
  if (!span) return unreadable();
  change.reservation.max_start_delay = *span;
  return {};
}

struct ReservationKey {
  std::string_view name;
  Status (*set)(ReservationChange&);
};

constexpr ReservationKey kKeys[] = {
    {"Accounts", [](ReservationChange& c) { return merge_names(c, c.reservation.accounts); }},
    {"Account", [](ReservationChange& c) { return merge_names(c, c.reservation.accounts); }},
    {"AllowedPartitions", [](ReservationChange& c) { return merge_names(c, c.reservation.allowed_partitions); }},
    {"BurstBuffer", [](ReservationChange& c) { return into(c, c.reservation.burst_buffer); }},
    {"Comment", [](ReservationChange& c) { return into(c, c.reservation.comment); }},
    {"CoreCnt", &set_core_count},
    {"Duration", &set_duration},
    {"EndTime", [](ReservationChange& c) { return read_time(c.value, c.now, c.reservation.end); }},
    {"Features", [](ReservationChange& c) { return into(c, c.reservation.features); }},
    {"Flags", &set_flags},
    {"Groups", [](ReservationChange& c) { return merge_names(c, c.reservation.groups); }},
    {"Licenses", &set_licenses},
    {"MaxStartDelay", &set_delay},
    {"NodeCnt", &set_node_count},
    {"NodeCount", &set_node_count},
    {"Nodes", &set_nodes},
    {"NodeList", &set_nodes},
    {"PartitionName", &set_partition},
    {"QOS", [](ReservationChange& c) { return merge_names(c, c.reservation.qos); }},
    {"StartTime", [](ReservationChange& c) { return read_time(c.value, c.now, c.reservation.start); }},
    {"TRES", &set_tres},
    {"TRESPerNode", &set_tres},
    {"Users", [](ReservationChange& c) { return merge_names(c, c.reservation.users); }},
    {"User", [](ReservationChange& c) { return merge_names(c, c.reservation.users); }},
};

bool names_it(std::string_view key) { return text::iequals(key, "ReservationName") || text::iequals(key, "Reservation"); }

Status apply(const wire::UpdateRequest& request, ReservationChange& change) {
  for (const auto& pair : request.keys) {
    const auto [name, how] = split_key(pair.first);
    if (names_it(name)) continue;
    const std::string_view plain = name;
    const auto* key = std::find_if(std::begin(kKeys), std::end(kKeys),
                                   [plain](const ReservationKey& row) { return text::iequals(row.name, plain); });
    if (key == std::end(kKeys)) return unsupported(pair);
    change.how = how;
    change.value = pair.second;
    if (const Status set = key->set(change); !set) return named(set.error(), key->name);
  }
  return {};
}

Error sentence(std::string text) { return Error{Code::InvalidValue, std::move(text) + "  No reservation created."}; }

bool overlap(const Reservation& left, const Reservation& right) {
  return left.name != right.name && left.start < right.end && right.start < left.end;
}

// Nodes that another reservation has in that time.
std::set<std::string> taken_nodes(const core::ClusterState::Inside& state, const Reservation& wanted) {
  std::set<std::string> taken;
  for (const Reservation& other : state.reservations)
    if (overlap(wanted, other)) taken.insert(other.nodes.begin(), other.nodes.end());
  return taken;
}

bool may_overlap(const Reservation& reservation) {
  return has_flag(reservation, "OVERLAP") || has_flag(reservation, "MAINT");
}

// Nodes on which a job would still run when the reservation begins.
std::set<std::string> busy_nodes(const core::ClusterState::Inside& state, const Reservation& wanted) {
  std::set<std::string> busy;
  for (const JobId id : state.jobs.active()) {
    const Job& job = *state.jobs.find(id);
    const Instant end = core::limit_of(state, job);
    if (job.spec.reservation == wanted.name || (end != kNever && end <= wanted.start)) continue;
    for (const NodeAllocation& part : job.allocation.nodes) busy.insert(part.node);
  }
  return busy;
}

std::uint32_t cores_of(const Node& node) { return std::max(1U, node.sockets * node.cores_per_socket); }

// Where only a number was given: the first nodes that are free for that time.
Status choose_nodes(const core::ClusterState::Inside& state, Reservation& wanted) {
  const std::set<std::string> taken = may_overlap(wanted) ? std::set<std::string>{} : taken_nodes(state, wanted);
  const std::set<std::string> busy = has_flag(wanted, "IGNORE_JOBS") ? std::set<std::string>{} : busy_nodes(state, wanted);
  const Partition* partition = wanted.partition.empty() ? state.default_partition() : state.find_partition(wanted.partition);
  const std::uint32_t nodes = wanted.node_count, cores = wanted.core_count;
  std::vector<std::string> chosen;
  std::uint32_t have = 0;
  for (const std::string& name : partition ? partition->nodes : std::vector<std::string>{}) {
    const Node& node = *state.find_node(name);
    if (taken.count(name) != 0 || busy.count(name) != 0 || node.drain || node.state != NodeState::Up) continue;
    if (nodes != 0 ? chosen.size() >= nodes : have >= cores) break;
    chosen.push_back(name);
    have += cores_of(node);
  }
  if (nodes != 0 ? chosen.size() < nodes : have < cores) return Error{Code::NodesBusy};
  wanted.nodes = std::move(chosen);
  return {};
}

Status check_named_nodes(const core::ClusterState::Inside& state, const Reservation& wanted) {
  const std::set<std::string> taken = may_overlap(wanted) ? std::set<std::string>{} : taken_nodes(state, wanted);
  const bool ignores = has_flag(wanted, "IGNORE_JOBS") || has_flag(wanted, "MAINT");
  const std::set<std::string> busy = ignores ? std::set<std::string>{} : busy_nodes(state, wanted);
  for (const std::string& name : wanted.nodes) {
    if (taken.count(name) != 0) return Error{Code::ReservationOverlap};
    if (busy.count(name) != 0) return Error{Code::NodesBusy};
  }
  return {};
}

// The counts that are shown, from the nodes chosen, which are put into the cluster's order.
void count(const core::ClusterState::Inside& state, Reservation& reservation) {
  std::vector<std::string> ordered;
  std::uint32_t cores = 0, cpus = 0;
  for (const Node& node : state.cluster.nodes) {
    if (std::find(reservation.nodes.begin(), reservation.nodes.end(), node.name) == reservation.nodes.end()) continue;
    ordered.push_back(node.name);
    cores += cores_of(node);
    cpus += node.cpus;
  }
  reservation.nodes = std::move(ordered);
  reservation.node_list = text::compress_hostlist_sorted(reservation.nodes);
  reservation.node_count = static_cast<std::uint32_t>(reservation.nodes.size());
  reservation.core_count = cores;
  reservation.tres = cpus == 0 ? std::string{} : "cpu=" + std::to_string(cpus);
}

Status place(Context context, ReservationChange& change) {
  Reservation& reservation = change.reservation;
  if (change.duration) reservation.end = reservation.start + *change.duration;
  if (reservation.end <= reservation.start || reservation.end <= context.now()) return Error{Code::InvalidTimeValueReservation};
  if (change.sized && !change.nodes_named && (reservation.node_count != 0 || reservation.core_count != 0)) {
    if (const Status chosen = choose_nodes(context.state(), reservation); !chosen) return chosen;
  } else if (const Status fits = check_named_nodes(context.state(), reservation); !fits) {
    return fits;
  }
  count(context.state(), reservation);
  return {};
}

void put(Context context, Reservation reservation) {
  core::arm_reservation(context.turn, reservation);
  if (Reservation* known = context.state().find_reservation(reservation.name)) *known = std::move(reservation);
  else context.state().reservations.push_back(std::move(reservation));
  core::save_cluster(context.turn);
  core::want_pass(context.turn);
}

std::string free_name(Context context, const Reservation& reservation) {
  const std::string stem = !reservation.users.empty() ? reservation.users.front()
                           : !reservation.accounts.empty() ? reservation.accounts.front() : "resv";
  for (std::uint32_t i = 1;; ++i) {
    std::string name = stem + "_" + std::to_string(i);
    if (!context.state().find_reservation(name)) return name;
  }
}

Outcome create(Context context, const wire::UpdateRequest& request, const std::string* name) {
  Reservation reservation;
  reservation.name = name ? *name : std::string{};
  ReservationChange change{context.state(), context.now(), reservation};
  if (const Status applied = apply(request, change); !applied) return bad(applied.error());
  if (reservation.start == kNever) return bad(sentence("A start time must be given."));
  if (reservation.end == kNever && !change.duration) return bad(sentence("An end time or duration must be given."));
  if (!change.sized && has_flag(reservation, "PART_NODES") && !reservation.partition.empty()) {
    reservation.nodes = context.state().find_partition(reservation.partition)->nodes;
    change.sized = change.nodes_named = true;
  }
  if (!change.sized) return bad(sentence("CoreCnt, Nodes, NodeCnt, TRES or Watts must be specified."));
  if (reservation.users.empty() && reservation.accounts.empty() && reservation.groups.empty())
    return bad(sentence("Either Users/Groups and/or Accounts must be specified."));
  if (reservation.name.empty()) reservation.name = free_name(context, reservation);
  if (context.state().find_reservation(reservation.name)) return bad(Error{Code::ReservationNameDuplicate});
  if (const Status placed = place(context, change); !placed) return bad(placed.error());
  const std::string text = "Reservation created: " + reservation.name;
  put(context, std::move(reservation));
  return done(text);
}

Outcome remove(Context context, const std::string& name) {
  for (const JobId id : context.state().jobs.active())
    if (context.state().jobs.find(id)->spec.reservation == name) return bad(Error{Code::ReservationBusy});
  core::forget_reservation(context.turn, name);
  core::save_cluster(context.turn);
  return done();
}

}  // namespace

Outcome update_reservation(Context context, const wire::UpdateRequest& request) {
  const std::string* name = value_of(request, "ReservationName");
  if (!name) name = value_of(request, "Reservation");
  if (request.verb == wire::UpdateVerb::Create) return create(context, request, name);
  if (!name) return bad(Error{Code::ReservationNameMissing});
  const Reservation* known = context.state().find_reservation(*name);
  if (!known) return bad(Error{Code::ReservationInvalid});
  if (request.verb == wire::UpdateVerb::Delete) return remove(context, *name);
  Reservation changed = *known;
  ReservationChange change{context.state(), context.now(), changed};
  if (const Status applied = apply(request, change); !applied) return bad(applied.error());
  if (const Status placed = place(context, change); !placed) return bad(placed.error());
  put(context, std::move(changed));
  return done("Reservation updated.");
}

}  // namespace minislurm::requests
