// The keys of a NodeName line, one row each.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "libcommon/base/result.h"
#include "libcommon/model/node.h"

namespace minislurm::config {

// A line's node before its shape is worked out; zero: the line does not say.
struct NodeDraft {
  Node node;
  std::string hostnames, addresses, ports;  // lists that run along with the names
  std::uint32_t cpus = 0, boards = 0, sockets = 0, sockets_per_board = 0, cores = 0, threads = 0;
  std::string system_cpus;                  // CpuSpecList
};

struct NodeKey {
  std::string_view name;
  // Errors: Code::Generic saying what would be right.
  Status (*set)(NodeDraft&, const std::string& value);
};

const NodeKey* find_node_key(std::string_view name);
// "UNKNOWN", "DOWN", "IDLE+DRAIN" ...
Status set_node_state(Node& node, std::string_view text);
// "gpu:tesla:2,gpu:1,shard:no_consume:4K"; "(null)" and "none" are nothing.
Result<std::vector<NodeGres>> parse_node_gres(std::string_view text);
// Fills cpus, boards, sockets, cores, threads from what is given, as Slurm does: what nobody gives is one, but a lone
// CPUs counts sockets; CPUs that fit no level of the arrangement give way to it.
// Errors: Code::Generic for more CPUs than a node can have.
Status settle_shape(NodeDraft& draft);

}  // namespace minislurm::config
