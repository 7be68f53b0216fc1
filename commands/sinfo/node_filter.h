// --states, --nodes and --list-reasons: which nodes are shown.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "commands/sinfo/options.h"
#include "libcommon/model/node.h"

namespace minislurm::sinfo {

class NodeFilter {
 public:
  // Errors: Code::Generic, the lines that say which states there are.
  static Result<NodeFilter> make(const Options& options);
  bool wants(const Node& node) const;

 private:
  struct Term {
    bool (*holds)(const Node&) = nullptr;
    bool inverted = false;
  };
  std::vector<std::vector<Term>> alternatives_;  // any of them, of which every term
  std::unordered_set<std::string> names_;
  bool by_name_ = false, by_state_ = false, dead_ = false, reasons_ = false, future_ = false;
};

// The words that --states takes, comma separated.
std::string valid_node_states();

}  // namespace minislurm::sinfo
