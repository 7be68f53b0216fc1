#include "libcommon/model/node.h"

namespace minislurm {
namespace {

struct BaseName {
  std::string_view compact, full, scontrol;
};

BaseName base_of(const Node& node) {
  switch (node.state) {
    case NodeState::Down: return {"down", "down", "DOWN"};
    case NodeState::Unknown: return {"unk", "unknown", "UNKNOWN"};
    case NodeState::Future: return {"futr", "future", "FUTURE"};
    case NodeState::Up: break;
  }
  if (node.allocated_cpus == 0) return {"idle", "idle", "IDLE"};
  if (node.allocated_cpus >= node.cpus) return {"alloc", "allocated", "ALLOCATED"};
  return {"mix", "mixed", "MIXED"};
}

}  // namespace

NodeStateText shown_state(const Node& node) {
  const BaseName base = base_of(node);
  NodeStateText text{base.compact, base.full, std::string{base.scontrol}};
  const bool busy = node.running_jobs > 0 || node.completing;
  if (node.completing) text.scontrol += "+COMPLETING";
  if (node.drain) text.scontrol += "+DRAIN";
  if (node.fail) text.scontrol += "+FAIL";
  if (node.maintenance) text.scontrol += "+MAINTENANCE";
  if (node.reserved) text.scontrol += "+RESERVED";
  if (node.planned) text.scontrol += "+PLANNED";
  if (has(node.flags, NodeFlag::NotResponding)) text.scontrol += "+NOT_RESPONDING";
  if (node.state == NodeState::Future) return text;
  if (node.maintenance) {
    text.compact = text.full = "maint";
  } else if (node.drain) {
    text.compact = busy ? "drng" : "drain";
    text.full = busy ? "draining" : "drained";
  } else if (node.fail) {
    text.compact = busy ? "failg" : "fail";
    text.full = busy ? "failing" : "fail";
  } else if (node.state == NodeState::Down) {
    return text;
  } else if (node.completing) {
    text.compact = "comp";
    text.full = "completing";
  } else if (node.reserved && node.allocated_cpus == 0) {
    text.compact = "resv";
    text.full = "reserved";
  } else if (node.planned && node.allocated_cpus == 0) {
    text.compact = "plnd";
    text.full = "planned";
  }
  return text;
}

}  // namespace minislurm
