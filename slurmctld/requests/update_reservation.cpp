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
#include "slurmctld/accounting/assignment.h"
#include "slurmctld/requests/job_codes.h"
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
  bool creates = false;
  bool sized = false;         // nodes, their number, cores or TRES were given
  bool nodes_named = false;
  std::uint32_t cores = 0;    // asked for: of the nodes only so many
  std::string gres{};         // "gres/gpu=2", of TRES=
};

Status into(ReservationChange& change, std::string& member) {
  member = std::string{change.value};
  return {};
}

// "a,b", "+=c", "-=a", and "-a,-b" which takes away.
Status merge_names(ReservationChange& change, std::vector<std::string>& names) {
  const bool signs = !change.value.empty() && (change.value.front() == '+' || change.value.front() == '-');
  if (change.how == '=' && (!signs || change.creates)) names.clear();
  for (std::string_view item : text::split_list(change.value)) {
    const bool minus = item.front() == '-' || change.how == '-';
    if (item.front() == '-' || item.front() == '+') item.remove_prefix(1);
    std::erase(names, item);
    if (!minus) names.emplace_back(item);
    else if (change.creates) names.push_back("-" + std::string{item});  // everybody but them
  }
  return {};
}

struct Flag {
  std::string_view word, shown;
  std::size_t shortest;  // as many letters say which; 0: nobody can ask for it
};

// In the order in which they are shown.
constexpr Flag kFlags[] = {{"MAINTENANCE", "MAINT", 3},      {"FLEX", "FLEX", 3},
                           {"OVERLAP", "OVERLAP", 1},        {"IGNORE_JOBS", "IGNORE_JOBS", 1},
                           {"HOURLY", "HOURLY", 1},          {"DAILY", "DAILY", 1},
                           {"WEEKDAY", "WEEKDAY", 5},        {"WEEKEND", "WEEKEND", 5},
                           {"WEEKLY", "WEEKLY", 5},          {"SPEC_NODES", "SPEC_NODES", 0},
                           {"ALL_NODES", "ALL_NODES", 0},    {"ANY_NODES", "ANY_NODES", 1},
                           {"LICENSE_ONLY", "ANY_NODES", 1}, {"STATIC_ALLOC", "STATIC", 1},
                           {"PART_NODES", "PART_NODES", 2},  {"TIME_FLOAT", "TIME_FLOAT", 1},
                           {"REPLACE", "REPLACE", 7},        {"REPLACE_DOWN", "REPLACE_DOWN", 8},
                           {"PURGE_COMP", "PURGE_COMP", 2},  {"NO_HOLD_JOBS_AFTER_END", "NO_HOLD_JOBS_AFTER_END", 1},
                           {"MAGNETIC", "MAGNETIC", 3},      {"FORCE_START", "FORCE_START", 2},
                           {"USER_DELETE", "USER_DELETE", 1}};

const Flag* find_flag(std::string_view word) {
  const auto* row = std::find_if(std::begin(kFlags), std::end(kFlags), [word](const Flag& flag) {
    return flag.shortest > 0 && word.size() >= flag.shortest && text::istarts_with(flag.word, word);
  });
  return row == std::end(kFlags) ? nullptr : row;
}

std::size_t rank_of(std::string_view shown) {
  const std::string_view name = shown.substr(0, shown.find('='));
  return static_cast<std::size_t>(
      std::find_if(std::begin(kFlags), std::end(kFlags), [name](const Flag& flag) { return flag.shown == name; }) -
      std::begin(kFlags));
}

void sort_flags(Reservation& reservation) {
  std::sort(reservation.flags.begin(), reservation.flags.end(),
            [](const std::string& left, const std::string& right) { return rank_of(left) < rank_of(right); });
}

std::string verb_text(const ReservationChange& change) {
  return change.creates ? ".  No reservation created." : ".  No reservation update.";
}

Error said(const ReservationChange& change, const std::string& what) {
  return Error{Code::InvalidValue, what + " " + std::string{change.value} + verb_text(change)};
}

