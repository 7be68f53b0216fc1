#include "slurmctld/sched/feasible.h"

#include <algorithm>
#include <functional>
#include <unordered_set>

#include "slurmctld/sched/eligible.h"

namespace minislurm::sched {
namespace {

using NodeList = std::vector<const Node*>;

Status unavailable(std::string detail = {}) {
  return Error{Code::RequestedNodeConfigUnavailable, std::move(detail)};
}

bool any(const NodeList& nodes, const std::function<bool(const Node&)>& holds) {
  return std::any_of(nodes.begin(), nodes.end(), [&](const Node* node) { return holds(*node); });
}

std::uint64_t gres_of(const Node& node, const GresNeed& need) {
  std::uint64_t sum = 0;
  for (const NodeGres& gres : node.gres) {
    if (gres.name == need.name && (need.type.empty() || gres.type == need.type)) sum += gres.count;
  }
  return sum;
}

Status check_names(const ResourceRequest& request, const Cluster& cluster) {
  std::unordered_set<std::string> known;
  for (const Node& node : cluster.nodes) known.insert(node.name);
  for (const std::vector<std::string>* names : {&request.required_nodes, &request.excluded_nodes}) {
    for (const std::string& name : *names) {
      if (!known.contains(name)) return Error{Code::InvalidNodeName};
    }
  }
  for (const std::string& name : request.required_nodes) {
    if (std::binary_search(request.excluded_nodes.begin(), request.excluded_nodes.end(), name)) {
      return Error{Code::InvalidNodeName};
    }
  }
  return {};
}

Status check_features(const ResourceRequest& request, const Cluster& cluster) {
  const auto known = [&](const FeatureTest& test) {
    return std::all_of(test.steps().begin(), test.steps().end(), [&](const FeatureTest::Step& step) {
      if (step.kind != FeatureTest::Step::Kind::Name) return true;
      return std::any_of(cluster.nodes.begin(), cluster.nodes.end(), [&](const Node& node) {
        return std::find(node.features.begin(), node.features.end(), step.name) != node.features.end();
      });
    });
  };
  for (const FeatureAlternative& alternative : request.features) {
    if (!known(alternative.all)) return Error{Code::InvalidFeature};
    for (const CountedFeature& counted : alternative.counted) {
      if (!known(counted.test)) return Error{Code::InvalidFeature};
    }
  }
  return {};
}

// With what one node must have of each.
std::vector<std::pair<const GresNeed*, std::uint64_t>> needs_of(const ResourceRequest& request) {
  std::vector<std::pair<const GresNeed*, std::uint64_t>> needs;
  for (const GresNeed& need : request.gres_per_node) needs.emplace_back(&need, need.count);
  for (const GresNeed& need : request.gres_per_task) needs.emplace_back(&need, need.count);
  for (const GresNeed& need : request.gres_per_job) needs.emplace_back(&need, 1);
  return needs;
}

// Kinds of generic resources that no node of the cluster has, or that are named with a type and without.
Status check_kinds(const ResourceRequest& request, const Cluster& cluster) {
  const auto needs = needs_of(request);
  for (const auto& need : needs) {
    for (const auto& other : needs) {
      if (need.first->name == other.first->name && need.first->type.empty() != other.first->type.empty()) {
        return Error{Code::InvalidGresType};
      }
    }
    const auto offers = [&](const Node& node) {
      return std::any_of(node.gres.begin(), node.gres.end(),
                         [&](const NodeGres& gres) { return gres.name == need.first->name; });
    };
    if (std::none_of(cluster.nodes.begin(), cluster.nodes.end(), offers)) return Error{Code::InvalidGres};
  }
  return {};
}

Status check_gres(const ResourceRequest& request, const NodeList& nodes) {
  for (const auto& need : needs_of(request)) {
    if (!any(nodes, [&](const Node& node) { return gres_of(node, *need.first) >= need.second; })) return unavailable();
  }
  for (const GresNeed& need : request.gres_per_job) {
    std::uint64_t sum = 0;
    for (const Node* node : nodes) sum += gres_of(*node, need);
    if (sum < need.count) return unavailable();
  }
  return {};
}

Status check_node_size(const ResourceRequest& request, const NodeList& nodes) {
  // With a number of tasks for each node all of them count.
  const std::uint64_t tasks = request.tasks_from_nodes ? std::max(request.ntasks, 1U) : 1;
  std::uint64_t per_task = request.cpus_per_task, per_node = tasks;
  for (const GresNeed& need : request.gres_per_task) {
    if (need.name != "gpu" || request.cpus_per_gpu == 0) continue;
    per_task = std::max(per_task, need.count * request.cpus_per_gpu);
    per_node = std::max<std::uint64_t>(per_node, request.max_tasks_per_node);
  }
  const std::uint64_t cpus =
      std::max<std::uint64_t>(request.min_cpus_per_node, request.overcommit ? 1 : per_task * per_node);
  if (!any(nodes, [&](const Node& node) { return node.cpus >= cpus; })) {
    return unavailable("CPU count per node can not be satisfied");
  }
  Mebibytes memory;
  if (request.memory_kind == MemoryKind::PerNode) memory = request.memory;
  if (request.memory_kind == MemoryKind::PerCpu) memory = request.memory;
  if (!any(nodes, [&](const Node& node) { return node.memory >= memory; })) {
    return unavailable("Memory specification can not be satisfied");
  }
  if (!any(nodes, [&](const Node& node) { return node.tmp_disk >= request.tmp_disk; })) {
    return unavailable("Temporary disk specification can not be satisfied");
  }
  if (!any(nodes, [&](const Node& node) {
        return node.sockets >= request.sockets_per_node && node.cores_per_socket >= request.cores_per_socket &&
               node.threads_per_core >= request.threads_per_core;
      })) {
    return unavailable("Socket, core and/or thread specification can not be satisfied");
  }
  if (!any(nodes, [&](const Node& node) {
        return std::uint64_t{node.cores_per_socket} * node.threads_per_core >= request.max_tasks_per_socket;
      })) {
    return unavailable();
  }
  // More names than nodes.
  if (request.max_nodes != 0 && request.required_nodes.size() > request.max_nodes) return unavailable();
  return could_hold(request, nodes) ? Status{} : unavailable();
}

}  // namespace

Status names_exist(const ResourceRequest& request, const Cluster& cluster) {
  if (Status done = check_names(request, cluster); !done) return done;
  if (Status done = check_features(request, cluster); !done) return done;
  for (const LicenseNeed& need : request.licenses) {
    const bool enough = std::any_of(cluster.licenses.begin(), cluster.licenses.end(), [&](const License& license) {
      return license.name == need.name && license.total >= need.count;
    });
    if (!enough) return Error{Code::InvalidLicenses};
  }
  return check_kinds(request, cluster);
}

Status can_ever_run(const ResourceRequest& request, const Partition& partition, const Cluster& cluster) {
  if (Status done = names_exist(request, cluster); !done) return done;
  const std::unordered_set<std::string> members{partition.nodes.begin(), partition.nodes.end()};
  const auto is_member = [&](const std::string& name) { return members.contains(name); };
  if (!std::all_of(request.required_nodes.begin(), request.required_nodes.end(), is_member)) return unavailable();
  NodeList nodes;
  for (const Node& node : cluster.nodes) {
    if (members.contains(node.name)) nodes.push_back(&node);
  }
  if (Status done = check_gres(request, nodes); !done) return done;
  return check_node_size(request, nodes);
}

}  // namespace minislurm::sched
