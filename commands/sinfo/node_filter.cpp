#include "commands/sinfo/node_filter.h"

#include <algorithm>

#include "libcommon/text/words.h"

namespace minislurm::sinfo {
namespace {


bool never(const Node&) { return false; }
bool reads(const Node& node, std::string_view full) { return shown_state(node).full == full; }

struct StateWord {
  std::string_view name, other;  // a second spelling
  bool (*holds)(const Node&);
};

constexpr StateWord kWords[] = {
    {"unknown", "unk", [](const Node& n) { return n.state == NodeState::Unknown; }},
    {"down", "", [](const Node& n) { return n.state == NodeState::Down; }},
    {"idle", "", [](const Node& n) { return reads(n, "idle"); }},
    {"allocated", "alloc", [](const Node& n) { return reads(n, "allocated"); }},
    {"mixed", "mix", [](const Node& n) { return reads(n, "mixed"); }},
    {"future", "futr", [](const Node& n) { return n.state == NodeState::Future; }},
    {"drain", "", [](const Node& n) { return n.drain; }},
    {"drained", "", [](const Node& n) { return reads(n, "drained"); }},
    {"draining", "drng", [](const Node& n) { return reads(n, "draining"); }},
    {"completing", "comp", [](const Node& n) { return n.completing; }},
    {"reserved", "resv", [](const Node& n) { return n.reserved; }},
    // States that no node of this controller gets into.
    {"blocked", "block", never},
    {"cloud", "", never},
    {"external", "ext", never},
    {"fail", "", never},
    {"failing", "failg", never},
    {"maint", "", never},
    {"no_respond", "", never},
    {"perfctrs", "npc", never},
    {"planned", "plnd", never},
    {"power_down", "", never},
    {"power_up", "", never},
    {"powered_down", "pow_dn", never},
    {"powering_down", "", never},
    {"powering_up", "pow_up", never},
    {"reboot_issued", "", never},
    {"reboot_requested", "", never},
};

const StateWord* find_word(std::string_view word) {
  for (const StateWord& known : kWords)
    if (text::iequals(known.name, word) || (!known.other.empty() && text::iequals(known.other, word))) return &known;
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
  if (dead_ && node.state != NodeState::Down && node.state != NodeState::Unknown) return false;
  if (node.state == NodeState::Future && !future_) return false;
  if (reasons_ && alternatives_.empty() && !node.drain && node.state != NodeState::Down) return false;
  if (alternatives_.empty()) return true;
  return std::any_of(alternatives_.begin(), alternatives_.end(), [&node](const std::vector<Term>& terms) {
    return std::all_of(terms.begin(), terms.end(),
                       [&node](const Term& term) { return term.holds(node) != term.inverted; });
  });
}

}  // namespace minislurm::sinfo