// Flags are added, whatever the sign before the '='; only a minus takes one away.
Status set_flags(ReservationChange& change) {
  constexpr Seconds kPurgeAfter{300};
  for (std::string_view item : text::split_list(change.value)) {
    const bool minus = item.front() == '-' || change.how == '-';
    if (item.front() == '-' || item.front() == '+') item.remove_prefix(1);
    const auto equals = item.find('=');
    const Flag* flag = find_flag(item.substr(0, equals));
    if (flag == nullptr) return said(change, "Error parsing flags");
    std::string shown{flag->shown};
    std::vector<std::string>& flags = change.reservation.flags;
    std::erase_if(flags, [&](const std::string& one) { return one.substr(0, one.find('=')) == shown; });
    if (minus) continue;
    if (flag->shown == "PURGE_COMP") {
      const auto after = equals == std::string_view::npos ? Result<Seconds>{kPurgeAfter}
                                                          : text::parse_duration(item.substr(equals + 1));
      if (!after) return said(change, "Error parsing flags");
      change.reservation.purge_after = *after;
      shown += "=" + text::format_duration_padded(*after);
    }
    flags.push_back(std::move(shown));
  }
  return {};
}

bool has_flag(const Reservation& reservation, std::string_view flag) {
  return std::find(reservation.flags.begin(), reservation.flags.end(), flag) != reservation.flags.end();
}

void set_flag(Reservation& reservation, std::string_view flag) {
  if (!has_flag(reservation, flag)) reservation.flags.emplace_back(flag);
}

Status set_nodes(ReservationChange& change) {
  if (change.value.empty()) {  // others are chosen in their place
    std::erase(change.reservation.flags, std::string{"SPEC_NODES"});
    change.sized = true;
    return {};
  }
  const bool signs = change.value.front() == '+' || change.value.front() == '-';
  std::vector<std::string> names = change.how == '=' && !signs ? std::vector<std::string>{} : change.reservation.nodes;
  const Error unknown{change.creates ? Code::InvalidNodeName : Code::ReservationInvalid};
  if (text::iequals(change.value, "ALL")) {
    for (const Node& node : change.state.cluster.nodes) names.push_back(node.name);
    set_flag(change.reservation, "ALL_NODES");
  } else {
    const bool minus = change.how == '-' || change.value.front() == '-';
    const auto some = text::expand_hostlist(signs ? change.value.substr(1) : change.value);
    if (!some) return unknown;
    for (const std::string& name : *some) {
      if (!change.state.find_node(name)) return unknown;
      std::erase(names, name);
      if (!minus) names.push_back(name);
    }
  }
  change.reservation.nodes = std::move(names);
  change.sized = change.nodes_named = true;
  set_flag(change.reservation, "SPEC_NODES");
  return {};
}

Status set_node_count(ReservationChange& change) {
  change.sized = true;
  if (const Status read = read_count(change.value, change.reservation.node_count); !read) return read;
  return !change.creates && change.reservation.node_count == 0 ? Status{Error{Code::ReservationInvalid}} : Status{};
}

// Of a reservation that stands, the cores stay as they are.
Status set_cores(ReservationChange& change, std::uint32_t cores) {
  if (!change.creates)
    return Error::generic("scontrol: error: Updating core/node TRES not supported for core-based reservations\n"
                          "slurm_update error: Core-based reservation can not be updated\n");
  change.cores = cores;
  change.sized = true;
  return {};
}

Status set_core_count(ReservationChange& change) {
  std::uint32_t cores = 0;
  if (change.value.empty()) return {};
  if (const Status read = read_count(change.value, cores); !read) return read;
  return set_cores(change, cores);
}

Status set_tres(ReservationChange& change) {
  const auto list = text::parse_tres(change.value);
  if (!list) return Error{Code::InvalidTres};
  for (const text::Tres& tres : *list) {
    const bool gres = tres.name.rfind("gres/", 0) == 0;
    if (tres.name == "node") change.reservation.node_count = static_cast<std::uint32_t>(tres.count);
    else if (tres.name == "cpu") {
      if (const Status set = set_cores(change, static_cast<std::uint32_t>(tres.count)); !set) return set;
    } else if (gres) change.gres += (change.gres.empty() ? "" : ",") + tres.name + "=" + std::to_string(tres.count);
    else return Error{Code::InvalidTres};
  }
  change.sized = true;
  return {};
}

