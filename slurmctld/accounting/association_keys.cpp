#include <algorithm>

#include "libcommon/text/count.h"
#include "libcommon/text/words.h"
#include "slurmctld/accounting/changing.h"
#include "slurmctld/accounting/lookup.h"

namespace minislurm::accounting {
namespace {

struct Written {
  Changing& change;
  std::string_view name, value;
  char how = '=';
};

bool clears(std::string_view value) { return value.empty() || value == "-1"; }

Error invalid(const Written& written) {
  return Error{Code::InvalidValue,
               "Invalid value for " + std::string(written.name) + " (" + std::string(written.value) + ")"};
}

Status set_comment(Association& association, const Written& written) {
  association.comment = written.value;
  return {};
}

Status set_default_qos(Association& association, const Written& written) {
  if (clears(written.value)) {
    association.default_qos.clear();
    return {};
  }
  const Qos* qos = find_qos(written.change.draft, written.value);
  if (!qos)
    return Error::generic("You gave a bad default qos '" + std::string(written.value) +
                          "'.  Use 'list qos' to get complete list.");
  association.default_qos = qos->name;
  return {};
}

Status set_shares(Association& association, const Written& written) {
  if (clears(written.value)) {
    association.shares = 1;
    return {};
  }
  if (text::istarts_with("parent", written.value)) {
    association.shares = Association::kParentShares;
    return {};
  }
  const auto shares = text::parse_u32(written.value, Association::kParentShares - 2);
  if (!shares) return invalid(written);
  association.shares = *shares;
  return {};
}

Status set_priority(Association& association, const Written& written) {
  if (clears(written.value)) {
    association.priority = 0;
    return {};
  }
  const auto priority = text::parse_u32(written.value);
  if (!priority) return invalid(written);
  association.priority = *priority;
  return {};
}

Status set_qos(Association& association, const Written& written) {
  if (clears(written.value) && written.how == '=') {
    association.qos.clear();
    return {};
  }
  auto list =
      edited_qos_list(written.change.draft, allowed_qos(written.change.draft, association), written.how, written.value);
  if (!list) return list.error();
  association.qos = std::move(*list);
  return {};
}

Status set_flags(Association& association, const Written& written) {
  if (clears(written.value)) association.flags.clear();
  else edit_list(association.flags, written.how, words_of(written.value));
  return {};
}

// The reply's `forget_usage` is filled by who knows the associations.
Status set_raw_usage(Association&, const Written& written) {
  if (written.value == "0") return {};
  return Error{Code::InvalidValue, "The value for RawUsage can only be 0"};
}

struct Row {
  std::string_view name;
  std::size_t shortest;
  Status (*set)(Association&, const Written&);
};

constexpr Row kRows[] = {
    {"Comment", 1, &set_comment},
    {"DefaultQOS", 8, &set_default_qos},
    {"FairShare", 1, &set_shares},
    {"Shares", 1, &set_shares},
    {"Priority", 2, &set_priority},
    {"QosLevel", 1, &set_qos},
    {"QOS", 1, &set_qos},
    {"Flags", 2, &set_flags},
    {"RawUsage", 7, &set_raw_usage},
};

}  // namespace

Status reads_raw_usage(const Pairs& pairs, bool& known) {
  for (const Pair& pair : pairs) known = known || names(pair.first, "RawUsage", 7);
  return {};
}

Status set_association(Changing& change, Association& association, const Pairs& pairs, Pairs& unknown) {
  for (const Pair& pair : pairs) {
    const auto [key, how] = split_operator(pair.first);
    if (const LimitKey* limit = find_limit_key(kOfAssociation, key)) {
      if (Status set = set_limit(association.limits, *limit, pair.second, change.facts.tres); !set) return set;
    } else if (const Row* row = find_key(std::span<const Row>(kRows), key)) {
      if (Status set = row->set(association, Written{change, row->name, pair.second, how}); !set) return set;
    } else {
      unknown.push_back(pair);
    }
  }
  return {};
}

namespace {

// Whether the default comes from the association itself or, of a user's, from the account.
bool is_near(const Accounting& accounting, const Association& association) {
  if (!association.default_qos.empty()) return true;
  const Association* parent = find_association(accounting, association.parent);
  return !association.user.empty() && parent && !parent->default_qos.empty();
}

}  // namespace

Status check_default_qos(const Changing& change) {
  std::string near, all;
  for (const Association* one : in_tree_order(change.draft)) {
    std::string qos = default_qos_of(change.draft, *one);
    if (qos.empty() || listed(allowed_qos(change.draft, *one), qos)) continue;
    qos.resize(std::max<std::size_t>(qos.size(), 10), ' ');
    const std::string line = "  DefQOS = " + qos + " " + line_of(change, *one) + "\n";
    all += line;
    if (is_near(change.draft, *one)) near += line;
  }
  if (all.empty()) return {};
  return Error::generic(
      "\n These associations don't have access to their default qos.\n"
      " Please give them access before they the default can be set to this.\n" +
      (near.empty() ? all : near));
}

Result<std::vector<std::string>> edited_qos_list(const Accounting& accounting, std::vector<std::string> list, char how,
                                                 std::string_view value) {
  const std::vector<std::string> words = words_of(value);
  for (const std::string& word : words) {
    const std::string name = word.front() == '+' || word.front() == '-' ? word.substr(1) : word;
    if (find_qos(accounting, name)) continue;
    std::string valid;
    for (const Qos& qos : accounting.qos) valid += (valid.empty() ? "" : ",") + qos.name;
    return Error{Code::InvalidValue, "You gave a bad qos '" + name + "'. Valid QOS's are " + valid};
  }
  edit_list(list, how, words);
  std::vector<std::string> ordered;
  for (const Qos& qos : accounting.qos)
    if (listed(list, qos.name)) ordered.push_back(qos.name);
  return ordered;
}

}  // namespace minislurm::accounting
