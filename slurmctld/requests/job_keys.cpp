#include "slurmctld/requests/job_keys.h"

#include <algorithm>
#include <iterator>

#include "libcommon/text/count.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/time_limit.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"
#include "slurmctld/core/accounts.h"
#include "slurmctld/core/reservations.h"
#include "slurmctld/core/partitions.h"
#include "slurmctld/core/start_limits.h"
#include "slurmctld/requests/job_codes.h"
#include "slurmctld/requests/key_values.h"

namespace minislurm::requests {
namespace {

Status text_into(JobChange& change, std::string& member) {
  member = std::string{change.value};
  return {};
}

Status resized(JobChange& change, Status status) {
  change.resized = true;
  return status;
}

// What lets only some people in keeps the others out of it later, too.
Status may_enter(const JobChange& change, const Partition& partition) {
  const std::vector<std::string>& allowed = partition.allow_groups;
  const auto is_allowed = [&](const std::string& group) {
    return std::find(allowed.begin(), allowed.end(), group) != allowed.end();
  };
  if (change.by_operator) return {};
  if (partition.root_only) return Error{Code::RequestedPartConfigUnavailable};
  const std::vector<std::string>& groups = change.job.groups;
  const bool in = allowed.empty() || is_allowed(change.job.group_name) || std::any_of(groups.begin(), groups.end(), is_allowed);
  return in ? Status{} : Status{Error{Code::PartitionGroupRequired}};
}

Status set_partition(JobChange& change) {
  if (const Status known = core::check_partitions(change.state, std::string{change.value}); !known)
    return Error{known.error().code};
  for (const std::string_view name : text::split_list(change.value))
    if (const Partition* partition = change.state.find_partition(name))
      if (const Status open = may_enter(change, *partition); !open) return open;
  change.job.spec.partition = change.job.partition = std::string{change.value};
  return resized(change, {});
}

// A running job keeps some of its nodes, that of its batch script among them.
Status shrink_to(JobChange& change, const std::vector<std::string>& kept) {
  const std::vector<std::string> held = change.job.allocation.node_names();
  const auto is_in = [](const std::vector<std::string>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  if (held.empty() || !is_in(kept, held.front())) return Error{Code::InvalidNodeName};
  for (const std::string& name : kept)
    if (!is_in(held, name)) return Error{Code::InvalidNodeName};
  for (const std::string& name : held)
    if (!is_in(kept, name)) change.given_back.push_back(name);
  return {};
}

Status set_nodes_list(JobChange& change, std::string& member) {
  const auto names = text::expand_hostlist(change.value);
  if (!names) return Error{Code::InvalidNodeName};
  for (const std::string& name : *names)
    if (!change.state.find_node(name)) return Error{Code::InvalidNodeName};
  if (change.job.state != JobState::Pending && &member == &change.job.spec.required_nodes) return shrink_to(change, *names);
  return resized(change, text_into(change, member));
}

Status set_time_limit(JobChange& change) {
  char how = change.how;
  std::string_view value = change.value;
  if (how == '=' && !value.empty() && (value.front() == '+' || (value.front() == '-' && value != "-1"))) {
    how = value.front();
    value.remove_prefix(1);
  }
  Minutes limit{0};
  if (const Status read = read_minutes(value, limit); !read) return read;
  const Minutes now = change.job.time_limit.value_or(kUnlimited);
  if (how != '=') {
    if (now == kUnlimited || limit == kUnlimited) return Error{Code::InvalidTimeLimit};
    if (how == '-' && limit > now)
      return Error{Code::InvalidValue, "TimeLimit decrement larger than current time limit (" + std::to_string(limit.count()) +
                                           " > " + std::to_string(now.count()) + ")"};
    limit = how == '+' ? now + limit : now - limit;
  }
  if (limit > now && change.job.state != JobState::Pending && !change.by_operator) return Error{Code::AccessDenied};
  change.job.time_limit = change.job.spec.time_limit = limit;
  return {};
}

Status set_priority(JobChange& change) {
  std::uint32_t priority = 0;
  if (const Status read = read_count(change.value, priority); !read) return read;
  const bool held = change.job.state == JobState::Pending && change.job.priority == 0;
  if (held && priority != 0) return Error{Code::JobHeld};  // release is another request
  if (!change.by_operator && priority > change.job.priority) return Error{Code::AccessDenied};
  change.job.priority = priority;
  change.job.spec.priority = priority;
  if (priority != 0) change.job.spec.nice = 0;
  change.job.held_by_admin = priority == 0 && change.by_operator;
  if (priority == 0) change.job.spec.priority.reset();
  change.priority = change.by_hand = true;
  return {};
}

Status set_nice(JobChange& change) {
  std::int32_t nice = 100;  // "Nice" without a value
  if (!change.value.empty()) {
    const auto read = text::parse_i32(change.value);
    if (!read || *read > 2147483645 || *read < -2147483645) return unreadable();
    nice = *read;
  }
  if (nice < 0 && !change.by_operator) return Error{Code::AccessDenied};
  if (change.job.state != JobState::Pending) return {};  // it means nothing any more
  if (change.job.spec.priority) return {};  // one whose priority was set stays as it is, as in Slurm
  change.job.spec.nice = nice;
  change.priority = true;
  return {};
}

Status set_site_factor(JobChange& change) {
  if (!change.by_operator) return Error{Code::AccessDenied};
  change.job.site_factor = text::parse_i32(change.value).value_or(0);  // Slurm takes any word for 0
  change.priority = true;
  return {};
}

Status set_dependency(JobChange& change) {
  change.job.spec.dependency = std::string{change.value};
  change.dependency = true;
  return {};
}

Status set_begin(JobChange& change) {
  if (const Status read = read_time(change.value, change.now, change.job.spec.begin); !read) return read;
  change.job.eligible = kNever;
  return {};
}

Status set_deadline(JobChange& change) {
  if (const Status read = read_time(change.value, change.now, change.job.spec.deadline); !read) return read;
  if (change.job.spec.deadline != kNever && change.job.spec.deadline <= change.now) return Error{Code::InvalidTimeValue};
  return {};
}

Status set_end(JobChange& change) {
  Instant end{};
  if (const Status read = read_time(change.value, change.now, end); !read) return read;
  if (change.job.state == JobState::Pending) return Error{kNotRunning};
  if (end <= change.now) return Error{Code::InvalidTimeValue};
  const Minutes limit = std::chrono::ceil<Minutes>(end - change.job.started - change.job.suspended_for);
  if (limit > change.job.time_limit.value_or(kUnlimited) && !change.by_operator) return Error{Code::AccessDenied};
  change.job.time_limit = limit;
  return {};
}

Status set_gres(JobChange& change) {
  if (change.value.empty() || change.value == "0") {
    change.job.spec.gres_per_node.clear();
    return resized(change, {});
  }
  const auto list = text::parse_gres(change.value);
  if (!list) return Error{Code::InvalidGres};
  change.job.spec.gres_per_node = text::format_gres(*list, "gres/");
  return resized(change, {});
}

Status set_switches(JobChange& change) {
  const auto at = change.value.find('@');
  if (const Status read = read_count(change.value.substr(0, at), change.job.spec.switches); !read) return read;
  if (change.job.spec.switches == 0U) change.job.spec.switches.reset();
  if (at == std::string_view::npos) return {};
  const auto wait = text::parse_duration(change.value.substr(at + 1));
  if (!wait) return unreadable();
  change.job.spec.switch_wait = *wait;
  return {};
}

Status set_switch_wait(JobChange& change) {
  std::uint32_t seconds = 0;
  if (const Status read = read_count(change.value, seconds); !read) return read;
  change.job.spec.switch_wait = Seconds{seconds};
  return {};
}

Status set_requeue(JobChange& change) {
  std::uint32_t requeue = 0;
  if (const Status read = read_count(change.value, requeue); !read) return read;
  change.job.spec.requeue = requeue != 0 ? Tristate::Yes : Tristate::No;
  return {};
}

Status set_share(JobChange& change) {
  bool share = false;
  if (const Status read = read_bool(change.value, share); !read) return read;
  change.job.spec.oversubscribe = share;
  change.job.spec.exclusive = share ? Exclusive::Unset : Exclusive::Node;
  return resized(change, {});
}

Status set_reservation(JobChange& change) {
  for (const std::string_view name : text::split_list(change.value)) {
    const Reservation* reservation = change.state.find_reservation(name);
    if (!reservation) return Error{Code::ReservationInvalid};
    if (!change.by_operator && !core::admits(change.state, *reservation, change.job)) return Error{Code::ReservationAccess};
  }
  return text_into(change, change.job.spec.reservation);
}

Status set_licenses(JobChange& change) {
  const auto wanted = core::parse_licenses(change.state, std::string{change.value});
  if (!wanted) return wanted.error();
  return text_into(change, change.job.spec.licenses);
}

Status set_throttle(JobChange& change) {
  if (number(change.job.array_job) == 0)
    return Error::generic("scontrol: error: Update of ArrayTaskThrottle is only allowed on ArrayJobId\n" +
                          std::string{"Requested operation not supported on this system for job "} + to_string(change.job.id) + "\n");
  return read_count(change.value, change.job.array_throttle);
}

Status set_tasks(JobChange& change) {
  if (change.job.state != JobState::Pending) return {};  // what it holds stays what it holds
  if (const Status read = read_count(change.value, change.job.spec.ntasks); !read) return read;
  return change.job.spec.ntasks == 0U ? Status{Error{Code::InvalidCpuCount}} : resized(change, {});
}

Status set_positive(JobChange& change, std::optional<std::uint32_t>& member) {
  if (const Status read = read_count(change.value, member); !read) return read;
  return member == 0U ? Status{Error{Code::InvalidCpuCount}} : resized(change, {});
}

// Cores kept for the system need a configuration that allows it.
Status set_special_cores(JobChange&) { return Error{Code::AccessDenied}; }

Status set_time_min(JobChange& change) {
  Minutes least{0};
  if (const Status read = read_minutes(change.value, least); !read) return read;
  if (least > change.job.time_limit.value_or(kUnlimited)) return Error{kInvalidTimeMin};
  if (least.count() == 0) change.job.spec.time_min.reset();
  else change.job.spec.time_min = least;
  return {};
}

// Every name in the list has to be a feature of some node.
Status set_prefer(JobChange& change) {
  const auto known = [&](std::string_view name) {
    return std::any_of(change.state.cluster.nodes.begin(), change.state.cluster.nodes.end(), [name](const Node& node) {
      return std::find(node.features.begin(), node.features.end(), name) != node.features.end();
    });
  };
  constexpr std::string_view kMarks = "&|,[]()";
  for (std::string_view rest = change.value; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find_first_of(kMarks));
    const std::string_view name = word.substr(0, word.find('*'));
    if (!name.empty() && !known(name)) return Error{kInvalidPrefer};
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
  }
  return text_into(change, change.job.spec.prefer);
}

Status shrink_to_count(JobChange& change) {
  std::optional<std::uint32_t> count, most;
  if (const Status read = read_range(change.value, count, most); !read) return read;
  if (!count || *count == 0) return Error{Code::InvalidNodeCount};
  std::vector<std::string> kept = change.job.allocation.node_names();
  if (*count > kept.size()) return Error{kNotSupported};
  kept.resize(*count);
  return shrink_to(change, kept);
}

Status set_nodes(JobChange& change) {
  if (change.job.state != JobState::Pending) return shrink_to_count(change);
  change.job.spec.node_count.clear();
  const Status read = read_range(change.value, change.job.spec.min_nodes, change.job.spec.max_nodes);
  if (read && change.job.spec.min_nodes == 0U) return Error{Code::InvalidNodeCount};
  return resized(change, read);
}

Status set_cpus(JobChange& change) {
  std::optional<std::uint32_t> low, high;
  if (const Status read = read_range(change.value, low, high); !read) return read;
  if (*low == 0) return Error{Code::InvalidCpuCount};
  const std::uint32_t each = std::max(1U, change.job.spec.cpus_per_task.value_or(1));
  change.job.spec.ntasks = (*low + each - 1) / each;
  return resized(change, {});
}

Status set_memory(JobChange& change, std::optional<Mebibytes>& wanted) {
  JobSpec& spec = change.job.spec;
  std::optional<Mebibytes> size;
  if (const Status read = read_memory(change.value, size); !read) return read;
  spec.memory_per_cpu.reset();
  spec.memory_per_node.reset();
  wanted = size;
  return resized(change, {});
}

Status reassigned(JobChange& change, bool any_qos = false) {
  Result<accounting::Assignment> assignment = core::assignment_of(change.state, change.job, any_qos);
  if (!assignment) return assignment.error();
  core::put_under(change.job, std::move(*assignment));
  return {};
}

Status set_account(JobChange& change) {
  change.job.spec.account = text::lower(change.value);
  return reassigned(change);
}

// Where QOS are not enforced, one that is not known changes nothing.
Status set_qos(JobChange& change) {
  const bool known = !accounting::qos_of_list(change.state.accounting, change.value).empty();
  if (!known && !core::enforces(change.state, kEnforceQos)) return {};
  change.job.spec.qos = std::string{change.value};
  return reassigned(change, known && change.by_operator);
}

Status keep_only(JobChange& change, std::string_view name) {
  keep(change.job.spec.kept, name, change.value);
  return {};
}

constexpr JobKey kKeys[] = {
    {"Account", false, &set_account},
    {"AdminComment", false,
     [](JobChange& c) { return c.by_operator ? text_into(c, c.job.spec.admin_comment) : Status{Error{Code::AccessDenied}}; }},
    {"ArrayTaskThrottle", false, &set_throttle},
    {"BurstBuffer", false, [](JobChange&) { return Status{Error{kNotSupported}}; }},
    {"Clusters", true, [](JobChange&) { return Status{Error::generic("Unspecified error")}; }},
    {"ClusterFeatures", true, [](JobChange&) { return Status{Error::generic("Unspecified error")}; }},
    {"Comment", false, [](JobChange& c) { return text_into(c, c.job.spec.comment); }},
    {"Contiguous", true, [](JobChange& c) { return resized(c, read_bool(c.value, c.job.spec.contiguous)); }},
    {"CoreSpec", true, &set_special_cores},
    {"CPUsPerTask", true, [](JobChange& c) { return set_positive(c, c.job.spec.cpus_per_task); }},
    {"CpusPerTres", true, [](JobChange& c) { return keep_only(c, "CpusPerTres"); }},
    {"Deadline", false, &set_deadline},
    {"DelayBoot", false, [](JobChange& c) { return keep_only(c, "delay-boot"); }},
    {"Dependency", true, &set_dependency},
    {"EligibleTime", true, &set_begin},
    {"EndTime", false, &set_end},
    {"ExcNodeList", true, [](JobChange& c) { return set_nodes_list(c, c.job.spec.excluded_nodes); }},
    {"Extra", false, [](JobChange& c) { return text_into(c, c.job.spec.extra); }},
    {"Features", true, [](JobChange& c) { return resized(c, text_into(c, c.job.spec.constraint)); }},
    {"Gres", true, &set_gres},
    {"JobName", false, [](JobChange& c) { return text_into(c, c.job.spec.name); }},
    {"Licenses", false, &set_licenses},
    {"MailType", false, [](JobChange& c) { return text_into(c, c.job.spec.mail_type); }},
    {"MailUser", false, [](JobChange& c) { return text_into(c, c.job.spec.mail_user); }},
    {"MCSLabel", false, [](JobChange& c) { return text_into(c, c.job.spec.mcs_label); }},
    {"MemPerTres", true, [](JobChange& c) { return keep_only(c, "MemPerTres"); }},
    {"MinCPUsNode", true, [](JobChange& c) { return resized(c, read_count(c.value, c.job.spec.min_cpus_per_node)); }},
    {"MinMemoryCPU", true, [](JobChange& c) { return set_memory(c, c.job.spec.memory_per_cpu); }},
    {"MinMemoryNode", true, [](JobChange& c) { return set_memory(c, c.job.spec.memory_per_node); }},
    {"MinTmpDiskNode", true, [](JobChange& c) { return resized(c, read_memory(c.value, c.job.spec.tmp_disk)); }},
    {"Name", false, [](JobChange& c) { return text_into(c, c.job.spec.name); }},
    {"Network", true, [](JobChange& c) { return text_into(c, c.job.spec.network); }},
    {"Nice", false, &set_nice},
    {"NodeList", false, [](JobChange& c) { return set_nodes_list(c, c.job.spec.required_nodes); }},
    {"NumCPUs", true, &set_cpus},
    {"NumNodes", false, &set_nodes},
    {"NumTasks", false, &set_tasks},
    {"OverSubscribe", true, &set_share},
    {"Partition", true, &set_partition},
    {"Prefer", false, &set_prefer},
    {"Priority", false, &set_priority},
    {"QOS", false, &set_qos},
    {"Reboot", true, [](JobChange& c) { return keep_only(c, "reboot"); }},
    {"ReqCores", true, [](JobChange& c) { return resized(c, read_count(c.value, c.job.spec.cores_per_socket)); }},
    {"ReqNodeList", false, [](JobChange& c) { return set_nodes_list(c, c.job.spec.required_nodes); }},
    {"ReqNodes", false, &set_nodes},
    {"ReqProcs", false, &set_tasks},
    {"ReqSockets", true, [](JobChange& c) { return resized(c, read_count(c.value, c.job.spec.sockets_per_node)); }},
    {"ReqThreads", true, [](JobChange& c) { return resized(c, read_count(c.value, c.job.spec.threads_per_core)); }},
    {"Requeue", false, &set_requeue},
    {"ReservationName", false, &set_reservation},
    {"Reservation", false, &set_reservation},
    {"ResetAccrueTime", true, [](JobChange& c) { c.job.accrue = c.now; return Status{}; }},
    {"Shared", true, &set_share},
    {"SiteFactor", false, &set_site_factor},
    {"StartTime", true, &set_begin},
    {"StdErr", true, [](JobChange& c) { return text_into(c, c.job.spec.std_err); }},
    {"StdIn", true, [](JobChange& c) { return text_into(c, c.job.spec.std_in); }},
    {"StdOut", true, [](JobChange& c) { return text_into(c, c.job.spec.std_out); }},
    {"Switches", false, &set_switches},
    {"TasksPerNode", true, [](JobChange& c) { return set_positive(c, c.job.spec.ntasks_per_node); }},
    {"ThreadSpec", true, &set_special_cores},
    {"TimeLimit", false, &set_time_limit},
    {"TimeMin", false, &set_time_min},
    {"TresBind", true, [](JobChange& c) { return text_into(c, c.job.spec.tres_bind); }},
    {"TresFreq", true, [](JobChange& c) { return keep_only(c, "TresFreq"); }},
    {"TresPerJob", true, [](JobChange& c) { return resized(c, text_into(c, c.job.spec.gres_per_job)); }},
    {"TresPerNode", true, [](JobChange& c) { return resized(c, text_into(c, c.job.spec.gres_per_node)); }},
    {"TresPerSocket", true, [](JobChange& c) { return resized(c, text_into(c, c.job.spec.gres_per_socket)); }},
    {"TresPerTask", true, [](JobChange& c) { return resized(c, text_into(c, c.job.spec.tres_per_task)); }},
    {"wait-for-switch", false, &set_switch_wait},
    {"WCKey", true, [](JobChange& c) { return text_into(c, c.job.spec.wckey); }},
    {"WorkDir", true, [](JobChange& c) { return text_into(c, c.job.spec.work_dir); }},
};

}  // namespace

const JobKey* find_job_key(std::string_view name) {
  const auto* row = std::find_if(std::begin(kKeys), std::end(kKeys),
                                 [name](const JobKey& key) { return text::iequals(key.name, name); });
  return row == std::end(kKeys) ? nullptr : row;
}

}  // namespace minislurm::requests