Status set_duration(ReservationChange& change) {
  if (text::iequals(change.value, "UNLIMITED") || text::iequals(change.value, "INFINITE")) {
    change.duration = kOneYear;
    return {};
  }
  const auto span = text::parse_duration(change.value);
  if (!span || span->count() <= 0)
    return Error{Code::InvalidValue, "Invalid duration Duration=" + std::string{change.value} + verb_text(change)};
  const Seconds now = change.reservation.end - change.reservation.start;
  change.duration = change.how == '+' ? now + *span : change.how == '-' ? now - *span : *span;
  return {};
}

Status set_time(ReservationChange& change, Instant& out, const std::string& which) {
  if (read_time(change.value, change.now, out)) return {};
  const std::string value{change.value};
  return Error::generic("Invalid time specification (pos=0): " + value + "\nscontrol: error: Invalid " + which + "=" +
                        value + verb_text(change) + "\n" +
                        (change.creates ? "" : "slurm_update error: Invalid time specified\n"));
}

Status set_start(ReservationChange& change) {
  return set_time(change, change.reservation.start, "start time StartTime");
}
Status set_end(ReservationChange& change) { return set_time(change, change.reservation.end, "end time EndTime"); }

Status set_features(ReservationChange& change) {
  if (!change.creates) return change.value.empty() ? Status{} : Status{Error{kNotSupported}};
  return into(change, change.reservation.features);
}

Status set_allowed_partitions(ReservationChange& change) {
  for (std::string_view item : text::split_list(change.value)) {
    if (item.front() == '-' || item.front() == '+') item.remove_prefix(1);
    if (!change.state.find_partition(std::string{item})) return Error{Code::InvalidPartitionName};
  }
  return change.value.empty() ? Status{} : merge_names(change, change.reservation.allowed_partitions);
}

Status set_qos(ReservationChange& change) {
  for (std::string_view item : text::split_list(change.value)) {
    if (item.front() == '-' || item.front() == '+') item.remove_prefix(1);
    if (accounting::qos_of_list(change.state.accounting, item).empty()) return Error{Code::InvalidQos};
  }
  return change.value.empty() ? Status{} : merge_names(change, change.reservation.qos);
}

Status set_partition(ReservationChange& change) {
  if (change.value.empty())
    return Error::generic(
        "scontrol: error: Reservation partition cannot be removed\nslurm_update error: Invalid partition name "
        "specified\n");
  if (!change.state.find_partition(std::string{change.value})) return Error{Code::InvalidPartitionName};
  return into(change, change.reservation.partition);
}

Status set_licenses(ReservationChange& change) {
  const auto wish = core::parse_licenses(change.state, std::string{change.value});
  if (!wish) return wish.error();
  return into(change, change.reservation.licenses);
}

Status set_delay(ReservationChange& change) {
  const auto span = text::parse_duration(change.value);
  if (!span)
    return Error{Code::InvalidValue, "Invalid duration MaxStartDelay=" + std::string{change.value} + verb_text(change)};
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
    {"AllowedPartitions", &set_allowed_partitions},
    {"BurstBuffer", [](ReservationChange& c) { return into(c, c.reservation.burst_buffer); }},
    {"Comment", [](ReservationChange& c) { return into(c, c.reservation.comment); }},
    {"CoreCnt", &set_core_count},
    {"Duration", &set_duration},
    {"EndTime", &set_end},
    {"Features", &set_features},
    {"Flags", &set_flags},
    {"Groups", [](ReservationChange& c) { return merge_names(c, c.reservation.groups); }},
    {"Licenses", &set_licenses},
    {"MaxStartDelay", &set_delay},
    {"NodeCnt", &set_node_count},
    {"NodeCount", &set_node_count},
    {"Nodes", &set_nodes},
    {"NodeList", &set_nodes},
    {"PartitionName", &set_partition},
    {"QOS", &set_qos},
    {"StartTime", &set_start},
    {"TRES", &set_tres},
    {"TRESPerNode",
     [](ReservationChange& c) {
       c.reservation.tres_per_node = std::string{c.value};
       return set_tres(c);
     }},
    {"Users", [](ReservationChange& c) { return merge_names(c, c.reservation.users); }},
    {"User", [](ReservationChange& c) { return merge_names(c, c.reservation.users); }},
};

