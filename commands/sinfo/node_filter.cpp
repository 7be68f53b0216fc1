#include "commands/sinfo/node_filter.h"

#include <algorithm>

#include "libcommon/text/words.h"

namespace minislurm::sinfo {
namespace {

bool never(const Node&) { return false; }
bool is_up(const Node& node) { return node.state == NodeState::Up; }
bool is_busy(const Node& node) { return is_up(node) && (node.allocated_cpus != 0 || node.completing); }

struct StateWord {
  std::string_view name, other;  // a second spelling
  bool (*holds)(const Node&);
};

// In the order in which they are listed. Base states hold whatever flags stand beside them: a drained node is idle.
constexpr StateWord kWords[] = {
    {"unknown", "unk", [](const Node& n) { return n.state == NodeState::Unknown; }},
    {"down", "", [](const Node& n) { return n.state == NodeState::Down; }},
    {"idle", "", [](const Node& n) { return is_up(n) && n.allocated_cpus == 0; }},
    {"allocated", "alloc", [](const Node& n) { return is_up(n) && n.allocated_cpus != 0; }},
    {"mixed", "mix", [](const Node& n) { return is_up(n) && n.allocated_cpus != 0 && n.allocated_cpus < n.cpus; }},
    {"future", "futr", [](const Node& n) { return n.state == NodeState::Future; }},
    {"drain", "", [](const Node& n) { return n.drain; }},
    {"drained", "", [](const Node& n) { return n.drain && !is_busy(n); }},
    {"draining", "drng", [](const Node& n) { return n.drain && is_busy(n); }},
    {"no_respond", "", [](const Node& n) { return has(n.flags, NodeFlag::NotResponding); }},
    {"reserved", "resv", [](const Node& n) { return n.reserved; }},
    {"planned", "plnd", [](const Node& n) { return n.planned; }},
    {"blocked", "block", never},
    {"cloud", "", [](const Node& n) { return has(n.flags, NodeFlag::Cloud); }},
    {"completing", "comp", [](const Node& n) { return n.completing; }},
    {"powering_down", "", [](const Node& n) { return has(n.flags, NodeFlag::PoweringDown); }},
    {"powered_down", "pow_dn", [](const Node& n) { return has(n.flags, NodeFlag::PoweredDown); }},
    {"power_down", "", [](const Node& n) { return has(n.flags, NodeFlag::PowerDown); }},
    {"powering_up", "pow_up", [](const Node& n) { return has(n.flags, NodeFlag::PoweringUp); }},
    {"fail", "", [](const Node& n) { return n.fail; }},
    {"maint", "", [](const Node& n) { return n.maintenance; }},
    {"reboot", "", [](const Node& n) { return has(n.flags, NodeFlag::RebootRequested); }},
    {"reboot^", "", [](const Node& n) { return has(n.flags, NodeFlag::RebootIssued); }},
    {"external", "ext", never},
};

// The word itself, else the first that begins so.
const StateWord* find_word(std::string_view word) {
  if (word.empty()) return nullptr;
  for (const StateWord& known : kWords)
    if (text::iequals(known.name, word) || (!known.other.empty() && text::iequals(known.other, word))) return &known;
  for (const StateWord& known : kWords)
    if (text::iequals(known.name.substr(0, word.size()), word)) return &known;
  return nullptr;
}

}  // namespace

std::string valid_node_states() {
  std::string list;
  for (const StateWord& word : kWords) list += (list.empty() ? "" : ",") + std::string{word.name};
  return list;
}

Result<NodeFilter> NodeFilter::make(const Options& options) {
  NodeFilter made;
  made.names_.insert(options.nodes.begin(), options.nodes.end());
  made.by_name_ = options.nodes_given;
  made.dead_ = options.dead;
  made.reasons_ = options.list_reasons;
  made.future_ = options.future;
  made.by_state_ = options.states_given && !text::iequals(options.states, "all");
  if (!made.by_state_) return made;
  for (const std::string_view all_of : text::split_list(options.states)) {
    std::vector<Term> terms;
    // '&' is how older releases wrote '+'.
    std::string words{all_of};
    std::replace(words.begin(), words.end(), '&', '+');
    for (std::string_view word : text::split(words, '+')) {
      const bool inverted = word.starts_with('~');
      if (inverted) word.remove_prefix(1);
      const StateWord* known = find_word(word);
      if (known == nullptr)
        return Error::generic("Bad state string: \"" + std::string{word} + "\"\nvalid states: " + valid_node_states());
      if (known->name == "future") made.future_ = true;
      terms.push_back({known->holds, inverted});
    }
    made.alternatives_.push_back(std::move(terms));
  }
  return made;
}

bool NodeFilter::wants(const Node& node) const {
  if (by_name_ && names_.count(node.name) == 0) return false;
  if (dead_ && !has(node.flags, NodeFlag::NotResponding)) return false;
  if (node.state == NodeState::Future && !future_) return false;
  if (reasons_ && !by_state_ && !node.drain && !node.fail && node.state != NodeState::Down) return false;
  if (!by_state_) return true;
  return std::any_of(alternatives_.begin(), alternatives_.end(), [&node](const std::vector<Term>& terms) {
    return std::all_of(terms.begin(), terms.end(),
                       [&node](const Term& term) { return term.holds(node) != term.inverted; });
  });
}

}  // namespace minislurm::sinfo
