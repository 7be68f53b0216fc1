#include "slurmctld/requests/submit_check.h"

#include <algorithm>

#include "libcommon/text/array_ids.h"
#include "libcommon/text/count.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"
#include "slurmctld/accounting/assignment.h"
#include "slurmctld/core/accounts.h"
#include "slurmctld/core/dependents.h"
#include "slurmctld/core/elastic.h"
#include "slurmctld/core/partitions.h"
#include "slurmctld/core/pending.h"
#include "slurmctld/core/reservations.h"
#include "slurmctld/core/start_limits.h"
#include "slurmctld/elastic/size.h"
#include "slurmctld/requests/submit_options.h"
#include "slurmctld/sched/feasible.h"

namespace minislurm::requests {
namespace {

using Inside = core::ClusterState::Inside;

constexpr std::size_t kMaxScript = 4U << 20, kMaxText = 32U << 10;
// Stands for the id of a job that has none yet: it comes after all that are known.
constexpr JobId kComesLast{0xffffffff};

bool lists(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Status may_use(const Inside& state, const Partition& partition, const JobSpec& spec, const core::Caller& caller) {
  const bool is_root = number(caller.user) == 0;
  if ((partition.disable_root_jobs || state.cluster.settings.disable_root_jobs) && is_root) return Error{Code::InvalidUser};
  if (partition.requires_reservation && spec.reservation.empty()) return Error{Code::AccessDenied};
  if (!partition.allow_nodes.empty() && !lists(partition.allow_nodes, spec.alloc_node)) return Error{Code::AccessDenied};
  if (caller.is_operator) return {};
  if (partition.root_only) return Error{Code::AccessDenied};
  const bool grouped = lists(partition.allow_groups, caller.group_name) ||
                       std::any_of(caller.groups.begin(), caller.groups.end(), [&](const std::string& group) { return lists(partition.allow_groups, group); });
  if (!partition.allow_groups.empty() && !grouped)
    return Error{Code::PartitionGroupRequired};
  return core::partition_takes(state, partition, spec.account, spec.qos);
}

Status within_limits(const Inside& state, const Job& job, const Partition& partition) {
  if (!state.cluster.settings.enforce_part_limits) return {};
  const auto list = accounting::qos_of_list(state.accounting, job.spec.qos);
  const auto may = [&](std::string_view flag) { return !list.empty() && accounting::has_flag(*list.front(), flag); };
  if (job.min_nodes < partition.min_nodes && !may("PartitionMinNodes")) return Error{Code::InvalidNodeCount};
  if (partition.max_nodes != 0 && job.min_nodes > partition.max_nodes && !may("PartitionMaxNodes"))
    return Error{Code::InvalidNodeCount};
  if (job.min_nodes > partition.nodes.size()) return Error{Code::InvalidNodeCount};
  if (job.num_cpus > partition.total_cpus) return Error{Code::TooManyRequestedCpus};
  if (job.time_limit.value_or(kUnlimited) > partition.max_time && !may("PartitionTimeLimit"))
    return Error{Code::InvalidTimeLimit};
  return {};
}

// A held job is not asked whether it can run: it may be changed before it is released.
Status fits_one(const Context& context, const Job& job, const std::vector<std::string>& partitions, bool test_only) {
  const Inside& state = context.state();
  Status first;
  bool some = false;
  for (const std::string& name : partitions) {
    const Partition& partition = *state.find_partition(name);
    Status fits = may_use(state, partition, job.spec, context.caller);
    if (fits) fits = within_limits(state, job, partition);
    if (fits) {
      const auto request = sched::resolve(job.spec, partition, state.cluster.settings);
      const bool names_alone = job.spec.hold && !test_only;
      if (!request) fits = request.error();
      else fits = names_alone ? sched::names_exist(*request, state.cluster)
                              : state.facts.can_ever_run(job, *request, partition, state.cluster);
    }
    // Where all partitions have to take the job, the first that does not decides; where one has to, the last.
    const Settings& settings = state.cluster.settings;
    if (!fits && settings.part_limits_of_all) return fits;
    if (fits && !settings.part_limits_of_all) return {};
    if (fits) some = true;
    else if (first || settings.enforce_part_limits) first = fits;
  }
  return some ? Status{} : first;
}

Status check_reservation(const Context& context, const Job& job) {
  if (job.spec.reservation.empty()) return {};
  for (const std::string_view name : text::split_list(job.spec.reservation)) {
    const Reservation* reservation = context.state().find_reservation(name);
    if (!reservation) return Error{Code::ReservationInvalid};
    const bool open = context.caller.is_operator || core::admits(context.state(), *reservation, job);
    if (!open) return Error{Code::ReservationAccess};
  }
  return {};
}

// What the request of an elastic job comes to.
ElasticSize asked_size(const Job& job) {
  ElasticSize asked;
  asked.cpus = job.num_cpus;
  asked.nodes = std::max(1U, job.min_nodes);
  for (const text::Tres& one : text::parse_tres(job.tres_request).value_or({})) {
    if (one.name == "gres/gpu") asked.gpus = static_cast<std::uint32_t>(one.count);
    if (one.name == "mem") asked.memory = Mebibytes{one.count};
  }
  return asked;
}

// The ":2" of "0-6:2".
std::uint32_t array_step(std::string_view spec) {
  const auto colon = spec.find(':');
  if (colon == std::string_view::npos) return 1;
  const std::string_view rest = spec.substr(colon + 1);
  return text::parse_u32(rest.substr(0, rest.find_first_of(",%]"))).value_or(1);
}

Status read_array(const Settings& settings, Job& job) {
  if (job.spec.array.empty()) return {};
  if (job.spec.kind != JobKind::Batch) return Error{Code::InvalidArray};
  auto tasks = text::parse_array_ids(job.spec.array, settings.max_array_size);
  if (!tasks) return Error{Code::InvalidArray};
  job.array_pending = std::move(tasks->ids);
  job.array_throttle = tasks->throttle;
  job.array_count = static_cast<std::uint32_t>(job.array_pending.size());
  job.array_min = job.array_pending.front();
  job.array_max = job.array_pending.back();
  job.array_step = array_step(job.spec.array);
  return {};
}

Status check_size_of_texts(const wire::SubmitRequest& request) {
  if (request.spec.kind == JobKind::Batch && request.script.empty()) return Error{Code::JobScriptMissing};
  if (request.script.size() > kMaxScript) return Error{Code::PathnameTooLong};
  for (const std::string* text : {&request.spec.name, &request.spec.comment, &request.spec.dependency, &request.spec.work_dir,
                                  &request.spec.std_out, &request.spec.std_err, &request.spec.std_in, &request.spec.partition})
    if (text->size() > kMaxText) return Error{Code::PathnameTooLong};
  return {};
}

// The command knows the names of users; the controller asks nobody.
std::string name_or_number(const JobSpec& spec, std::string_view option, std::uint32_t id) {
  const std::string_view name = kept_value(spec, option);
  return name.empty() ? std::to_string(id) : std::string(name);
}

void fill_owner(const Context& context, Job& job) {
  job.user = context.caller.user;
  job.group = context.caller.group;
  job.user_name = context.caller.user_name;
  job.group_name = context.caller.group_name;
  job.groups = context.caller.groups;
  if (job.spec.run_as_user && UserId{*job.spec.run_as_user} != job.user) {
    job.user = UserId{*job.spec.run_as_user};
    job.user_name = name_or_number(job.spec, "uid", *job.spec.run_as_user);
  }
  if (job.spec.run_as_group && GroupId{*job.spec.run_as_group} != job.group) {
    job.group = GroupId{*job.spec.run_as_group};
    job.group_name = name_or_number(job.spec, "gid", *job.spec.run_as_group);
  }
}

// Remembers what was not asked for, which the job's flags tell.
void note_defaults(JobSpec& spec) {
  const std::pair<const char*, bool> kWishes[] = {
      {"account", !spec.account.empty()},
      {"partition", !spec.partition.empty()},
      {"qos", !spec.qos.empty()},
      {"memory", spec.memory_per_node || spec.memory_per_cpu || spec.memory_per_gpu}};
  std::vector<std::string> defaults;
  for (const auto& wish : kWishes)
    if (!wish.second) defaults.emplace_back(wish.first);
  std::erase_if(spec.kept, [](const auto& option) { return option.first == "defaults"; });
  if (!defaults.empty()) spec.kept.emplace_back("defaults", text::join(defaults, ","));
}

// What only operators may ask for is dropped, as Slurm does, except to be someone else.
Status fill_defaults(const Context& context, Job& job) {
  JobSpec& spec = job.spec;
  const Inside& state = context.state();
  if (!context.caller.is_operator) {
    if (spec.run_as_user.value_or(number(context.caller.user)) != number(context.caller.user) ||
        spec.run_as_group.value_or(number(context.caller.group)) != number(context.caller.group))
      return Error{Code::AccessDenied};
    spec.nice = std::max(spec.nice, 0);
    if (spec.priority && *spec.priority != 0) spec.priority.reset();
  }
  note_defaults(spec);
  if (spec.partition.empty()) {
    const Partition* partition = state.default_partition();
    if (!partition) return Error{Code::DefaultPartitionNotSet};
    spec.partition = partition->name;
  }
  if (!state.cluster.settings.track_wckey) spec.wckey.clear();  // nobody looks at it then
  if (spec.switches) {
    const Seconds longest = state.cluster.settings.max_switch_wait;
    spec.switch_wait = spec.switch_wait.count() > 0 ? std::min(spec.switch_wait, longest) : longest;
  }
  if (spec.priority == 0U) {
    spec.priority.reset();
    spec.hold = true;
  }
  fill_owner(context, job);
  return core::assign_job(context.turn, job);
}

// Where the request is larger than what its partition has now, salloc and srun say so before they wait.
void warn_of_size(const Inside& state, const Job& job, std::vector<std::string>& messages) {
  const Partition* partition = state.partition_of(job);
  if (job.spec.kind == JobKind::Batch || !partition) return;
  const bool too_large = job.min_nodes > partition->nodes.size() || job.num_cpus > partition->total_cpus ||
                         (partition->max_nodes != 0 && job.min_nodes > partition->max_nodes) ||
                         job.time_limit.value_or(Minutes{0}) > partition->max_time;
  if (too_large || partition->state != PartitionState::Up)
    messages.push_back("Requested partition configuration not available now");
}

// What a job gets that asks for no memory: the partition's default, else the cluster's.
void fill_memory(const Partition& partition, const Settings& settings, JobSpec& spec) {
  if (spec.memory_per_gpu && spec.memory_per_gpu->count == 0) spec.memory_per_gpu.reset();
  if (spec.memory_per_node || spec.memory_per_cpu || spec.memory_per_gpu) return;
  if (sched::asks_for_gpus(spec)) {
    if (const auto usual = sched::job_default("DefMemPerGPU", partition, settings); usual && *usual > 0) {
      spec.memory_per_gpu = Mebibytes{*usual};
      return;
    }
  }
  if (partition.default_memory_per_cpu) spec.memory_per_cpu = partition.default_memory_per_cpu;
  else if (partition.default_memory_per_node) spec.memory_per_node = partition.default_memory_per_node;
  else if (settings.default_memory_per_cpu) spec.memory_per_cpu = settings.default_memory_per_cpu;
  else spec.memory_per_node = settings.default_memory_per_node;
}

}  // namespace

Result<Job> make_job(const Context& context, const wire::SubmitRequest& request, std::vector<std::string>& messages) {
  const Inside& state = context.state();
  if (const Status sane = check_size_of_texts(request); !sane) return sane.error();
  Job job;
  job.spec = request.spec;
  job.id = kComesLast;
  if (const Status filled = fill_defaults(context, job); !filled) return filled.error();
  if (request.spec.nice < 0 && job.spec.nice == 0)
    messages.push_back("Nice value must be non-negative, value ignored");
  job.spec.partition = core::with_alternates(state, job.spec.partition);
  const auto partitions = core::partition_names(state, job.spec.partition);
  if (!partitions) return partitions.error();
  if (const Status takes = core::check_partitions(state, job.spec.partition); !takes) return takes.error();
  job.partition = job.spec.partition;
  if (job.spec.min_nodes == 0U) return Error{Code::InvalidNodeCount};
  if (const Status read = read_array(state.cluster.settings, job); !read) return read.error();
  if (const auto wish = core::parse_licenses(state, job.spec.licenses); !wish) return wish.error();
  if (const Status valid = check_reservation(context, job); !valid) return valid.error();
  if (const Status valid = check_options(context, job.spec); !valid) return valid.error();
  const Partition& first = *state.find_partition(partitions->front());
  fill_memory(first, state.cluster.settings, job.spec);
  if (first.over_subscribe == OverSubscribe::Force) job.spec.oversubscribe = true;  // as it is shown
  job.time_limit = job.spec.time_limit ? *job.spec.time_limit : first.default_time.value_or(first.max_time);
  if (const Status valid = check_times(job, first, context.now()); !valid) return valid.error();
  if (const Status sized = core::resize_request(state, job); !sized) return sized.error();
  if (job.spec.elastic.wanted) {
    if (const Status good = elastic::check_bounds(job.spec.elastic, asked_size(job)); !good) return good.error();
    core::foresee_bounds(state, job);
  }
  if (const Status fits = fits_one(context, job, *partitions, request.test_only); !fits) return fits.error();
  if (const Status allowed = core::check_submission(state, job, first, context.now()); !allowed) return allowed.error();
  job.submitted = context.now();
  if (const Status read = core::read_dependency(state, job, context.now()); !read) return read.error();
  warn_of_size(state, job, messages);
  return job;
}

}  // namespace minislurm::requests