bool names_it(std::string_view key) {
  return text::iequals(key, "ReservationName") || text::iequals(key, "Reservation");
}

Status apply(const wire::UpdateRequest& request, ReservationChange& change) {
  for (const auto& pair : request.keys) {
    const auto [name, how] = split_key(pair.first);
    if (names_it(name)) continue;
    if (name == "Skip") return Error{kNotSkippable};
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

// Where only a number was given: the first nodes of the partition that are free for that time.
Status choose_nodes(ReservationChange& change) {
  const core::ClusterState::Inside& state = change.state;
  Reservation& wanted = change.reservation;
  const std::set<std::string> taken = may_overlap(wanted) ? std::set<std::string>{} : taken_nodes(state, wanted);
  const std::set<std::string> busy =
      has_flag(wanted, "IGNORE_JOBS") ? std::set<std::string>{} : busy_nodes(state, wanted);
  const Partition* partition =
      wanted.partition.empty() ? state.default_partition() : state.find_partition(wanted.partition);
  if (!partition) return Error{Code::InvalidPartitionName};
  const std::uint32_t nodes = wanted.node_count, cores = change.cores;
  std::vector<std::string> chosen;
  std::uint32_t have = 0;
  for (const std::string& name : partition->nodes) {
    const Node& node = *state.find_node(name);
    if (taken.count(name) != 0 || busy.count(name) != 0 || node.drain || node.state != NodeState::Up) continue;
    if (!wanted.features.empty() &&
        std::find(node.features.begin(), node.features.end(), wanted.features) == node.features.end())
      continue;
    if (nodes != 0 ? chosen.size() >= nodes : have >= cores) break;
    chosen.push_back(name);
    have += cores_of(node);
  }
  if (nodes != 0 ? chosen.size() < nodes : have < cores) return Error{Code::NodesBusy};
  wanted.nodes = std::move(chosen);
  wanted.partition = partition->name;
  return {};
}

Status check_named_nodes(const core::ClusterState::Inside& state, const Reservation& wanted) {
  const std::set<std::string> taken = may_overlap(wanted) ? std::set<std::string>{} : taken_nodes(state, wanted);
  const bool ignores = has_flag(wanted, "IGNORE_JOBS");
  const std::set<std::string> busy = ignores ? std::set<std::string>{} : busy_nodes(state, wanted);
  for (const std::string& name : wanted.nodes) {
    if (taken.count(name) != 0) return Error{Code::ReservationOverlap};
    if (busy.count(name) != 0) return Error{Code::NodesBusy};
  }
  return {};
}

// The first cores of each node, as many in all as were asked for; all of them where only gres were.
void take_cores(ReservationChange& change) {
  std::uint32_t left = change.cores;
  change.reservation.parts.clear();
  for (const std::string& name : change.reservation.nodes) {
    const std::uint32_t all = cores_of(*change.state.find_node(name));
    const std::uint32_t some = change.cores == 0 ? all : std::min(all, left);
    NodeAllocation part;
    part.node = name;
    for (std::uint32_t core = 0; core < some; ++core) part.cpus.push_back(core);
    change.reservation.parts.push_back(std::move(part));
    left -= std::min(left, some);
  }
}

// The counts that are shown, from the nodes chosen, which are put into the cluster's order.
void count(ReservationChange& change) {
  Reservation& reservation = change.reservation;
  std::vector<std::string> ordered;
  std::uint32_t cores = 0, cpus = 0;
  for (const Node& node : change.state.cluster.nodes) {
    if (std::find(reservation.nodes.begin(), reservation.nodes.end(), node.name) == reservation.nodes.end()) continue;
    ordered.push_back(node.name);
    cores += cores_of(node);
    cpus += node.cpus;
  }
  reservation.nodes = std::move(ordered);
  if (change.cores != 0 || !change.gres.empty()) {
    take_cores(change);
    if (change.cores != 0) cores = cpus = change.cores;
  } else if (change.sized) {
    reservation.parts.clear();
  }
  reservation.node_list = text::compress_hostlist_sorted(reservation.nodes);
  reservation.node_count = static_cast<std::uint32_t>(reservation.nodes.size());
  if (change.sized || reservation.parts.empty()) {
    reservation.core_count = cores;
    reservation.tres = cpus == 0 ? std::string{} : "cpu=" + std::to_string(cpus);
    if (!change.gres.empty()) reservation.tres += "," + change.gres;
  }
  sort_flags(reservation);
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
    if (const Status chosen = choose_nodes(change); !chosen) return chosen;
  } else if (const Status fits = check_named_nodes(context.state(), reservation); !fits) {
    return fits;
  }
  count(change);
  return {};
}

void put(Context context, Reservation reservation) {
  core::arm_reservation(context.turn, reservation);
  if (Reservation* known = context.state().find_reservation(reservation.name)) *known = std::move(reservation);
  else context.state().reservations.push_back(std::move(reservation));
  core::save_cluster(context.turn);
  core::want_pass(context.turn);
}

std::uint32_t next_id(Context context) {
  std::uint32_t highest = 0;
  for (const Reservation& one : context.state().reservations) highest = std::max(highest, one.id);
  return highest + 1;
}

std::string stem_of(const Reservation& reservation) {
  for (const auto* names : {&reservation.users, &reservation.groups, &reservation.accounts, &reservation.qos})
    if (!names->empty()) return names->front();
  return "resv";
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

// Licences alone hold no nodes, when the flags say so.
Status check_size(Context context, ReservationChange& change) {
  Reservation& reservation = change.reservation;
  if (!change.sized && has_flag(reservation, "PART_NODES") && !reservation.partition.empty()) {
    reservation.nodes = context.state().find_partition(reservation.partition)->nodes;
    change.sized = change.nodes_named = true;
  }
  return change.sized || has_flag(reservation, "ANY_NODES") ? Status{} : Status{Error{Code::InvalidNodeName}};
}

Outcome create(Context context, const wire::UpdateRequest& request, const std::string* name) {
  Reservation reservation;
  reservation.name = name ? *name : std::string{};
  ReservationChange change{context.state(), context.now(), reservation};
  change.creates = true;
  const Status applied = apply(request, change);
  const bool unread =
      !applied && (applied.error().code == Code::InvalidValue || applied.error().code == Code::Generic ||
                   applied.error().code == Code::UnsupportedUpdate);
  if (unread) return bad(applied.error());
  if (const Status complete = check_complete(request, change); !complete) return bad(complete.error());
  if (!applied) return bad(applied.error());
  for (const std::string& account : reservation.accounts) {
    const auto& known = context.state().accounting.accounts;
    const std::string plain = account.front() == '-' ? account.substr(1) : account;
    if (std::none_of(known.begin(), known.end(), [&](const auto& one) { return one.name == plain; }))
      return bad(Error{Code::InvalidAccount});
  }
  if (const Status sized = check_size(context, change); !sized) return bad(sized.error());
  reservation.id = next_id(context);
  if (reservation.name.empty()) reservation.name = stem_of(reservation) + "_" + std::to_string(reservation.id);
  if (context.state().find_reservation(reservation.name)) return bad(Error{Code::ReservationNameDuplicate});
  if (const Status placed = place(context, change); !placed) return bad(placed.error());
  const std::string text = "Reservation created: " + reservation.name;
  put(context, std::move(reservation));
  return done(text);
}

Outcome remove(Context context, const std::string& name) {
  for (const auto& [id, job] : context.state().jobs.all())
    if (!is_finished(job.state) && job.spec.reservation == name) return bad(Error{Code::ReservationBusy});
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
  if (value_of(request, "StartTime") != nullptr && changed.start < context.now())
    return bad(Error{Code::InvalidTimeValueReservation});
  if (changed.users.empty() && changed.groups.empty() && changed.accounts.empty() && changed.qos.empty() &&
      changed.allowed_partitions.empty())
    return bad(Error{kReservationLacksUsers});
  if (const Status placed = place(context, change); !placed) return bad(placed.error());
  put(context, std::move(changed));
  return done("Reservation updated.");
}

}  // namespace minislurm::requests
