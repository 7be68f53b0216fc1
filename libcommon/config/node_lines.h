// NodeName=, NodeSet= and DownNodes= lines.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "libcommon/config/conf_lines.h"
#include "libcommon/config/node_keys.h"
#include "libcommon/model/node.h"

namespace minislurm::config {

class NodeReader {
 public:
  // A line that begins with NodeName=. DEFAULT changes what lines after it start from.
  Status take_nodes(const ConfLine& line);
  Status take_set(const ConfLine& line);
  Status take_down(const ConfLine& line);

  // REQUIRES: all lines taken; once. Sets and DownNodes lines are applied here, since they may stand before the nodes.
  Result<std::vector<Node>> finish();
  // The list with the nodes of a NodeSet in its place. REQUIRES: finish().
  std::string without_sets(const std::string& list) const;

 private:
  Status add(const ConfLine& line, const std::string& names, const NodeDraft& draft);
  Status apply_set(const ConfLine& line);
  Status apply_down(const ConfLine& line);

  NodeDraft defaults_;
  std::vector<Node> nodes_;
  std::unordered_map<std::string, std::size_t> index_;
  std::unordered_map<std::string, std::vector<std::string>> sets_;
  std::vector<ConfLine> set_lines_, down_lines_;
};

}  // namespace minislurm::config
