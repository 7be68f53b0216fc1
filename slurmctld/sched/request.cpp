#include "slurmctld/sched/request.h"

#include <algorithm>

#include "libcommon/text/count.h"
#include "libcommon/text/hostlist.h"
#include "libcommon/text/tres.h"
#include "libcommon/text/words.h"

namespace minislurm::sched {
namespace {

constexpr std::uint32_t kMaxTasks = 1U << 26;

std::uint64_t ceil_div(std::uint64_t what, std::uint64_t by) { return by == 0 ? what : (what + by - 1) / by; }

Status read_gres(const std::string& text, std::uint64_t times, std::vector<GresNeed>& needs) {
  const Result<std::vector<text::GresRequest>> read = text::parse_gres(text);
  if (!read) return read.error();
  for (const text::GresRequest& one : *read) {
    if (one.count == 0) continue;
    if (one.count > kMaxTasks) return Error{Code::InvalidGres};
    const auto same = std::find_if(needs.begin(), needs.end(), [&](const GresNeed& need) {
      return need.name == one.name && need.type == one.type;
    });
    if (same == needs.end()) {
      needs.push_back({one.name, one.type, one.count * times});
    } else {
      same->count += one.count * times;
    }
  }
  return {};
}

Status read_all_gres(const JobSpec& spec, ResourceRequest& request) {
  if (Status done = read_gres(spec.gres_per_node, 1, request.gres_per_node); !done) return done;
  const std::uint64_t sockets = std::max(spec.sockets_per_node.value_or(1), 1U);
  if (Status done = read_gres(spec.gres_per_socket, sockets, request.gres_per_node); !done) return done;
  if (Status done = read_gres(spec.gres_per_job, 1, request.gres_per_job); !done) return done;
  return read_gres(spec.gres_per_task, 1, request.gres_per_task);
}

const GresNeed* find_need(const std::vector<GresNeed>& needs, const GresNeed& like) {
  const auto same = std::find_if(needs.begin(), needs.end(), [&](const GresNeed& need) {
    return need.name == like.name && need.type == like.type;
  });
  return same == needs.end() ? nullptr : &*same;
}

// One resource asked for in two ways: the finer way says how much, the coarser one bounds nodes or tasks.
void reconcile_gres(ResourceRequest& request) {
  const auto drop = [](std::vector<GresNeed>& from, const auto& covered) {
    from.erase(std::remove_if(from.begin(), from.end(), covered), from.end());
  };
  drop(request.gres_per_job, [&](const GresNeed& whole) {
    const GresNeed* each = find_need(request.gres_per_node, whole);
    if (each == nullptr) return false;
    const std::uint64_t nodes = ceil_div(whole.count, each->count);
    if (nodes <= text::kMaxHosts && request.max_nodes == 0) {
      request.min_nodes = std::max(request.min_nodes, static_cast<std::uint32_t>(nodes));
      request.shown_max_nodes = request.min_nodes;
      request.tasks_open = request.tasks_from_nodes;
    }
    return true;
  });
  // read_tasks() has made a number of tasks of the two.
  drop(request.gres_per_job, [&](const GresNeed& whole) { return find_need(request.gres_per_task, whole) != nullptr; });
  drop(request.gres_per_node, [&](const GresNeed& node) {
    const GresNeed* each = find_need(request.gres_per_task, node);
    if (each == nullptr) return false;
    const auto tasks = static_cast<std::uint32_t>(std::max<std::uint64_t>(1, node.count / each->count));
    request.max_tasks_per_node =
        request.max_tasks_per_node == 0 ? tasks : std::min(request.max_tasks_per_node, tasks);
    return true;
  });
}

std::uint64_t gpus_of(const std::vector<GresNeed>& needs) {
  std::uint64_t sum = 0;
  for (const GresNeed& need : needs) {
    if (need.name == "gpu") sum += need.count;
  }
  return sum;
}

Status read_nodes(const JobSpec& spec, const Partition& partition, ResourceRequest& request) {
  request.min_nodes = spec.min_nodes.value_or(1);
  request.max_nodes = spec.max_nodes.value_or(0);
  if (!spec.node_count.empty()) {
    const Result<text::NodeCount> count = text::parse_node_count(spec.node_count);
    if (!count) return Error{Code::InvalidNodeCount};
    request.min_nodes = count->min;
    request.max_nodes = count->max;
    request.sizes = count->sizes;
  }
  if (request.min_nodes == 0 || request.min_nodes > text::kMaxHosts) return Error{Code::InvalidNodeCount};
  if (request.max_nodes != 0 && request.max_nodes < request.min_nodes) return Error{Code::InvalidNodeCount};
  request.shown_max_nodes = request.max_nodes;
  request.tasks_open = request.max_nodes > request.min_nodes;
  request.fewest_nodes = spec.use_min_nodes;
  if (spec.min_nodes || !spec.node_count.empty()) request.shown_min_nodes = request.min_nodes;
  request.node_limit = partition.max_nodes;
  // A minimum above the partition's limit is no error: the job waits with PartitionNodeLimit.
  if (request.node_limit >= request.min_nodes && request.max_nodes != 0) {
    request.max_nodes = std::min(request.max_nodes, request.node_limit);
  }
  for (const auto& [list, names] : {std::pair{&spec.required_nodes, &request.required_nodes},
                                    std::pair{&spec.excluded_nodes, &request.excluded_nodes}}) {
    Result<std::vector<std::string>> read = text::expand_hostlist(*list);
    if (!read) return Error{Code::InvalidNodeName};
    *names = std::move(*read);
    // Of more names than nodes the first ones count.
    const bool in_order = list == &spec.required_nodes && !text::istarts_with(spec.distribution, "arbitrary");
    if (in_order && request.max_nodes != 0 && names->size() > request.max_nodes)
      names->resize(request.max_nodes);
    std::sort(names->begin(), names->end());
    names->erase(std::unique(names->begin(), names->end()), names->end());
  }
  const auto required = static_cast<std::uint32_t>(request.required_nodes.size());
  // More names than nodes are wanted: nothing can give that, but that is not for this room to say.
  if (required > request.min_nodes && (request.max_nodes == 0 || required <= request.max_nodes)) {
    request.min_nodes = required;
    // Those named are enough for a number of tasks: a range is not used up beyond them.
    if (request.max_nodes != 0 && spec.ntasks) request.max_nodes = required;
  }
  return {};
}

Status read_tasks(const JobSpec& spec, ResourceRequest& request) {
  const std::uint32_t per_node = spec.ntasks_per_node.value_or(0);
  if (per_node > 0) {
    request.max_tasks_per_node =
        request.max_tasks_per_node == 0 ? per_node : std::min(request.max_tasks_per_node, per_node);
  }
  request.cpus_per_task = request.shown_cpus_per_task = spec.cpus_per_task.value_or(1);
  if (request.cpus_per_task == 0 || request.cpus_per_task > kMaxTasks) return Error{Code::InvalidCpuCount};
  std::optional<std::uint32_t> tasks = spec.ntasks;
  if (tasks == 0U || tasks.value_or(0) > kMaxTasks || per_node > kMaxTasks) return Error{Code::BadTaskCount};
  std::uint64_t each_node = per_node;
  const std::uint64_t per_gpu = spec.ntasks_per_gpu.value_or(0);
  if (per_gpu > kMaxTasks) return Error{Code::BadTaskCount};
  if (!tasks && per_gpu > 0) {
    if (const std::uint64_t gpus = gpus_of(request.gres_per_job); gpus > 0) {
      if (gpus * per_gpu > kMaxTasks) return Error{Code::BadTaskCount};
      tasks = static_cast<std::uint32_t>(gpus * per_gpu);
    }
    each_node = std::max<std::uint64_t>(each_node, std::min<std::uint64_t>(
        gpus_of(request.gres_per_node) * per_gpu, kMaxTasks));
  }
  if (!tasks && gpus_of(request.gres_per_job) > 0 && gpus_of(request.gres_per_task) > 0) {
    // A total and a share for each task give the number of tasks.
    tasks = static_cast<std::uint32_t>(
        std::max<std::uint64_t>(1, gpus_of(request.gres_per_job) / gpus_of(request.gres_per_task)));
  }
  if (tasks && per_gpu > 0 && gpus_of(request.gres_per_job) + gpus_of(request.gres_per_node) == 0)
    request.gres_per_job.push_back({"gpu", {}, ceil_div(*tasks, per_gpu)});
  if (tasks && per_gpu > 0) {
    const std::uint64_t all = gpus_of(request.gres_per_job) * per_gpu;
    if (all > kMaxTasks) return Error{Code::BadTaskCount};
    tasks = std::max(*tasks, static_cast<std::uint32_t>(all));
  }
  request.tasks_from_nodes = !tasks.has_value();
  request.tasks_by_gpus = per_gpu > 0;
  request.ntasks = tasks ? *tasks : static_cast<std::uint32_t>(std::max<std::uint64_t>(each_node, 1));
  if (!request.tasks_from_nodes) {
    if (per_node > 0) {
      const auto needed = static_cast<std::uint32_t>(ceil_div(request.ntasks, per_node));
      if (request.max_nodes == 0 || needed <= request.max_nodes) request.min_nodes = std::max(request.min_nodes, needed);
      // GPUs for each node and for each task leave no choice of nodes.
      const bool fixed = gpus_of(request.gres_per_node) > 0 && gpus_of(request.gres_per_task) > 0;
      if (fixed && request.max_nodes >= needed && request.min_nodes == needed) request.max_nodes = needed;
    }
    request.ntasks = std::max(request.ntasks, request.min_nodes);
  }
  return {};
}

void read_sharing(const JobSpec& spec, const Partition& partition, ResourceRequest& request) {
  request.exclusive = partition.over_subscribe == OverSubscribe::Exclusive || spec.exclusive == Exclusive::Node ||
                      spec.exclusive == Exclusive::Topology;
  request.exclusive_user = partition.exclusive_user || spec.exclusive == Exclusive::User;
  const bool may_share = partition.over_subscribe == OverSubscribe::Force ||
                         (partition.over_subscribe == OverSubscribe::Yes && spec.oversubscribe);
  if (may_share && !request.exclusive) {
    request.shared = true;
    request.share_count = std::max(partition.over_subscribe_count, 1U);
  }
}

void limit_memory_per_cpu(std::optional<Mebibytes> most, ResourceRequest& request) {
  if (!most || most->count == 0) return;
  if (request.memory_kind == MemoryKind::PerCpu && request.memory > *most) {
    // More memory for each CPU than is allowed: more CPUs for each task instead.
    const std::uint64_t factor = ceil_div(request.memory.count, most->count);
    request.cpus_per_task = static_cast<std::uint32_t>(std::min<std::uint64_t>(
        request.cpus_per_task * factor, kMaxTasks));
    request.memory = {ceil_div(request.memory.count, factor)};
  }
  if (request.memory_kind == MemoryKind::PerNode) {
    request.min_cpus_per_node = std::max(request.min_cpus_per_node, static_cast<std::uint32_t>(std::min<std::uint64_t>(
        ceil_div(request.memory.count, most->count), kMaxTasks)));
  }
}

void read_memory(const JobSpec& spec, const Partition& partition, const Settings& settings, ResourceRequest& request) {
  if (!settings.counts_memory) return;
  struct Row {
    const std::optional<Mebibytes>& value;
    MemoryKind kind;
  };
  // What the user says, then the partition, then the cluster.
  const Row rows[] = {
      {spec.memory_per_node, MemoryKind::PerNode},
      {spec.memory_per_cpu, MemoryKind::PerCpu},
      {spec.memory_per_gpu, MemoryKind::PerGpu},
      {partition.default_memory_per_cpu, MemoryKind::PerCpu},
      {partition.default_memory_per_node, MemoryKind::PerNode},
      {settings.default_memory_per_cpu, MemoryKind::PerCpu},
      {settings.default_memory_per_node, MemoryKind::PerNode},
  };
  for (const Row& row : rows) {
    if (!row.value || (row.kind == MemoryKind::PerGpu && row.value->count == 0)) continue;
    request.memory_kind = row.kind;
    request.memory = *row.value;
    if (row.value->count == 0) request.memory_kind = MemoryKind::WholeNode;
    break;
  }
  request.shown_memory = request.memory;
  request.shown_cpus_per_task = request.cpus_per_task;
  limit_memory_per_cpu(partition.max_memory_per_cpu ? partition.max_memory_per_cpu : settings.max_memory_per_cpu,
                       request);
}

// The second level of --distribution ("block:block"), else what the cluster does.
bool fills_sockets(const std::string& distribution, const Settings& settings) {
  const std::size_t colon = distribution.find(':');
  const std::string_view second = colon == std::string::npos ? std::string_view{}
                                                             : std::string_view{distribution}.substr(colon + 1);
  if (text::istarts_with(second, "block")) return true;
  if (text::istarts_with(second, "cyclic") || text::istarts_with(second, "fcyclic")) return false;
  return (settings.select_flags & static_cast<std::uint32_t>(SelectFlag::BlockDistribution)) != 0;
}

// What is preferred is tried first, in the place of what is required.
Status read_features(const JobSpec& spec, ResourceRequest& request) {
  Result<std::vector<FeatureAlternative>> features = parse_features(spec.constraint);
  if (!features) return Error{Code::InvalidFeature};
  if (!spec.prefer.empty()) {
    Result<std::vector<FeatureAlternative>> preferred = parse_features(spec.prefer);
    if (!preferred) return Error{Code::InvalidFeature};
    request.features = std::move(*preferred);
    request.preferred = request.features.size();
  }
  request.features.insert(request.features.end(), features->begin(), features->end());
  return {};
}

}  // namespace

Result<std::vector<LicenseNeed>> parse_licenses(std::string_view text, bool& any) {
  any = text.find('|') != std::string_view::npos;
  std::vector<LicenseNeed> needs;
  std::string unified{text};
  std::replace_if(unified.begin(), unified.end(), [](char c) { return c == ';' || c == '|'; }, ',');
  for (const std::string_view piece : text::split_list(unified)) {
    const std::size_t mark = piece.find_first_of(":=");
    LicenseNeed need{std::string{piece.substr(0, mark)}, 1};
    if (mark != std::string_view::npos) {
      const Result<std::uint32_t> count = text::parse_u32(piece.substr(mark + 1));
      if (!count) return Error{Code::InvalidLicenses};
      need.count = *count;
    }
    if (need.name.empty()) return Error{Code::InvalidLicenses};
    const auto same = std::find_if(needs.begin(), needs.end(),
                                   [&](const LicenseNeed& other) { return other.name == need.name; });
    if (same == needs.end()) {
      needs.push_back(std::move(need));
    } else if (same->count > kMaxTasks || need.count > kMaxTasks) {
      return Error{Code::InvalidLicenses};
    } else {
      same->count += need.count;
    }
  }
  return needs;
}

std::optional<std::uint64_t> job_default(std::string_view key, const Partition& partition, const Settings& settings) {
  for (const std::string* list : {&partition.job_defaults, &settings.job_defaults}) {
    for (const std::string_view item : text::split_list(*list)) {
      const std::size_t equals = item.find('=');
      if (equals == std::string_view::npos || !text::iequals(item.substr(0, equals), key)) continue;
      if (const auto value = text::parse_u64(item.substr(equals + 1), 1ULL << 40)) return *value;
    }
  }
  return std::nullopt;
}

bool asks_for_gpus(const JobSpec& spec) {
  for (const std::string* list : {&spec.gres_per_job, &spec.gres_per_node, &spec.gres_per_socket, &spec.gres_per_task})
    if (list->starts_with("gres/gpu") || list->find(",gres/gpu") != std::string::npos) return true;
  return false;
}

Result<ResourceRequest> resolve(const JobSpec& spec, const Partition& partition, const Settings& settings) {
  ResourceRequest request;
  if (Status done = read_all_gres(spec, request); !done) return done.error();
  if (Status done = read_nodes(spec, partition, request); !done) return done.error();
  if (Status done = read_tasks(spec, request); !done) return done.error();
  reconcile_gres(request);
  if (!request.tasks_from_nodes) request.ntasks = std::max(request.ntasks, request.min_nodes);
  if (Status done = read_features(spec, request); !done) return done.error();
  Result<std::vector<LicenseNeed>> licenses = parse_licenses(spec.licenses, request.any_license);
  if (!licenses) return licenses.error();
  request.licenses = std::move(*licenses);

  request.min_cpus_per_node = std::max(spec.min_cpus_per_node.value_or(1), 1U);
  if (const std::uint64_t each = std::uint64_t{spec.ntasks_per_node.value_or(0)} * request.cpus_per_task;
      !spec.overcommit && each <= kMaxTasks) {
    request.min_cpus_per_node = std::max(request.min_cpus_per_node, static_cast<std::uint32_t>(each));
  }
  request.max_tasks_per_socket = spec.ntasks_per_socket.value_or(0);
  request.max_tasks_per_core = spec.ntasks_per_core.value_or(0);
  request.max_cpus_per_node = partition.max_cpus_per_node;
  request.max_cpus_per_socket = partition.max_cpus_per_socket;
  request.block_of_sockets = fills_sockets(spec.distribution, settings);
  request.sockets_per_node = spec.sockets_per_node.value_or(0);
  request.cores_per_socket = spec.cores_per_socket.value_or(0);
  request.threads_per_core = spec.threads_per_core.value_or(0);
  request.cpus_per_gpu = spec.cpus_per_gpu.value_or(0);
  request.cpus_per_gpu_asked = spec.cpus_per_gpu.has_value();
  if (!spec.cpus_per_gpu && !spec.cpus_per_task && asks_for_gpus(spec)) {
    const std::optional<std::uint64_t> usual = job_default("DefCpuPerGPU", partition, settings);
    if (usual && *usual <= kMaxTasks) request.cpus_per_gpu = static_cast<std::uint32_t>(*usual);
  }
  request.overcommit = spec.overcommit;
  request.spread = spec.spread_job;
  request.even_tasks = spec.spread_job;
  request.contiguous = spec.contiguous;
  request.tmp_disk = spec.tmp_disk.value_or(Mebibytes{});
  request.switches = spec.switches.value_or(0);
  request.segment = spec.segment_size.value_or(0);
  for (const auto& [name, _] : spec.kept) {
    request.spread_segments = request.spread_segments || name == "spread-segments";
    request.consolidate_segments = request.consolidate_segments || name == "consolidate-segments";
  }
  request.switch_wait = spec.switch_wait.count() > 0 ? std::min(spec.switch_wait, settings.max_switch_wait)
                                                     : settings.max_switch_wait;
  read_sharing(spec, partition, request);
  read_memory(spec, partition, settings, request);
  return request;
}

JobSize size_of(const ResourceRequest& request) {
  JobSize size;
  size.min_nodes = request.min_nodes;
  size.max_nodes = request.shown_max_nodes;
  const auto bounded = [](std::uint64_t count) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, 0xffffffffU));
  };
  size.num_tasks =
      request.tasks_from_nodes ? bounded(std::uint64_t{request.ntasks} * request.min_nodes) : request.ntasks;
  const bool one_decides = request.tasks_open && request.tasks_from_nodes && request.ntasks == 1;
  const std::uint64_t tasks = one_decides ? 1 : size.num_tasks;
  const std::uint64_t by_tasks = request.overcommit ? request.min_nodes : tasks * request.shown_cpus_per_task;
  const std::uint64_t gpus = gpus_of(request.gres_per_job) + gpus_of(request.gres_per_node) * request.min_nodes +
                             gpus_of(request.gres_per_task) * size.num_tasks;
  size.num_cpus = bounded(std::max(by_tasks, request.cpus_per_gpu_asked ? gpus * request.cpus_per_gpu : 0));
  return size;
}

}  // namespace minislurm::sched
