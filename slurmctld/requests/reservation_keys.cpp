#include "slurmctld/requests/reservation_keys.h"

#include <algorithm>
#include <iterator>

#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"
#include "slurmctld/accounting/assignment.h"
#include "slurmctld/core/partitions.h"
#include "slurmctld/requests/job_codes.h"
#include "slurmctld/requests/reservation_flags.h"
#include "slurmctld/requests/update.h"

namespace minislurm::requests {
namespace {

constexpr Seconds kOneYear{365 * 86400};

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
    const std::string excluded = "-" + std::string{item};
    const bool listed = std::find(names.begin(), names.end(), item) != names.end();
    std::erase(names, item);
    if (!minus) {
      std::erase(names, excluded);
      names.emplace_back(item);
    } else if (change.creates || (change.how == '=' && !listed)) {
      names.push_back(excluded);  // everybody but them
    }
  }
  return {};
}

std::string verb_text(const ReservationChange& change) {
  return change.creates ? ".  No reservation created." : ".  No reservation update.";
}

Error said(const ReservationChange& change, const std::string& what) {
  return Error{Code::InvalidValue, what + " " + std::string{change.value} + verb_text(change)};
}

Status set_nodes(ReservationChange& change) {
  if (change.value.empty()) {  // others are chosen in their place
    drop_flag(change.reservation, "SPEC_NODES");
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

Status set_flags(ReservationChange& change) {
  return change_flags(change.reservation, change.value, change.how) ? Status{} : Status{said(change, "Error parsing flags")};
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

}  // namespace

Status apply_keys(const wire::UpdateRequest& request, ReservationChange& change) {
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


}  // namespace minislurm::requests
