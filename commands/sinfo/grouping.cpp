#include "commands/sinfo/grouping.h"

#include <algorithm>
#include <unordered_map>

#include "libcommon/text/hostlist.h"

namespace minislurm::sinfo {
namespace {

bool shows_partition(const Partition& partition, const Options& options) {
  if (!options.partitions.empty())
    return std::find(options.partitions.begin(), options.partitions.end(), partition.name) != options.partitions.end();
  return options.all || !partition.hidden;
}

bool keeps_apart(const Column& column, const View& view) {
  const Kind kind = kind_of(column);
  return kind == Kind::Partition || kind == Kind::Node || (kind == Kind::Size && view.exact);
}

// What a node's line would read in the columns that keep nodes apart. Text of the partition comes once per partition.
class Likeness {
 public:
  Likeness(const std::vector<const Column*>& shown, const View& view) : view_(view) {
    for (const Column* column : shown)
      if (keeps_apart(*column, view))
        (kind_of(*column) == Kind::Partition ? of_partition_ : of_node_).push_back(column);
  }
  bool tells_of_partition() const { return !of_partition_.empty(); }
  std::string partition_key(const Partition& partition) const { return key(of_partition_, Group{&partition, 0, {}}); }
  std::string node_key(const Partition& partition, const Node& node) const {
    return key(of_node_, Group{&partition, 0, {&node}});
  }

 private:
  std::string key(const std::vector<const Column*>& columns, const Group& alone) const {
    std::string text;
    for (const Column* column : columns) text += column->text(alone, view_) + '\n';
    return text;
  }
  const View& view_;
  std::vector<const Column*> of_partition_, of_node_;
};

using table::Order;
using table::three_way;
using Left = const Group&;

// The lowest node of a group, by number.
int by_name(Left left, Left right) {
  if (left.nodes.empty() || right.nodes.empty()) return three_way(left.nodes.size(), right.nodes.size());
  if (text::host_before(left.nodes.front()->name, right.nodes.front()->name)) return -1;
  return text::host_before(right.nodes.front()->name, left.nodes.front()->name) ? 1 : 0;
}
int by_state(Left left, Left right) {
  const auto rank = [](Left group) { return group.nodes.empty() ? 0U : state_rank(*group.nodes.front()); };
  return three_way(rank(left), rank(right));
}
int by_partition(Left left, Left right) { return left.partition->name.compare(right.partition->name); }

template <auto Member>
int by_node(Left left, Left right) {
  if (left.nodes.empty() || right.nodes.empty()) return three_way(left.nodes.size(), right.nodes.size());
  return three_way(left.nodes.front()->*Member, right.nodes.front()->*Member);
}
template <auto Member>
int by_part(Left left, Left right) {
  return three_way(left.partition->*Member, right.partition->*Member);
}
std::size_t busy(Left group) {
  return static_cast<std::size_t>(std::count_if(group.nodes.begin(), group.nodes.end(),
                                                [](const Node* node) { return node->allocated_cpus != 0; }));
}
int by_busy(Left left, Left right) { return three_way(busy(left), busy(right)); }
std::uint64_t cpus_used(Left group) {
  std::uint64_t sum = 0;
  for (const Node* node : group.nodes) sum += node->allocated_cpus;
  return sum;
}

constexpr Order<Group> kOrders[] = {
    {'#', [](Left l, Left r) { return three_way(l.partition_index, r.partition_index); }},
    {'a', by_part<&Partition::state>},
    {'A', by_busy},
    {'b', by_node<&Node::features>},
    {'B', by_part<&Partition::max_cpus_per_node>},
    {'c', by_node<&Node::cpus>},
    {'C', [](Left l, Left r) { return three_way(cpus_used(l), cpus_used(r)); }},
    {'d', by_node<&Node::tmp_disk>},
    {'D', [](Left l, Left r) { return three_way(l.nodes.size(), r.nodes.size()); }},
    {'e', by_node<&Node::free_memory>},
    {'E', by_node<&Node::reason>},
    {'f', by_node<&Node::features>},
    {'F', by_busy},
    {'g', by_part<&Partition::allow_groups>},
    {'G', by_node<&Node::gres_text>},
    {'h', by_part<&Partition::over_subscribe>},
    {'H', by_node<&Node::reason_at>},
    {'I', by_part<&Partition::priority_job_factor>},
    {'l', by_part<&Partition::max_time>},
    {'L', by_part<&Partition::default_time>},
    {'m', by_node<&Node::memory>},
    {'M', by_part<&Partition::preempt_mode>},
    {'n', by_node<&Node::hostname>},
    {'N', by_name},
    {'o', by_node<&Node::address>},
    {'O', by_node<&Node::cpu_load_percent>},
    {'p', by_part<&Partition::priority_tier>},
    {'P', by_partition},
    {'r', by_part<&Partition::root_only>},
    {'R', by_partition},
    {'s', by_part<&Partition::max_nodes>},
    {'S', by_part<&Partition::allow_nodes>},
    {'t', by_state},
    {'T', by_state},
    {'u', by_node<&Node::reason_user>},
    {'U', by_node<&Node::reason_by>},
    {'w', by_node<&Node::weight>},
    {'X', by_node<&Node::sockets>},
    {'Y', by_node<&Node::cores_per_socket>},
    {'Z', by_node<&Node::threads_per_core>},
};

}  // namespace

std::vector<Group> make_groups(const wire::ClusterReply& cluster, const Options& options, const NodeFilter& filter,
                               const std::vector<const Column*>& shown, const View& view) {
  std::unordered_map<std::string_view, const Node*> nodes;
  for (const Node& node : cluster.nodes)
    if (filter.wants(node)) nodes.emplace(node.name, &node);
  const Likeness likeness{shown, view};
  std::vector<Group> groups;
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t index = 0; index < cluster.partitions.size(); ++index) {
    const Partition& partition = cluster.partitions[index];
    if (!shows_partition(partition, options)) continue;
    const std::string of_partition = likeness.partition_key(partition);
    bool any = false;
    for (const std::string& name : partition.nodes) {
      const auto found = nodes.find(name);
      if (found == nodes.end()) continue;
      any = true;
      const Node* node = found->second;
      if (options.node_oriented) {
        groups.push_back({&partition, index, {node}});
        continue;
      }
      const auto [place, is_new] =
          places.emplace(of_partition + '\r' + likeness.node_key(partition, *node), groups.size());
      if (is_new) groups.push_back({&partition, index, {}});
      // A node of several partitions counts once where the partitions are not told apart.
      std::vector<const Node*>& members = groups[place->second].nodes;
      if (groups[place->second].partition == &partition ||
          std::find(members.begin(), members.end(), node) == members.end())
        members.push_back(node);
    }
    if (!any && likeness.tells_of_partition() && !options.node_oriented && !options.list_reasons)
      groups.push_back({&partition, index, {}});
  }
  return groups;
}

Result<table::Sorter<Group>> group_sorter(std::string_view keys) {
  std::string plain;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    plain += keys[i];
    if (keys[i] == '#' && i + 1 < keys.size() && keys[i + 1] == 'P') ++i;
  }
  return table::make_sorter<Group>(plain, kOrders);
}

}  // namespace minislurm::sinfo
