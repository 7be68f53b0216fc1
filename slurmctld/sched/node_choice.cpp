#include "slurmctld/sched/node_choice.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "libcommon/text/words.h"
#include "slurmctld/sched/spread.h"
#include "slurmctld/sched/window.h"

namespace minislurm::sched {
namespace {

std::uint64_t total_gres(const Node& node, const GresNeed& need) {
  std::uint64_t sum = 0;
  for (const NodeGres& gres : node.gres) {
    if (gres.name == need.name && (need.type.empty() || gres.type == need.type)) sum += gres.count;
  }
  return sum;
}

bool listed(const std::vector<std::string>& sorted_names, const std::string& name) {
  return std::binary_search(sorted_names.begin(), sorted_names.end(), name);
}

}  // namespace

Placer::Placer(ResourceRequest request, const Partition& partition, std::span<const std::uint32_t> members,
               const Cluster& cluster, UserId user)
    : request_(std::move(request)),
      cluster_(cluster),
      least_loaded_(partition.lln),
      topology_name_(partition.topology),
      select_flags_(cluster.settings.select_flags) {
  for (const std::string_view word : text::split_list(cluster.settings.topology_parameters)) {
    topology_optional_ = topology_optional_ || text::iequals(word, "TopoOptional");
  }
  const auto has_flag = [&](SelectFlag flag) { return (select_flags_ & static_cast<std::uint32_t>(flag)) != 0; };
  least_loaded_ = least_loaded_ || has_flag(SelectFlag::LeastLoaded);
  if (has_flag(SelectFlag::OneTaskPerCore) && request_.max_tasks_per_core == 0) request_.max_tasks_per_core = 1;
  const auto is_share = [](const GresNeed& need) { return is_share_of_gpus(need.name); };
  asks_exactly_ = request_.max_cpus_per_socket != 0 || request_.max_tasks_per_socket != 0 ||
                  std::any_of(request_.gres_per_node.begin(), request_.gres_per_node.end(), is_share) ||
                  std::any_of(request_.gres_per_task.begin(), request_.gres_per_task.end(), is_share);
  hold_ = Hold{user, request_.exclusive, request_.exclusive_user, request_.shared};
  find_eligible(members);
  weights_.reserve(cluster.nodes.size());
  for (const Node& node : cluster.nodes) weights_.push_back(node.weight);
  large_enough_ = could_hold_all_tasks();
}

void Placer::find_eligible(std::span<const std::uint32_t> members) {
  eligible_.resize(request_.features.size());
  std::size_t known = 0;
  for (const std::uint32_t at : members) {
    const Node& node = cluster_.nodes[at];
    if (listed(request_.required_nodes, node.name)) {
      ++known;
      required_.push_back(at);
    }
    if (listed(request_.excluded_nodes, node.name) || !could_serve(node)) continue;
    for (std::size_t which = 0; which < request_.features.size(); ++which) {
      if (request_.features[which].all.holds(node.features)) eligible_[which].push_back(at);
    }
  }
  requirements_known_ = known == request_.required_nodes.size();
}

bool Placer::could_serve(const Node& node) const {
  const std::uint32_t per_task = request_.overcommit ? 1 : request_.cpus_per_task;
  const std::uint32_t usable = node.cpus - std::min(node.cpus, static_cast<std::uint32_t>(node.system_cpus.size()));
  const std::uint32_t cpus = request_.max_cpus_per_node == 0 ? usable : std::min(usable, request_.max_cpus_per_node);
  if (cpus < std::max(per_task, request_.min_cpus_per_node)) return false;
  if (node.sockets < request_.sockets_per_node || node.cores_per_socket < request_.cores_per_socket ||
      node.threads_per_core < request_.threads_per_core || node.tmp_disk < request_.tmp_disk) {
    return false;
  }
  if (request_.memory_kind == MemoryKind::PerNode && node.memory < request_.memory) return false;
  if (request_.memory_kind == MemoryKind::PerCpu &&
      node.memory < request_.memory * std::max(per_task, request_.min_cpus_per_node)) {
    return false;
  }
  const auto has_all = [&](const std::vector<GresNeed>& needs) {
    return std::all_of(needs.begin(), needs.end(),
                       [&](const GresNeed& need) { return total_gres(node, need) >= need.count; });
  };
  return has_all(request_.gres_per_node) && has_all(request_.gres_per_task) &&
         std::all_of(request_.gres_per_job.begin(), request_.gres_per_job.end(), [&](const GresNeed& need) {
           return need.count < request_.min_nodes || total_gres(node, need) > 0;
         });
}

bool Placer::could_hold_all_tasks() const {
  return std::any_of(eligible_.begin(), eligible_.end(), [&](const std::vector<std::uint32_t>& nodes) {
    if (nodes.size() < request_.min_nodes) return false;
    if (request_.tasks_from_nodes || request_.overcommit) return true;
    std::uint64_t tasks = 0;
    for (const std::uint32_t node : nodes) tasks += cluster_.nodes[node].cpus / request_.cpus_per_task;
    return tasks >= request_.ntasks;
  });
}

// How many tasks a node's generic resources allow; 0: not one.
std::uint64_t Placer::tasks_by_gres(const FreeCounts& free, std::uint32_t node, std::uint64_t cpus) const {
  std::uint64_t tasks = request_.ntasks;
  std::uint64_t gpus = 0;
  for (const GresNeed& need : request_.gres_per_node) {
    if (free.free_gres(node, need.name, need.type) < need.count) return 0;
    if (need.name == "gpu") gpus += need.count;
  }
  for (const GresNeed& need : request_.gres_per_task) {
    tasks = std::min(tasks, free.free_gres(node, need.name, need.type) / need.count);
    if (need.name == "gpu" && request_.cpus_per_gpu > 0) {
      tasks = std::min(tasks, cpus / (request_.cpus_per_gpu * need.count));
    }
  }
  for (const GresNeed& need : request_.gres_per_job) {
    // Fewer than nodes: some of the nodes have to do without.
    if (need.count < request_.min_nodes) continue;
    if (free.free_gres(node, need.name, need.type) == 0) return 0;
    if (need.name == "gpu") ++gpus;
  }
  if (gpus * request_.cpus_per_gpu > cpus) return 0;
  if (request_.memory_kind == MemoryKind::PerGpu && free.free_memory(node) < request_.memory * gpus) return 0;
  return tasks;
}

Placer::Fit Placer::fit(const View& view, std::uint32_t node) const {
  const Fit none{node, 0, 0};
  const FreeCounts& free = view.left;
  if (!free.admits(node, hold_)) return none;
  std::uint64_t cpus = free.free_cpus(node);
  if (request_.shared) {
    cpus = free.shareable_cpus(node, request_.share_count);
    if (view.free != nullptr) cpus = std::min<std::uint64_t>(cpus, view.free->free_cpus(node, request_.share_count));
  }
  const NodeTable::Entry& entry = free.table().nodes[node];
  const CoreUse use = core_use(entry);
  if (cpus < entry.unit || (request_.exclusive && cpus < entry.usable)) return none;
  if (request_.max_cpus_per_node != 0 && !request_.exclusive) {
    const std::uint64_t used = entry.usable - std::min<std::uint64_t>(cpus, entry.usable);
    cpus = std::min<std::uint64_t>(cpus, request_.max_cpus_per_node - std::min<std::uint64_t>(
        used, request_.max_cpus_per_node));
  }
  cpus = use.usable(std::min(cpus, cpus_by_sockets(view, node, use)));
  const Mebibytes memory = free.free_memory(node);
  switch (request_.memory_kind) {
    case MemoryKind::PerNode:
      if (memory < request_.memory) return none;
      break;
    case MemoryKind::PerCpu:
      cpus = std::min(cpus, memory.count / request_.memory.count / use.used * use.used);
      break;
    case MemoryKind::WholeNode:
      if (memory < entry.memory) return none;
      break;
    case MemoryKind::None:
    case MemoryKind::PerGpu: break;
  }
  cpus = std::min(cpus, cpus_by_gpus(free, node));
  if (cpus == 0) return none;
  std::uint64_t tasks = request_.overcommit ? request_.ntasks : cpus / request_.cpus_per_task;
  if (request_.max_tasks_per_node != 0) tasks = std::min<std::uint64_t>(tasks, request_.max_tasks_per_node);
  if (use.tasks != 0 && !request_.overcommit) tasks = std::min<std::uint64_t>(tasks, cpus / use.used * use.tasks);
  if (request_.max_tasks_per_socket != 0)
    tasks = std::min<std::uint64_t>(tasks, std::uint64_t{request_.max_tasks_per_socket} * entry.sockets);
  // What its tasks cannot use does not count.
  if ((request_.overcommit ? cpus : tasks * request_.cpus_per_task) < request_.min_cpus_per_node) return none;
  tasks = std::min(tasks, tasks_by_gres(free, node, cpus));
  if (!request_.gres_per_job.empty()) tasks = std::min(tasks, tasks_by_even_gpus(free, node));
  if (!shares_fit(view, node)) return none;
  if (asks_exactly_) tasks = std::min(tasks, tasks_by_shares(view, node));
  if (request_.tasks_from_nodes && tasks < request_.ntasks) return none;
  tasks = std::min<std::uint64_t>(tasks, request_.ntasks);
  if (tasks == 0) return none;
  Fit found{node, static_cast<std::uint32_t>(tasks), 0};
  if (!request_.gres_per_job.empty()) {
    const GresNeed& need = request_.gres_per_job.front();
    found.gres = std::min(free.free_gres(node, need.name, need.type), need.count);
    if (need.name == "gpu" && request_.cpus_per_gpu > 0) found.gres = std::min(found.gres, cpus / request_.cpus_per_gpu);
    if (need.name == "gpu" && request_.memory_kind == MemoryKind::PerGpu && request_.memory.count > 0) {
      found.gres = std::min(found.gres, memory.count / request_.memory.count);
    }
  }
  return found;
}

void Placer::bring_up_to_date(KnownFits& known, const View& view, const std::vector<std::uint32_t>& nodes) const {
  constexpr std::uint64_t kNotAsked = ~std::uint64_t{0};
  if (known.fits.size() != nodes.size()) {
    known.fits.resize(nodes.size());
    known.stamps.assign(nodes.size(), kNotAsked);
  }
  // Which CPUs sharers have in common, counts do not tell.
  const bool never = request_.shared || asks_exactly_;
  for (std::size_t at = 0; at < nodes.size(); ++at) {
    const std::uint64_t stamp = view.left.stamp(nodes[at]);
    if (known.stamps[at] == stamp && !never) continue;
    known.stamps[at] = stamp;
    known.fits[at] = fit(view, nodes[at]);
  }
}

std::vector<Placer::Fit> Placer::fits(const View& view, const NodeMask& barred,
                                      std::size_t alternative) const {
  if (known_fits_.empty()) known_fits_.resize(eligible_.size());
  KnownFits& known = known_fits_[alternative];
  bring_up_to_date(known, view, eligible_[alternative]);
  std::vector<Fit> found;
  found.reserve(known.fits.size());
  for (const Fit& one : known.fits) {
    if (one.tasks != 0 && (barred.empty() || !barred[one.node])) found.push_back(one);
  }
  return found;
}

std::optional<std::vector<Placer::Share>> Placer::shares(const View& view, const NodeMask& barred,
                                                         const topology::TopologySet& topology,
                                                         bool any_switches) const {
  if (!requirements_known_) return std::nullopt;
  for (std::size_t alternative = 0; alternative < eligible_.size(); ++alternative) {
    const std::optional<std::vector<Fit>> chosen =
        choose(view.left, fits(view, barred, alternative), alternative, topology.of(topology_name_), any_switches);
    if (chosen) return divide(view.left, *chosen);
  }
  return std::nullopt;
}

std::optional<Allocation> Placer::place(const FreeResources& free, const NodeMask& barred,
                                        const topology::TopologySet& topology, bool any_switches) const {
  return place(free, free.counts(), barred, topology, any_switches);
}

std::optional<Allocation> Placer::place(const FreeResources& free, const FreeCounts& left, const NodeMask& barred,
                                        const topology::TopologySet& topology, bool any_switches) const {
  const auto found = shares(View{left, &free}, barred, topology, any_switches);
  if (!found) return std::nullopt;
  return pick(free, *found);
}

Placer::Room Placer::room(const FreeCounts& left, const NodeMask& barred) const {
  Room best;
  for (std::size_t alternative = 0; alternative < eligible_.size(); ++alternative) {
    Room room;
    for (const Fit& one : fits(View{left, nullptr}, barred, alternative)) {
      room.nodes.push_back(one.node);
      room.tasks += one.tasks;
    }
    if (room.nodes.size() > best.nodes.size()) best = std::move(room);
  }
  return best;
}

std::optional<Footprint> Placer::foresee(const FreeCounts& left, const NodeMask& barred,
                                         const topology::TopologySet& topology, bool any_switches) const {
  const auto found = shares(View{left, nullptr}, barred, topology, any_switches);
  if (!found) return std::nullopt;
  return count(left, *found);
}

std::optional<std::vector<Placer::Fit>> Placer::choose(const FreeCounts& left, std::vector<Fit> found,
                                                       std::size_t alternative, const topology::Topology& topology,
                                                       bool any_switches) const {
  topology::Want want;
  want.nodes = request_.min_nodes;
  want.max_nodes = request_.max_nodes != 0 ? request_.max_nodes : request_.node_limit;
  want.tasks = request_.tasks_from_nodes ? 1 : request_.ntasks;
  want.max_leaves = any_switches ? 0 : request_.switches;
  want.segment = request_.segment;
  want.spread_segments = request_.spread_segments;
  want.consolidate_segments = request_.consolidate_segments;
  if (found.size() < want.nodes) return std::nullopt;

  std::vector<topology::Candidate> candidates;
  candidates.reserve(found.size());
  std::size_t required = 0;
  for (const Fit& one : found) {
    topology::Candidate candidate{one.node, one.tasks, weights_[one.node], false};
    if (least_loaded_) {
      const std::uint32_t cpus = left.table().nodes[one.node].cpus;
      candidate.weight = cpus - std::min(cpus, left.free_cpus(one.node));
    }
    candidate.required = !required_.empty() && std::binary_search(required_.begin(), required_.end(), one.node);
    required += candidate.required ? 1 : 0;
    candidates.push_back(candidate);
  }
  if (required < required_.size()) return std::nullopt;

  std::uint32_t counted_nodes = 0;
  for (const CountedFeature& counted : request_.features[alternative].counted) {
    std::uint32_t missing = counted.count;
    for (topology::Candidate& candidate : candidates) {
      if (missing == 0) break;
      if (candidate.required || !counted.test.holds(cluster_.nodes[candidate.node].features)) continue;
      candidate.required = true;
      --missing;
    }
    if (missing > 0) return std::nullopt;
    counted_nodes += counted.count;
  }
  want.nodes = std::max(want.nodes, counted_nodes);

  const std::optional<std::vector<std::uint32_t>> nodes = choose_count(candidates, found, topology, want);
  if (!nodes) return std::nullopt;
  std::vector<Fit> chosen;
  chosen.reserve(nodes->size());
  for (const std::uint32_t node : *nodes) {
    chosen.push_back(*std::lower_bound(found.begin(), found.end(), node,
                                       [](const Fit& one, std::uint32_t which) { return one.node < which; }));
  }
  return chosen;
}

// As few nodes as hold the total of the generic resource. Where those that lie well do not hold it, the richest nodes
// are made part of the choice, one more each time.
std::optional<std::vector<std::uint32_t>> Placer::choose_for_total(std::span<const topology::Candidate> candidates,
                                                                   std::span<const Fit> found,
                                                                   const topology::Topology& topology,
                                                                   topology::Want want) const {
  const std::uint64_t total = request_.gres_per_job.front().count;
  const auto available = static_cast<std::uint32_t>(candidates.size());
  std::vector<std::uint32_t> richest(available);
  std::iota(richest.begin(), richest.end(), 0U);
  std::stable_sort(richest.begin(), richest.end(),
                   [&](std::uint32_t left, std::uint32_t right) { return found[left].gres > found[right].gres; });
  const auto enough = [&](const std::vector<std::uint32_t>& nodes) {
    std::uint64_t held = 0;
    for (const Fit& one : found) held += std::binary_search(nodes.begin(), nodes.end(), one.node) ? one.gres : 0;
    return held >= total;
  };
  std::uint64_t reachable = 0;
  std::uint32_t fewest = 0;
  while (fewest < available && reachable < total) reachable += found[richest[fewest++]].gres;
  if (reachable < total) return std::nullopt;
  const std::uint32_t last = want.max_nodes == 0 ? available : std::min(available, want.max_nodes);
  for (want.nodes = std::max(want.nodes, fewest); want.nodes <= last; ++want.nodes) {
    std::vector<topology::Candidate> preferred{candidates.begin(), candidates.end()};
    for (std::uint32_t rich = 0; rich <= want.nodes; ++rich) {
      const auto nodes = choose_lightest(preferred, topology, want);
      if (!nodes) break;
      if (enough(*nodes)) return nodes;
      if (rich < available) preferred[richest[rich]].required = true;
    }
  }
  return std::nullopt;
}

// Settles how many nodes: a range is used up to its end, a list of sizes from the largest down, a total of generic
// resources with as few as hold it.
std::optional<std::vector<std::uint32_t>> Placer::choose_count(std::span<const topology::Candidate> candidates,
                                                               std::span<const Fit> found,
                                                               const topology::Topology& topology,
                                                               topology::Want want) const {
  const auto available = static_cast<std::uint32_t>(candidates.size());
  const bool widest = request_.spread && want.max_nodes == 0 && !request_.tasks_from_nodes;
  std::uint32_t most = widest ? available : want.nodes;
  if ((request_.max_nodes != 0 && !request_.fewest_nodes) || request_.spread) most = std::max(most, want.max_nodes);
  most = std::min(most, available);
  if (!request_.tasks_from_nodes) most = std::max(std::min(most, request_.ntasks), want.nodes);
  if (!request_.sizes.empty()) {
    const std::uint32_t most_tasks = request_.tasks_from_nodes ? available : request_.ntasks;
    for (auto size = request_.sizes.rbegin(); size != request_.sizes.rend(); ++size) {
      if (*size > available || *size < want.nodes || *size > std::max(most_tasks, want.nodes)) continue;
      topology::Want exact = want;
      exact.nodes = exact.max_nodes = *size;
      if (auto nodes = choose_lightest(candidates, topology, exact)) return nodes;
    }
    return std::nullopt;
  }
  if (!request_.gres_per_job.empty()) return choose_for_total(candidates, found, topology, want);
  // Blocks are kept whole for others: a range is served by its least.
  if (topology.kind() == TopologyKind::Block && !request_.spread) most = want.nodes;
  for (topology::Want exact = want;; --most) {
    exact.nodes = most;
    if (auto nodes = choose_lightest(candidates, topology, exact)) return nodes;
    // Fewer nodes hold fewer tasks: only where they have to lie together can less work where more did not.
    const bool together = want.max_leaves != 0 || request_.contiguous || !topology.connected();
    if (most <= want.nodes || !together) return std::nullopt;
  }
}

// Nodes of a higher weight are only used when the lighter ones do not suffice.
std::optional<std::vector<std::uint32_t>> Placer::choose_lightest(std::span<const topology::Candidate> candidates,
                                                                  const topology::Topology& topology,
                                                                  const topology::Want& want) const {
  const auto pick = [&](std::span<const topology::Candidate> from) {
    if (request_.contiguous && topology.kind() != TopologyKind::Block) return first_window(from, want);
    if (topology.kind() != TopologyKind::Tree) return topology.best_fit(from, want);
    if (request_.spread) return topology.first_fit(from, want);
    return topology_optional_ && request_.switches == 0 ? topology.flat_fit(from, want) : topology.best_fit(from, want);
  };
  const auto as_first = [&](const topology::Candidate& one) { return one.weight == candidates.front().weight; };
  if (std::all_of(candidates.begin(), candidates.end(), as_first)) return pick(candidates);
  std::vector<std::uint32_t> weights;
  for (const topology::Candidate& candidate : candidates) weights.push_back(candidate.weight);
  std::sort(weights.begin(), weights.end());
  const std::uint32_t heaviest = weights.back();
  weights.erase(std::unique(weights.begin(), weights.end()), weights.end());
  for (const std::uint32_t weight : weights) {
    if (weight == heaviest) break;
    std::vector<topology::Candidate> light;
    std::uint64_t tasks = 0;
    for (const topology::Candidate& candidate : candidates) {
      if (candidate.weight > weight && !candidate.required) continue;
      light.push_back(candidate);
      tasks += candidate.tasks;
    }
    if (light.size() < want.nodes || tasks < want.tasks) continue;
    if (auto nodes = pick(light)) return nodes;
  }
  return pick(candidates);
}

}  // namespace minislurm::sched
